package pdf

import (
	"errors"
	"fmt"
	"time"

	"rostrum/corpus"
	"rostrum/indexer/extract/layout"
)

// Document is an open PDF file.
type Document struct {
	engine *Engine
	bytes  []byte
	g      *guest
	doc    uint64 // FPDF_DOCUMENT
	pages  int
	mended bool // its table of objects was broken and has been rebuilt
}

// Values of FPDF_GetLastError.
const (
	errorPassword = 4
	errorSecurity = 5
)

// Open opens a PDF file; the bytes must stay as they are until it is closed.
// A file that needs a password, or that is damaged beyond opening, is refused
// with corpus.ErrNotText.
func (e *Engine) Open(b []byte) (_ *Document, err error) {
	defer guard(&err)
	d := &Document{engine: e, bytes: b}
	if err := d.open(); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *Document) open() error {
	var err error
	if d.g, err = d.engine.guest(); err != nil {
		return fmt.Errorf("open PDF: %w", err)
	}
	data, err := d.g.put(d.bytes)
	if err != nil {
		return fmt.Errorf("open PDF of %d bytes: %w", len(d.bytes), errors.Join(corpus.ErrOverLimit, err))
	}
	if d.doc, err = d.g.handle("FPDF_LoadMemDocument", uint64(data), uint64(len(d.bytes)), 0); err != nil {
		return fmt.Errorf("open PDF: %w", errors.Join(corpus.ErrOverLimit, err))
	}
	if d.doc == 0 {
		code, err := d.g.number("FPDF_GetLastError")
		switch {
		case err != nil:
			return fmt.Errorf("open PDF: %w", err)
		case code == errorPassword:
			return fmt.Errorf("the file is encrypted and needs a password: %w", corpus.ErrNotText)
		case code == errorSecurity:
			return fmt.Errorf("the file is encrypted in a way that is not known: %w", corpus.ErrNotText)
		}
		return fmt.Errorf("the file is too damaged to open: %w", corpus.ErrNotText)
	}
	if d.pages, err = d.g.number("FPDF_GetPageCount", d.doc); err != nil {
		return fmt.Errorf("count pages: %w", err)
	}
	valid, err := d.g.number("FPDF_DocumentHasValidCrossReferenceTable", d.doc)
	d.mended = err == nil && valid == 0
	return err
}

// Close frees all that PDFium holds of the file: its whole instance goes.
func (d *Document) Close() (err error) {
	defer guard(&err)
	if d.g == nil {
		return nil
	}
	err = d.g.close()
	d.g = nil
	return err
}

// reopen starts over with a fresh instance.
func (d *Document) reopen() error { return errors.Join(d.Close(), d.open()) }

// maxTraps is how often reading goes on with a fresh instance after PDFium
// gave up on a page.
const maxTraps = 3

// Broken tells that PDFium gave up on the file and was not started again.
func (d *Document) Broken() bool { return d.g == nil || d.g.broken != nil }

// Picture is a page that is a picture.
type Picture struct {
	Page int `json:"page"`          // number
	DPI  int `json:"dpi,omitempty"` // its resolution; 0 if unknown
}

// Reading is what was read of a file.
type Reading struct {
	Text     corpus.Text
	Pictures []Picture // the pages that are pictures, but for a few words
}

// Text reads the text layer of all pages, or of as many as there is time for.
func (d *Document) Text(deadline time.Time) (_ Reading, err error) {
	defer guard(&err)
	var out Reading
	text := &out.Text
	text.Properties = d.properties()
	raw := make([]rawPage, 0, min(d.pages, 1000))
	traps := 0
	for i := range d.pages {
		if i > 0 && time.Now().After(deadline) {
			text.Status = corpus.StatusPartial
			text.Reason = fmt.Sprintf("reading stopped before page %d of %d when its time was up", i+1, d.pages)
			break
		}
		p, err := d.rawPage(i)
		raw = append(raw, p)
		if err == nil {
			continue
		}
		text.Warnings = append(text.Warnings, fmt.Sprintf("page %d: %v", i+1, err))
		text.Status, text.Reason = corpus.StatusPartial, "some pages could not be read"
		if d.g.broken == nil {
			continue
		}
		if traps++; traps > maxTraps {
			text.Reason = fmt.Sprintf("reading stopped at page %d of %d, where PDFium gave up once too often", i+1, d.pages)
			break
		}
		if err := d.reopen(); err != nil {
			return out, err
		}
	}
	pages := make([]layout.Page, len(raw))
	for i, p := range raw {
		if p.picture {
			out.Pictures = append(out.Pictures, Picture{p.number, p.dpi})
		}
		pages[i] = layout.Page{Number: p.number, Width: p.width, Height: p.height, Lines: lines(p)}
	}
	text.Pages = layout.Pages(pages)
	for i := range text.Pages {
		text.Pages[i].Method = corpus.MethodTextLayer
		text.Pages[i].Label = d.label(i)
		if d.mended {
			text.Pages[i].Method = corpus.MethodRescued
		}
	}
	return out, nil
}
