package generation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// hashFiles lists the files under dir with their hashes, syncing each to disk.
// Those of another generation that are listed already are taken as they are.
func hashFiles(dir string, known []manifestFile) ([]manifestFile, error) {
	files := slices.Clone(known)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if slices.ContainsFunc(known, func(f manifestFile) bool { return f.Name == name }) {
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		digest := sha256.New()
		n, err := io.Copy(digest, f)
		if err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return fmt.Errorf("sync %s: %w", name, err)
		}
		files = append(files, manifestFile{Name: name, Bytes: n, SHA256: hex.EncodeToString(digest.Sum(nil))})
		return nil
	})
	return files, err
}

// verify reads every file of a generation and compares it with the manifest.
func verify(dir string) (manifest, error) {
	m, err := readManifest(dir)
	if err != nil {
		return m, err
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range m.Files {
		group.Go(func() error { return f.verify(dir) })
	}
	return m, group.Wait()
}

// verify compares a file with its hash.
func (want manifestFile) verify(dir string) error {
	if !filepath.IsLocal(want.Name) {
		return fmt.Errorf("its manifest names %q", want.Name)
	}
	f, err := os.Open(filepath.Join(dir, want.Name))
	if err != nil {
		return err
	}
	defer f.Close()
	digest := sha256.New()
	n, err := io.Copy(digest, f)
	if err != nil {
		return err
	}
	if n != want.Bytes || hex.EncodeToString(digest.Sum(nil)) != want.SHA256 {
		return fmt.Errorf("its file %s is damaged", want.Name)
	}
	return nil
}
