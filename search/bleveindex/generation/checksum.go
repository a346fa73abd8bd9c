package generation

import (
	"context"
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

// seal lists the files under dir with their checksums, and syncs them to disk.
// Checksums in known, of files of another generation, are reused.
func seal(ctx context.Context, dir string, known []manifestFile) ([]manifestFile, error) {
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
		n, sum, err := checksum(ctx, f)
		if err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return fmt.Errorf("sync %s: %w", name, err)
		}
		files = append(files, manifestFile{Name: name, Bytes: n, SHA256: sum})
		return nil
	})
	return files, err
}

// verify reads every file of a generation and compares it with the manifest.
func verify(ctx context.Context, dir string) (manifest, error) {
	m, err := readManifest(dir)
	if err != nil {
		return m, err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range m.Files {
		group.Go(func() error { return f.verify(ctx, dir) })
	}
	return m, group.Wait()
}

// verify compares a file with its checksum.
func (want manifestFile) verify(ctx context.Context, dir string) error {
	if !filepath.IsLocal(want.Name) {
		return damaged("its manifest names %q", want.Name)
	}
	f, err := os.Open(filepath.Join(dir, want.Name))
	if err != nil {
		return err
	}
	defer f.Close()
	n, sum, err := checksum(ctx, f)
	if err != nil {
		return err
	}
	if n != want.Bytes || sum != want.SHA256 {
		return damaged("its file %s is damaged", want.Name)
	}
	return nil
}

// checksum returns the size of a file and its SHA-256 in hexadecimal. Files may have
// gigabytes, so it stops when ctx ends.
func checksum(ctx context.Context, f *os.File) (size int64, sum string, err error) {
	digest := sha256.New()
	size, err = io.Copy(digest, contextReader{ctx, f})
	return size, hex.EncodeToString(digest.Sum(nil)), err
}

// contextReader reads until its context ends.
type contextReader struct {
	ctx  context.Context
	from io.Reader
}

// Read implements io.Reader.
func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}
