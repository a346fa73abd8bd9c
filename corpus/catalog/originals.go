package catalog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// KeepOriginal writes the original bytes of a document to disk under their
// SHA-256 (hex), unless they are there already. When it returns nil they
// survive the loss of power.
func (c *Catalog) KeepOriginal(sha256 string, content []byte) error {
	path := c.originalPath(sha256)
	if info, err := os.Stat(path); err == nil && info.Size() == int64(len(content)) {
		return nil
	}
	dir := filepath.Dir(path)
	if err := datadir.MakeFolder(dir); err != nil {
		return fmt.Errorf("keep original %s: %w", sha256, err)
	}
	// Written aside and renamed: whoever finds the name finds all the bytes.
	temp, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return fmt.Errorf("keep original %s: %w", sha256, err)
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(content)
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err == nil {
		// The folder's own name as well, which another worker may just have made.
		err = errors.Join(datadir.SyncFolder(dir), datadir.SyncFolder(filepath.Dir(dir)))
	}
	if err != nil {
		return fmt.Errorf("keep original %s: %w", sha256, err)
	}
	return nil
}

// Original opens the original bytes of a statement; the caller closes them.
func (c *Catalog) Original(ctx context.Context, id corpus.ID) (*os.File, corpus.Statement, error) {
	s, err := c.record(ctx, id)
	if err != nil {
		return nil, s, err
	}
	f, err := c.openOriginal(ctx, s.Origin.SHA256)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, s, corpus.ErrNotFound.Errorf("the original of %s is not in the catalogue", id)
	}
	if err != nil {
		return nil, s, fmt.Errorf("open the original of %s: %w", id, err)
	}
	return f, s, nil
}

// OriginalBytes are the original bytes of that SHA-256 (hex).
func (c *Catalog) OriginalBytes(sha256 string) ([]byte, error) {
	return os.ReadFile(c.originalPath(sha256))
}

// openOriginal opens a file of original bytes. While the whole folder of them is
// just being replaced by a restored one, it waits.
func (c *Catalog) openOriginal(ctx context.Context, sha256 string) (*os.File, error) {
	for deadline := time.Now().Add(datadir.ReopenTimeout); ; {
		f, err := os.Open(c.originalPath(sha256))
		if err == nil || time.Now().After(deadline) {
			return f, err
		}
		if _, replaced := os.Stat(filepath.Join(c.dir, dirOriginals)); !errors.Is(replaced, fs.ErrNotExist) {
			// It may have come back between the two looks.
			return os.Open(c.originalPath(sha256))
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
}

// originalPath is where the bytes of that hash are. What is no hash, in a
// catalogue that somebody has tampered with, leads to no file.
func (c *Catalog) originalPath(sha256 string) string {
	if len(sha256) != 64 || strings.Trim(sha256, "0123456789abcdef") != "" {
		return filepath.Join(c.dir, dirOriginals, "none")
	}
	return filepath.Join(c.dir, dirOriginals, sha256[:2], sha256)
}
