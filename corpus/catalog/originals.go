package catalog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
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
func (c *Catalog) KeepOriginal(sum string, content []byte) error {
	path := c.originalPath(sum)
	if f, err := c.openProven(sum); err == nil {
		return f.Close()
	}
	dir := filepath.Dir(path)
	if err := datadir.MakeFolder(dir); err != nil {
		return fmt.Errorf("store original %s: %w", sum, err)
	}
	// Written to a temporary file and renamed, so that a name never stands for half of the bytes.
	temp, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return fmt.Errorf("store original %s: %w", sum, err)
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
		return fmt.Errorf("store original %s: %w", sum, err)
	}
	return nil
}

// Original opens the original bytes of a statement; the caller closes them. Bytes
// that are no longer those that were kept, or something else in their place, give
// an error of kind corpus.ErrDamaged.
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
func (c *Catalog) OriginalBytes(sum string) ([]byte, error) {
	f, err := c.openProven(sum)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// identity is by what a file is known again as the one that was looked at.
type identity struct {
	size    int64
	changed time.Time
	info    fs.FileInfo
}

func (i identity) is(now fs.FileInfo) bool {
	return i.size == now.Size() && i.changed.Equal(now.ModTime()) && os.SameFile(i.info, now)
}

// openProven opens a file of original bytes that are those of its name. They are
// read and summed when they are first asked for, and when the file has changed
// since: a service that was started has seen what it hands on.
func (c *Catalog) openProven(sum string) (_ *os.File, err error) {
	f, err := datadir.OpenRegular(c.originalPath(sum))
	if errors.Is(err, datadir.ErrNotRegular) {
		c.damaged.Store(sum, struct{}{})
		return nil, corpus.ErrDamaged.Errorf("the original %s is damaged: %w", sum, err)
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if seen, ok := c.proven.Load(sum); ok && seen.(identity).is(info) {
		return f, nil
	}
	digest := sha256.New()
	if _, err := io.Copy(digest, f); err != nil {
		return nil, err
	}
	if hex.EncodeToString(digest.Sum(nil)) != sum {
		c.damaged.Store(sum, struct{}{})
		return nil, corpus.ErrDamaged.Errorf("the original %s is damaged: run `rostrum verify` to check for other damage", sum)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	c.proven.Store(sum, identity{info.Size(), info.ModTime(), info})
	c.damaged.Delete(sum)
	return f, nil
}

// DamagedOriginals tells whether an original that was asked for is damaged, and
// still is.
func (c *Catalog) DamagedOriginals() bool {
	is := false
	c.damaged.Range(func(sum, _ any) bool {
		f, err := c.openProven(sum.(string))
		if err == nil {
			_ = f.Close()
			return true
		}
		is = errors.Is(err, corpus.ErrDamaged)
		if !is { // it was taken down, or away, which is told otherwise
			c.damaged.Delete(sum)
		}
		return !is
	})
	return is
}

// openOriginal opens a file of original bytes. While the whole folder of them is
// just being replaced by a restored one, it waits.
func (c *Catalog) openOriginal(ctx context.Context, sum string) (*os.File, error) {
	for deadline := time.Now().Add(datadir.ReopenTimeout); ; {
		f, err := c.openProven(sum)
		if !errors.Is(err, fs.ErrNotExist) || time.Now().After(deadline) {
			return f, err
		}
		if _, replaced := os.Stat(filepath.Join(c.dir, dirOriginals)); !errors.Is(replaced, fs.ErrNotExist) {
			// It may have come back between the two looks.
			return c.openProven(sum)
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
func (c *Catalog) originalPath(sum string) string {
	if len(sum) != 64 || strings.Trim(sum, "0123456789abcdef") != "" {
		return filepath.Join(c.dir, dirOriginals, "none")
	}
	return filepath.Join(c.dir, dirOriginals, sum[:2], sum)
}
