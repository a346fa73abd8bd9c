// Package source names the documents of a run: those of a folder, a single
// file, or the rows of a catalogue. It reads names and what people said of
// them, never the documents themselves.
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

// Source yields the documents it knows of. An error beside an item concerns
// that item alone; the items after it are still yielded.
type Source interface {
	// Name is the same on every run; statements are pruned by it.
	Name() string
	// Len is how many documents there are.
	Len() int
	// Warnings are sentences for the person who wrote the source.
	Warnings() []string
	Items(context.Context) iter.Seq2[corpus.Item, error]
}

// Open finds out what kind of source the argument of a command is: an existing
// folder, a catalogue (.csv, .yaml, .yml, .jsonl), any other file, or the
// http(s) address of one document. An error wraps corpus.ErrInvalid and says
// what to do.
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
	item.Source, item.Folder = path, "" // whoever names a link means what it leads to
	given, notes, err := readSidecar(os.Stat, os.Open, path)
	if err != nil {
		return nil, err
	}
	item.Given, item.Notes = given, notes
	return &list{name: path, items: []entry{{item: item}}}, nil
}

// IsAddress tells whether a source or a catalogue cell is an http(s) address.
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

// fileItem names the file rel (with slashes) in the folder root. The key holds
// the folder's own name but not where the folder is, so that ids survive a move.
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

// list is a source whose documents are all known when it is opened.
type list struct {
	name     string
	items    []entry
	warnings []string
}

func (l *list) Name() string       { return l.name }
func (l *list) Len() int           { return len(l.items) }
func (l *list) Warnings() []string { return l.warnings }

// Absence of a document means nothing while a row or a folder cannot be read
// that may name it.
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
