package pageimage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"rostrum/corpus"
	"rostrum/indexer/pageimage"
)

func open(t *testing.T, config pageimage.Config) *pageimage.Cache {
	t.Helper()
	if config.Dir == "" {
		config.Dir = t.TempDir()
	}
	g, err := pageimage.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Close)
	return g
}

// key is the key of a page in a file of its own.
func key(n int) pageimage.Key {
	return pageimage.Key{SHA256: fmt.Sprintf("%064x", n), Page: 1, Width: 800}
}

// drawn requests an image of size bytes, and reports whether it was rendered.
func drawn(t *testing.T, g *pageimage.Cache, k pageimage.Key, size int) (was bool) {
	t.Helper()
	want := bytes.Repeat([]byte{'x'}, size)
	b, err := g.Image(t.Context(), k, func(context.Context) ([]byte, error) { was = true; return want, nil })
	if err != nil || !bytes.Equal(b, want) {
		t.Fatalf("%+v: %d bytes, %v", k, len(b), err)
	}
	return was
}

// onDisk counts files and their bytes.
func onDisk(t *testing.T, dir string) (files int, size int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			info, err := e.Info()
			if err != nil {
				return err
			}
			files, size = files+1, size+info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, size
}

func TestEachPageIsDrawnOnce(t *testing.T) {
	dir := t.TempDir()
	g := open(t, pageimage.Config{Dir: dir})
	if !drawn(t, g, key(1), 10) || drawn(t, g, key(1), 10) {
		t.Error("the picture was not drawn at first, or drawn again")
	}
	other := key(1)
	other.Page = 2
	if !drawn(t, g, other, 20) {
		t.Error("another page was taken for the same")
	}
	g.Close()
	if drawn(t, open(t, pageimage.Config{Dir: dir}), key(1), 10) {
		t.Error("the picture was forgotten by a new process")
	}
}

func TestLimitOnDisk(t *testing.T) {
	dir := t.TempDir()
	g := open(t, pageimage.Config{Dir: dir, MaxBytes: 1000})
	for n := range 10 {
		drawn(t, g, key(n), 100)
	}
	drawn(t, g, key(0), 100) // used again: 1 is now the least recently used
	for n := 10; n < 13; n++ {
		drawn(t, g, key(n), 100)
		if _, size := onDisk(t, dir); size > 1000 {
			t.Errorf("%d bytes are kept of 1000 allowed", size)
		}
	}
	if drawn(t, g, key(0), 100) {
		t.Error("a picture that was used lately went before older ones")
	}
	if !drawn(t, g, key(1), 100) {
		t.Error("the one that was not used for longest was kept")
	}
	drawn(t, g, key(20), 5000) // larger than the cache: returned, but not stored
	if files, size := onDisk(t, dir); size > 1000 {
		t.Errorf("%d files of %d bytes", files, size)
	}
	g.Close()
	open(t, pageimage.Config{Dir: dir, MaxBytes: 300})
	if files, _ := onDisk(t, dir); files > 3 {
		t.Errorf("%d files are left where 3 have room", files)
	}
}

