package indexer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/listing"
	"rostrum/indexer/source"
)

// Harvester makes a catalogue of the documents that listing pages link to. Fetcher
// and Infer are required.
type Harvester struct {
	Fetcher Fetcher
	// Infer infers the fields of a document from its entry on the page.
	Infer func(corpus.Item, corpus.Text) corpus.Statement
	// Base is the address that links of saved pages are relative to; "" uses the
	// address named in the page.
	Base string
	// Folder is the folder of the catalogue; files are named relative to it.
	Folder string
	// Progress is called for every link, and for every page that cannot be read.
	Progress func(HarvestRow)
}

// HarvestRow reports on one link, or on a page that could not be read.
type HarvestRow struct {
	Page   string                 `json:"page"`
	Status string                 `json:"status"` // listed, left out or failed
	URL    string                 `json:"url,omitempty"`
	File   string                 `json:"file,omitempty"`
	Text   string                 `json:"text,omitempty"`
	Reason string                 `json:"reason,omitempty"`
	Fields map[corpus.Field]Value `json:"fields,omitempty"`
}

// The statuses of a HarvestRow.
const (
	HarvestListed  = "listed"
	HarvestLeftOut = "left out"
	HarvestFailed  = StatusFailed
)

// Harvest is the content of the pages.
type Harvest struct {
	Entries []listing.Entry
	LeftOut []listing.LeftOut
	Failed  int // pages

	seen map[string]bool // the locations of entries
}

// Run reads the pages one after the other. A page that cannot be read does not stop
// the run, unless it is the only one.
func (h Harvester) Run(ctx context.Context, pages []string) (Harvest, error) {
	out := Harvest{seen: map[string]bool{}}
	for _, name := range pages {
		err := h.page(ctx, name, &out)
		switch {
		case ctx.Err() != nil:
			return out, ctx.Err()
		case err != nil && len(pages) == 1:
			return out, &corpus.Error{Message: name + ": " + err.Error(), Err: err}
		case err != nil:
			out.Failed++
			h.tell(HarvestRow{Page: name, Status: HarvestFailed, Reason: err.Error()})
		}
	}
	if len(out.Entries) == 0 {
		return out, corpus.ErrInvalid.Errorf("no page could be read as a list of documents")
	}
	return out, nil
}

func (h Harvester) tell(row HarvestRow) {
	if h.Progress != nil {
		h.Progress(row)
	}
}

func (h Harvester) page(ctx context.Context, name string, out *Harvest) error {
	doc, err := h.Fetcher.Fetch(ctx, corpus.Item{Key: name, Location: name, File: name})
	if err != nil {
		return err
	}
	base := name
	if !source.IsAddress(name) && h.Base != "" {
		base = h.Base
	}
	leaveOut := func(l listing.LeftOut) {
		out.LeftOut = append(out.LeftOut, l)
		h.tell(HarvestRow{Page: name, Status: HarvestLeftOut, URL: l.URL, Text: l.Text, Reason: l.Reason})
	}
	page, err := listing.Read(bytes.NewReader(doc.Bytes), base)
	for _, l := range page.LeftOut {
		leaveOut(l)
	}
	if err != nil {
		return err
	}
	for _, item := range page.Items {
		item.Location = h.locate(item.Location, name, page.Address)
		s := h.Infer(item, corpus.Text{})
		if item.Location != "" && out.seen[item.Location] {
			leaveOut(listing.LeftOut{Text: s.Title, URL: item.Location, Reason: "another page lists the same address"})
			continue
		}
		out.seen[item.Location] = true
		out.Entries = append(out.Entries, listing.Entry{Item: item, Statement: s})
		row := HarvestRow{Page: name, Status: HarvestListed, File: item.Location, Text: s.Title, Fields: Fields(s)}
		if source.IsAddress(item.Location) {
			row.URL, row.File = item.Location, ""
		}
		h.tell(row)
	}
	return nil
}

