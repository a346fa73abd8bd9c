//go:build unix

package pageimage_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"rostrum/indexer/pageimage"
)

// Images with a wrong checksum, or without one, as older versions stored them, are
// rendered again.
func TestDamagedPictureIsDrawnAgain(t *testing.T) {
	dir := t.TempDir()
	g := open(t, pageimage.Config{Dir: dir})
	drawn(t, g, key(1), 1000)
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	path := files[0]
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "picture")
	if err := os.WriteFile(other, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, put := range map[string]func() error{
		"a byte":      func() error { b := append([]byte{}, whole...); b[500] ^= 1; return os.WriteFile(path, b, 0o600) },
		"its sum":     func() error { b := append([]byte{}, whole...); b[len(b)-1] ^= 1; return os.WriteFile(path, b, 0o600) },
		"without sum": func() error { return os.WriteFile(path, whole[:len(whole)-32], 0o600) },
		"empty":       func() error { return os.WriteFile(path, nil, 0o600) },
		"a link":      func() error { return os.Symlink(other, path) },
		"a pipe":      func() error { return syscall.Mkfifo(path, 0o600) },
	} {
		if err := errors.Join(os.Remove(path), put()); err != nil {
			t.Fatal(err)
		}
		if !drawn(t, g, key(1), 1000) || drawn(t, g, key(1), 1000) {
			t.Errorf("%s: it was not drawn again, once", name)
		}
	}
}