// Deleted images are rendered again, and files that a process left incomplete are
// removed.
func TestFolderMayBeTouched(t *testing.T) {
	dir := t.TempDir()
	g := open(t, pageimage.Config{Dir: dir})
	drawn(t, g, key(1), 10)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if !drawn(t, g, key(1), 10) || drawn(t, g, key(1), 10) {
		t.Error("a deleted picture was not drawn again and kept")
	}
	half := filepath.Join(dir, "00", ".new-123")
	if err := os.WriteFile(half, []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	open(t, pageimage.Config{Dir: dir})
	if files, _ := onDisk(t, dir); files != 1 {
		t.Errorf("%d files, want the picture alone", files)
	}
	if err := pageimage.Forget(dir, key(2).SHA256); err != nil {
		t.Error(err)
	}
	if err := pageimage.Forget(dir, key(1).SHA256); err != nil {
		t.Error(err)
	}
	if files, _ := onDisk(t, dir); files != 0 {
		t.Errorf("%d files, want none after all was to be forgotten", files)
	}
}

func TestManyAskersOneDrawing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := open(t, pageimage.Config{})
		begin := make(chan struct{})
		var drawings atomic.Int32
		draw := func(context.Context) ([]byte, error) {
			drawings.Add(1)
			<-begin
			return []byte("picture"), nil
		}
		// The first client leaves; rendering continues for the others.
		impatient, leave := context.WithCancel(t.Context())
		first := make(chan error)
		go func() {
			_, err := g.Image(impatient, key(1), draw)
			first <- err
		}()
		synctest.Wait()
		var others sync.WaitGroup
		for range 5 {
			others.Go(func() {
				if b, err := g.Image(t.Context(), key(1), draw); err != nil || string(b) != "picture" {
					t.Errorf("%q, %v", b, err)
				}
			})
		}
		synctest.Wait()
		leave()
		if err := <-first; !errors.Is(err, context.Canceled) {
			t.Errorf("the one who left got %v", err)
		}
		close(begin)
		others.Wait()
		if n := drawings.Load(); n != 1 {
			t.Errorf("drawn %d times", n)
		}
	})
}

func TestNobodyWaitsInVain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := open(t, pageimage.Config{Drawings: 1, Waiting: 2, Patience: 3 * time.Second})
		stop := make(chan struct{})
		slow := func(context.Context) ([]byte, error) { <-stop; return []byte("picture"), nil }
		errs := make(chan error, 3)
		begin := time.Now()
		for n := range 3 { // one renders, two wait
			go func() {
				_, err := g.Image(t.Context(), key(n), slow)
				errs <- err
			}()
		}
		synctest.Wait()
		if _, err := g.Image(t.Context(), key(9), slow); !errors.Is(err, corpus.ErrBusy) || time.Since(begin) != 0 {
			t.Errorf("one too many waited for %v and got %v", time.Since(begin), err)
		}
		for range 2 {
			if err := <-errs; !errors.Is(err, corpus.ErrBusy) || time.Since(begin) != 3*time.Second {
				t.Errorf("after %v: %v", time.Since(begin), err)
			}
		}
		close(stop)
		if err := <-errs; err != nil {
			t.Errorf("the one that was drawn: %v", err)
		}
		// Having been busy is not remembered as an error of the page.
		if b, err := g.Image(t.Context(), key(9), slow); err != nil || string(b) != "picture" {
			t.Errorf("later: %q, %v", b, err)
		}
	})
}

func TestFaultsAreRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := open(t, pageimage.Config{})
		tried := 0
		bad := func(context.Context) ([]byte, error) {
			tried++
			return nil, fmt.Errorf("reading took more than 10s: %w", corpus.ErrOverLimit)
		}
		ask := func(page int) {
			t.Helper()
			k := key(1)
			k.Page = page
			if _, err := g.Image(t.Context(), k, bad); !errors.Is(err, corpus.ErrOverLimit) || !strings.Contains(err.Error(), "more than 10s") {
				t.Errorf("page %d: %v", page, err)
			}
		}
		ask(1)
		ask(1)
		if tried != 1 {
			t.Errorf("one page was tried %d times", tried)
		}
		for page := range 20 { // a file that fails on several pages is given up
			ask(page + 1)
		}
		if tried != 3 {
			t.Errorf("of one file %d pages were tried", tried)
		}
		if !drawn(t, g, key(2), 10) {
			t.Error("another file was not drawn")
		}
		time.Sleep(time.Hour)
		ask(1)
		if tried != 4 {
			t.Errorf("after an hour it was not tried again: %d", tried)
		}
	})
}

// Close cancels renderings and waits for them.
func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := open(t, pageimage.Config{})
		ended := false
		go g.Image(t.Context(), key(1), func(ctx context.Context) ([]byte, error) {
			<-ctx.Done()
			ended = true
			return nil, ctx.Err()
		})
		synctest.Wait()
		g.Close()
		if !ended {
			t.Error("closed while a page was being drawn")
		}
	})
}

func TestFolderThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := pageimage.Open(pageimage.Config{Dir: filepath.Join(file, "pictures")}); err == nil {
		t.Error("no error")
	}
}
