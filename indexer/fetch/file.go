// Package fetch gets the bytes of documents: from files on this machine, or politely
// from web servers.
package fetch

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
	"syscall"
	"time"

	"rostrum/corpus"
)

// DefaultMaxBytes limits one document, in bytes. The largest public statement seen is
// a scan of 40 MB.
const DefaultMaxBytes = 256 << 20

// File reads a document from a local file of at most maxBytes bytes. Its errors are
// messages for the person who named the file.
func File(ctx context.Context, item corpus.Item, maxBytes int64) (corpus.Document, error) {
	doc := corpus.Document{Item: item}
	if err := ctx.Err(); err != nil {
		return doc, err
	}
	f, err := open(item)
	switch {
	case err != nil && leadsOut(item):
		return doc, corpus.ErrInvalid.Errorf("it is a link that leads out of the folder: put the file itself there, or name it as a source of its own")
	case errors.Is(err, fs.ErrNotExist):
		return doc, corpus.ErrNotFound.Errorf("there is no such file: correct its name, or put it there")
	case errors.Is(err, fs.ErrPermission):
		return doc, errors.New("the file may not be read by this user: change its permissions")
	case err != nil:
		return doc, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return doc, err
	}
	switch {
	case info.IsDir():
		return doc, corpus.ErrInvalid.Errorf("it is a folder, not a file")
	case !info.Mode().IsRegular():
		return doc, corpus.ErrInvalid.Errorf("it is not a regular file")
	case info.Size() > maxBytes:
		return doc, corpus.ErrOverLimit.Errorf("the file has %d MB, allowed are %d", info.Size()>>20, maxBytes>>20)
	}
	return stream(doc, f, info.ModTime(), maxBytes)
}

// open opens a file through its folder, so that no link in its path leads out of it.
// Opening a pipe does not block.
func open(item corpus.Item) (*os.File, error) {
	const flags = os.O_RDONLY | syscall.O_NONBLOCK
	if item.Folder == "" {
		return os.OpenFile(item.Location, flags, 0)
	}
	root, err := os.OpenRoot(item.Folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	inside, err := filepath.Rel(item.Folder, item.Location)
	if err != nil {
		return nil, err
	}
	return root.OpenFile(inside, flags, 0)
}

// leadsOut reports whether the file exists, but is reached by a link that leads out
// of its folder.
func leadsOut(item corpus.Item) bool {
	if item.Folder == "" {
		return false
	}
	folder, err := filepath.EvalSymlinks(item.Folder)
	if err != nil {
		return false
	}
	file, err := filepath.EvalSymlinks(item.Location)
	if err != nil {
		return false
	}
	inside, err := filepath.Rel(folder, file)
	return err != nil || !filepath.IsLocal(inside)
}

// Stream reads a document from r, up to maxBytes bytes.
func Stream(item corpus.Item, r io.Reader, maxBytes int64) (corpus.Document, error) {
	return stream(corpus.Document{Item: item}, r, time.Now(), maxBytes)
}

func stream(doc corpus.Document, r io.Reader, at time.Time, maxBytes int64) (corpus.Document, error) {
	var err error
	// One byte more than allowed detects endless input, and files that have grown
	// since their size was checked.
	doc.Bytes, err = io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return doc, fmt.Errorf("read: %w", err)
	}
	if int64(len(doc.Bytes)) > maxBytes {
		return doc, corpus.ErrOverLimit.Errorf("it goes on past %d MB", maxBytes>>20)
	}
	seal(&doc, at)
	return doc, nil
}

// seal sets digest and retrieval time of a document.
func seal(doc *corpus.Document, at time.Time) {
	sum := sha256.Sum256(doc.Bytes)
	doc.SHA256, doc.RetrievedAt = hex.EncodeToString(sum[:]), at.UTC().Truncate(time.Second)
}