// locate returns the target of a link, relative to the catalogue's folder. A relative
// link of a saved page leads to a file if there is one, and is otherwise resolved
// against the address named in the page.
func (h Harvester) locate(link, page, address string) string {
	u, err := url.Parse(link)
	if link == "" || err != nil || u.IsAbs() {
		return link
	}
	path := filepath.Join(filepath.Dir(page), filepath.FromSlash(u.Path))
	if _, err := os.Stat(path); err != nil || strings.HasPrefix(u.Path, "/") {
		if base, err := url.Parse(address); err == nil && address != "" {
			return base.ResolveReference(u).String()
		}
	}
	if relative, err := relativeTo(h.Folder, path); err == nil && !strings.HasPrefix(u.Path, "/") {
		return filepath.ToSlash(relative)
	}
	return link
}

func relativeTo(folder, path string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	if path, err = filepath.Abs(path); err != nil {
		return "", err
	}
	return filepath.Rel(folder, path)
}

// Pages expands names to pages: addresses, files, and folders with the pages in them.
func Pages(names []string) ([]string, error) {
	var pages []string
	for _, name := range names {
		if source.IsAddress(name) {
			if err := source.CheckAddress(name); err != nil {
				return nil, corpus.ErrInvalid.Errorf("the address %s cannot be read: %w", source.ShownAddress(name), err)
			}
			pages = append(pages, name)
			continue
		}
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, corpus.ErrInvalid.Errorf("there is no file or folder %q: check the spelling, or begin an address with https://", source.ShownAddress(name))
		case err != nil:
			return nil, corpus.ErrInvalid.Errorf("%w", err)
		case !info.IsDir():
			pages = append(pages, name)
			continue
		}
		found, err := pagesIn(name)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, corpus.ErrInvalid.Errorf("the folder %q holds no pages: those are files that end in .html, .htm, .txt or .md", name)
		}
		pages = append(pages, found...)
	}
	return pages, nil
}

func pagesIn(folder string) ([]string, error) {
	var pages []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			pages = append(pages, path) // reported later as unreadable
			return fs.SkipDir
		}
		if f, known := corpus.FormatOf(filepath.ToSlash(path)); known && f.Lists() && d.Type().IsRegular() {
			pages = append(pages, path)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the pages of %s: %w", folder, err)
	}
	return pages, nil
}

// Catalogue encodes the harvest as a catalogue in CSV.
func (h Harvest) Catalogue() ([]byte, error) {
	var b bytes.Buffer
	err := listing.WriteCatalogue(&b, h.Entries)
	return b.Bytes(), err
}

// WriteCatalogue writes the catalogue to a file. An existing catalogue may have been
// corrected by hand, so it is not overwritten but renamed, unless it is the same;
// renamed is its new name.
func (h Harvest) WriteCatalogue(path string) (renamed string, err error) {
	content, err := h.Catalogue()
	if err != nil {
		return "", err
	}
	before, err := os.ReadFile(path)
	switch {
	case err == nil && bytes.Equal(before, content):
		return "", nil
	case err == nil:
		if err := os.Rename(path, path+"~"); err != nil {
			return "", err
		}
		renamed = path + "~"
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	return renamed, os.WriteFile(path, content, 0o644)
}

// Review lists what to check before a catalogue is indexed.
type Review struct {
	Works      int
	Unresolved []string // names that no authority file knows
	Nowhere    int      // rows without an address or a file
	Outside    int      // rows that lead out of the catalogue's folder
}

// Review checks the entries.
func (h Harvest) Review() Review {
	works := map[corpus.WorkID]bool{}
	var r Review
	for _, e := range h.Entries {
		works[e.Statement.Work] = true
		r.Unresolved = append(r.Unresolved, listing.Unresolved(e.Statement)...)
		switch at := e.Item.Location; {
		case at == "":
			r.Nowhere++
		case !source.IsAddress(at) && !filepath.IsLocal(filepath.FromSlash(at)):
			r.Outside++
		}
	}
	r.Works = len(works)
	return r
}
