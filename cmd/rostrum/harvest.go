package main

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

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/indexer"
	"rostrum/indexer/infer"
	"rostrum/indexer/listing"
	"rostrum/indexer/source"
)

func harvestCommand(app *app) *cobra.Command {
	var out, base, report string
	cmd := &cobra.Command{
		Use:   "harvest ADDRESS|FILE...",
		Short: "Make a catalogue from a page of links",
		Long: `Read a page that lists documents, HTML or plain text, and write a catalogue in
CSV: one row a document, with the details found on the page, their confidence and
their source text. Translations of one statement share a work. For a folder, read
the pages in it.

Correct the catalogue by hand where it is wrong, then add it with "rostrum index".
A filled cell overrides inference; an empty one is inferred from the document.
Links that were left out are printed on stderr, and with the reason in the report.`,
		Example: `  rostrum harvest https://www.example.org/asp20/statements -o asp20.csv
  rostrum harvest saved-page.html --base https://www.example.org/asp20/ -o asp20.csv
  rostrum index asp20.csv`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError("nothing to harvest: name the address of a page, or a file")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if base != "" && !source.IsAddress(base) {
				return usageError("--base %q is not an http(s) address", base)
			}
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			pages, err := pagesOf(args)
			if err != nil {
				return err
			}
			rows, err := newReport(report)
			if err != nil {
				return err
			}
			h := &harvest{app: app, infer: infer.New(names), base: base, folder: filepath.Dir(out), report: rows, seen: map[string]bool{}}
			err = errors.Join(h.pages(cmd.Context(), pages), rows.close())
			if err != nil {
				return err
			}
			if err := h.write(out); err != nil {
				return err
			}
			h.summary(out, report)
			if h.failed > 0 {
				return &exitError{code: exitSomeFailed}
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "write the catalogue to this file instead of stdout")
	cmd.Flags().StringVar(&base, "base", "", "address that the links of a saved page are relative to")
	cmd.Flags().StringVar(&report, "report", "", "write what became of each link to this file, one JSON object a line")
	return cmd
}

// pagesOf lists the pages that the arguments name, those in folders included.
func pagesOf(args []string) ([]string, error) {
	var pages []string
	for _, arg := range args {
		if source.IsAddress(arg) {
			pages = append(pages, arg)
			continue
		}
		info, err := os.Stat(arg)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, usageError("there is no file or folder %q: check the spelling, or begin an address with https://", arg)
		case err != nil:
			return nil, usageError("%v", err)
		case !info.IsDir():
			pages = append(pages, arg)
			continue
		}
		found, err := pagesIn(arg)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, usageError("the folder %q holds no pages: those are files that end in .html, .htm, .txt or .md", arg)
		}
		pages = append(pages, found...)
	}
	return pages, nil
}

func pagesIn(folder string) ([]string, error) {
	var pages []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			pages = append(pages, path) // to be named among the pages that cannot be read
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

// harvest gathers the documents of some pages.
type harvest struct {
	app    *app
	infer  *infer.Inferrer
	base   string // that the links of files are relative to
	folder string // of the catalogue
	report *report

	entries []listing.Entry
	seen    map[string]bool // the locations of entries
	leftOut []listing.LeftOut
	failed  int
}

// harvestRow is what the report says of a link.
type harvestRow struct {
	Page   string                         `json:"page"`
	Status string                         `json:"status"` // listed, left out or failed
	URL    string                         `json:"url,omitempty"`
	File   string                         `json:"file,omitempty"`
	Text   string                         `json:"text,omitempty"`
	Reason string                         `json:"reason,omitempty"`
	Fields map[corpus.Field]indexer.Value `json:"fields,omitempty"`
}

// pages reads the pages in turn. One that cannot be read is named and does not
// stop the others, unless it is the only one.
func (h *harvest) pages(ctx context.Context, pages []string) error {
	fetcher := newFetcher()
	for _, name := range pages {
		err := h.page(ctx, fetcher, name)
		switch {
		case ctx.Err() != nil:
			return corpus.ErrInterrupted.Errorf("interrupted; no catalogue was written")
		case err != nil && len(pages) == 1:
			return &pageError{name, err}
		case err != nil:
			h.failed++
			reason := sentence(err)
			h.report.write(harvestRow{Page: name, Status: "failed", Reason: reason})
			fmt.Fprintf(h.app.stderr, "failed: %s: %s\n", name, reason)
		}
	}
	if len(h.entries) == 0 {
		return corpus.ErrInvalid.Errorf("no page could be read as a list of documents")
	}
	return nil
}

// pageError is what went wrong with a page, as a sentence that names it.
type pageError struct {
	page string
	err  error
}

func (e *pageError) Error() string { return e.page + ": " + sentence(e.err) }
func (e *pageError) Unwrap() error { return e.err }

func (h *harvest) page(ctx context.Context, fetcher fetcher, name string) error {
	doc, err := fetcher.Fetch(ctx, corpus.Item{Key: name, Location: name, File: name})
	if err != nil {
		return err
	}
	base := name
	if !source.IsAddress(name) && h.base != "" {
		base = h.base
	}
	page, err := listing.Read(bytes.NewReader(doc.Bytes), base)
	for _, l := range page.LeftOut {
		h.leaveOut(name, l)
	}
	if err != nil {
		return err
	}
	for _, item := range page.Items {
		item.Location = h.locate(item.Location, name, page.Address)
		s := h.infer.Statement(item, corpus.Text{})
		if item.Location != "" && h.seen[item.Location] {
			h.leaveOut(name, listing.LeftOut{Text: s.Title, URL: item.Location, Reason: "another page lists the same address"})
			continue
		}
		h.seen[item.Location] = true
		h.entries = append(h.entries, listing.Entry{Item: item, Statement: s})
		row := harvestRow{Page: name, Status: "listed", File: item.Location, Text: s.Title, Fields: indexer.Fields(s)}
		if source.IsAddress(item.Location) {
			row.URL, row.File = item.Location, ""
		}
		h.report.write(row)
	}
	return nil
}

func (h *harvest) leaveOut(page string, l listing.LeftOut) {
	h.leftOut = append(h.leftOut, l)
	h.report.write(harvestRow{Page: page, Status: "left out", URL: l.URL, Text: l.Text, Reason: l.Reason})
}

// locate says where a link leads from the catalogue's folder. A relative link
// of a saved page is a file if there is one, and otherwise belongs to the
// address that the page says it had.
func (h *harvest) locate(link, page, address string) string {
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
	if relative, err := relativeTo(h.folder, path); err == nil && !strings.HasPrefix(u.Path, "/") {
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
