package source

import (
	"bytes"
	"context"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"

	"rostrum/corpus"
)

// Web reads pages for sources on the web.
type Web interface {
	// Fetch gets a page. Its error wraps corpus.ErrNotFound if the server has no such
	// page, and corpus.ErrRefused if access is denied.
	Fetch(context.Context, corpus.Item) (corpus.Document, error)
	// Allowed returns an error wrapping corpus.ErrRefused if robots.txt disallows an
	// address.
	Allowed(ctx context.Context, address string) error
}

// ReadListing reads the entries of a listing page, from its address or a file: each
// document with the text around its link.
type ReadListing func(page io.Reader, base string) ([]corpus.Item, error)

// Open opens the source. If that fails, it returns a source that yields the error, so
// that documents listed in earlier runs are marked as stale.
func (e *Entry) Open(web Web, list ReadListing) Source {
	var s Source
	var err error
	switch e.Kind {
	case KindSite:
		s = &site{entry: e, web: web, list: list}
	case KindListing:
		s = &page{entry: e, web: web, list: list}
	default:
		s, err = e.openPath()
	}
	if err != nil {
		s = &brokenSource{name: e.Path, err: err}
	}
	return &described{Source: s, given: e.Given, withheld: e.Withheld}
}

func (e *Entry) openPath() (Source, error) {
	info, err := os.Stat(e.Path)
	if err != nil {
		return Open(e.Path) // its errors say what is wrong
	}
	if info.IsDir() != (e.Kind == KindFolder) {
		return nil, corpus.ErrInvalid.Errorf("%q is not a %s", e.Path, e.Kind)
	}
	if e.Kind != KindCatalogue {
		return Open(e.Path)
	}
	s, err := OpenCatalogue(e.Path)
	if err != nil {
		return nil, err
	}
	// Listing an address in a catalogue allows its host.
	for item, err := range s.Items(context.Background()) {
		if err == nil && IsAddress(item.Location) {
			e.allowHostOf(item.Location)
		}
	}
	return s, nil
}

// described adds the values that hold for all documents of a source.
type described struct {
	Source
	given    corpus.Given
	withheld bool
}

func (d *described) Items(ctx context.Context) iter.Seq2[corpus.Item, error] {
	return func(yield func(corpus.Item, error) bool) {
		for item, err := range d.Source.Items(ctx) {
			if len(d.given) > 0 {
				given := maps.Clone(d.given)
				maps.Copy(given, item.Given)
				item.Given = given
			}
			item.Withheld = d.withheld
			if !yield(item, err) {
				return
			}
		}
	}
}

func (d *described) Absence(location string) (Absence, error) {
	if a, ok := d.Source.(Absent); ok {
		return a.Absence(location)
	}
	return Withdrawn, nil
}

// brokenSource is a source that could not be opened.
type brokenSource struct {
	name string
	err  error
}

func (b *brokenSource) Name() string       { return b.name }
func (b *brokenSource) Len() int           { return 0 }
func (b *brokenSource) Warnings() []string { return nil }

func (b *brokenSource) Items(context.Context) iter.Seq2[corpus.Item, error] {
	return func(yield func(corpus.Item, error) bool) {
		yield(corpus.Item{File: b.name, Source: b.name}, b.err)
	}
}

func (b *brokenSource) Absence(string) (Absence, error) { return Unsure, b.err }

// page is a source of one listing page.
type page struct {
	entry    *Entry
	web      Web
	list     ReadListing
	err      error
	warnings []string
}

func (p *page) Name() string       { return p.entry.Name }
func (p *page) Len() int           { return 0 }
func (p *page) Warnings() []string { return p.warnings }

func (p *page) Absence(string) (Absence, error) {
	if p.err != nil {
		return Unsure, p.err
	}
	return Withdrawn, nil
}

func (p *page) Items(ctx context.Context) iter.Seq2[corpus.Item, error] {
	return func(yield func(corpus.Item, error) bool) {
		items, base, err := p.read(ctx)
		if err != nil {
			p.err = err
			yield(corpus.Item{File: base, Source: p.Name()}, err)
			return
		}
		outside := map[string]int{}
		for _, item := range items {
			item, host, err := p.settle(item)
			if host != "" {
				outside[host]++
				continue
			}
			if item.Location == "" && err == nil {
				continue // an entry without a link
			}
			if !yield(item, err) {
				return
			}
		}
		p.warnings = warnOutside(p.Name(), outside)
	}
}

func (p *page) read(ctx context.Context) (items []corpus.Item, base string, err error) {
	if p.entry.Path != "" {
		f, err := os.Open(p.entry.Path)
		if err != nil {
			return nil, p.entry.Path, corpus.ErrInvalid.Errorf("%w", err)
		}
		defer f.Close()
		items, err = p.list(f, p.entry.Path)
		return items, p.entry.Path, err
	}
	address := p.entry.Addresses[0]
	doc, err := p.web.Fetch(ctx, corpus.Item{Key: address, Location: address, File: address, Source: p.Name()})
	if err != nil {
		return nil, address, err
	}
	items, err = p.list(bytes.NewReader(doc.Bytes), doc.Address)
	return items, address, err
}

// settle resolves the location of an entry: an allowed address, or a file next to the
// page. outside is the host of an address that is not allowed.
func (p *page) settle(item corpus.Item) (_ corpus.Item, outside string, err error) {
	item.Source = p.Name()
	if !IsAddress(item.Location) {
		name := filepath.FromSlash(item.Location)
		if p.entry.Path == "" || !filepath.IsLocal(name) {
			item.Location = ""
			return item, "", nil
		}
		beside := fileItem(filepath.Dir(p.entry.Path), item.Location)
		item.Key, item.Location, item.Folder, item.File = beside.Key, beside.Location, beside.Folder, beside.File
		return item, "", nil
	}
	u, err := tidyAddress(item.Location)
	if err != nil {
		return corpus.Item{File: item.Location, Source: item.Source}, "", corpus.ErrInvalid.Errorf("%w", err)
	}
	if p.entry.Scope.Check(u) != nil {
		return item, u.Host, nil
	}
	item.Key, item.Location, item.File = u.String(), u.String(), u.String()
	return item, "", nil
}
