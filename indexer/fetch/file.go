// Package fetch gets the bytes of a document, politely when they are somebody
// else's: from a folder on this machine, or from a web server.
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

// DefaultMaxBytes bounds one document. The largest statement seen in public
// is a scan of 40 MB.
const DefaultMaxBytes = 256 << 20

// File reads a document from this machine. Its errors are sentences for the
// person who named the file.
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

// open opens a file through its folder, so that no link in its path leads out
// of it. It does not wait for whoever may write to a pipe.
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

// leadsOut tells whether it is the way out of the folder that is refused: the
// file is there, but behind a link.
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

// Stream reads a document that somebody hands over.
func Stream(item corpus.Item, r io.Reader, maxBytes int64) (corpus.Document, error) {
	return stream(corpus.Document{Item: item}, r, time.Now(), maxBytes)
}

func stream(doc corpus.Document, r io.Reader, at time.Time, maxBytes int64) (corpus.Document, error) {
	var err error
	// One byte more than allowed shows what has no end, or grew since it was looked at.
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

// seal notes what a document's bytes are, and when they were got.
func seal(doc *corpus.Document, at time.Time) {
	sum := sha256.Sum256(doc.Bytes)
	doc.SHA256, doc.RetrievedAt = hex.EncodeToString(sum[:]), at.UTC().Truncate(time.Second)
}
