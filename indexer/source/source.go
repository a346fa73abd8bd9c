// Package source lists the documents to index: those of a folder, a single file, the
// rows of a catalogue, or the links of web pages. It reads names and descriptions,
// not the documents themselves.
package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rostrum/corpus"
)

// Source lists documents. An error next to an item concerns only that item; the
// following items are still yielded.
type Source interface {
	// Name is the same in every run; pruning compares by it.
	Name() string
	// Len is the number of documents.
	Len() int
	// Warnings are messages for the author of the source.
	Warnings() []string
	Items(context.Context) iter.Seq2[corpus.Item, error]
}

// Open opens a source: an existing folder, a catalogue (.csv, .yaml, .yml, .jsonl),
// any other file, or the http(s) address of one document. Errors wrap
// corpus.ErrInvalid and say what to do.
func Open(arg string) (Source, error) {
	if IsAddress(arg) {
		return openAddress(arg)
	}
	info, err := os.Stat(arg)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, corpus.ErrInvalid.Errorf("there is no folder or file %q: check the spelling, or name one that exists", ShownAddress(arg))
	case errors.Is(err, fs.ErrPermission):
		return nil, corpus.ErrInvalid.Errorf("%q may not be read by this user: change its permissions", arg)
	case err != nil:
		return nil, corpus.ErrInvalid.Errorf("%w", err)
	}
	path, err := filepath.Abs(arg)
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("%w", err)
	}
	if info.IsDir() {
		return openFolder(path)
	}
	if IsCatalogue(path) {
		return OpenCatalogue(path)
	}
	if !info.Mode().IsRegular() {
		return nil, corpus.ErrInvalid.Errorf("%q is neither a folder nor a file", arg)
	}
	item := fileItem(filepath.Dir(path), filepath.Base(path))
	item.Source, item.Folder = path, "" // a link given as argument is followed
	given, notes, err := readSidecar(os.Stat, os.Open, path)
	if err != nil {
		return nil, err
	}
	item.Given, item.Notes = given, notes
	return &list{name: path, items: []entry{{item: item}}}, nil
}

// IsAddress reports whether a source or a catalogue cell is an http(s) address.
func IsAddress(s string) bool {
	lower := strings.ToLower(s)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

func openAddress(arg string) (Source, error) {
	address, err := canonicalAddress(arg)
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("the address %s cannot be read: %w", ShownAddress(arg), err)
	}
	return &list{name: address, items: []entry{{item: corpus.Item{Key: address, Location: address, File: address, Source: address}}}}, nil
}

// fileItem returns the item of the file rel (with slashes) in the folder root. The
// key contains the folder's name but not its path, so that ids survive a move.
func fileItem(root, rel string) corpus.Item {
	return corpus.Item{
		Key:      filepath.Base(root) + "/" + rel,
		Location: filepath.Join(root, filepath.FromSlash(rel)),
		Folder:   root,
		File:     rel,
	}
}

type entry struct {
	item corpus.Item
	err  error
}

// list is a source whose documents are known when it is opened.
type list struct {
	name     string
	items    []entry
	warnings []string
}

func (l *list) Name() string       { return l.name }
func (l *list) Len() int           { return len(l.items) }
func (l *list) Warnings() []string { return l.warnings }

// Absence is Unsure if a row or a folder could not be read: it may list the document.
func (l *list) Absence(string) (Absence, error) {
	for _, e := range l.items {
		if e.err != nil && e.item.Location == "" {
			return Unsure, fmt.Errorf("%s cannot be read as a whole", l.name)
		}
	}
	return Withdrawn, nil
}

func (l *list) Items(ctx context.Context) iter.Seq2[corpus.Item, error] {
	return func(yield func(corpus.Item, error) bool) {
		for e := range slices.Values(l.items) {
			if ctx.Err() != nil || !yield(e.item, e.err) {
				return
			}
		}
	}
}
