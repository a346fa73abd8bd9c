// Package pdf reads the text of PDF files, and draws their pages, with PDFium.
package pdf

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/pdf/pdfium"
	"rostrum/indexer/extract/pdf/structure"
)

// Document is an open PDF file with the PDF files attached to it, whose pages
// follow its own.
type Document struct {
	engine   *pdfium.Engine
	files    []file
	at       int // the file that is open now
	g        *pdfium.Instance
	doc      uint64 // FPDF_DOCUMENT of that file
	warnings []string
	digits   map[fontKey]*digitFont
}

// Values of FPDF_GetLastError.
const (
	errorPassword = 4
	errorSecurity = 5
)

// ErrEncrypted says that a file cannot be read without its password.
var ErrEncrypted = errors.New("the file is encrypted")

// Open opens a PDF file; the bytes must stay as they are until it is closed.
// A file that can be read without a password, though it is encrypted, is
// opened; one that needs one gives ErrEncrypted; one that is damaged beyond
// opening corpus.ErrNotText.
func Open(engine *pdfium.Engine, b []byte) (_ *Document, err error) {
	defer pdfium.Guard(&err)
	d := &Document{engine: engine, files: []file{{bytes: b}}}
	if err := d.expand(); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// use opens one of the files, in a fresh instance. It does nothing if that
// file is open and its instance is sound.
func (d *Document) use(at int) error {
	if d.g != nil && d.at == at && !d.g.Broken() && d.doc != 0 {
		return nil
	}
	err := d.Close()
	if err != nil {
		return err
	}
	d.at = at
	f := &d.files[at]
	if d.g, err = d.engine.Start(); err != nil {
		return fmt.Errorf("open PDF: %w", err)
	}
	if err := d.load(f); !errors.Is(err, corpus.ErrNotText) || f.rescued {
		return err
	}
	mended, ok := structure.Repair(f.bytes)
	if !ok {
		return corpus.ErrNotText.Errorf("the file is too damaged to open")
	}
	*f = file{bytes: mended, name: f.name, depth: f.depth, rescued: true}
	return d.use(at)
}

// load loads a file into the instance.
func (d *Document) load(f *file) error {
	data, err := d.g.Put(f.bytes)
	if err != nil {
		return corpus.ErrOverLimit.Errorf("open PDF of %d bytes: %w", len(f.bytes), err)
	}
	if d.doc, err = d.g.Handle("FPDF_LoadMemDocument", uint64(data), uint64(len(f.bytes)), 0); err != nil {
		return corpus.ErrOverLimit.Errorf("open PDF: %w", err)
	}
	if d.doc == 0 {
		return d.refusal()
	}
	if f.pages, err = d.g.Number("FPDF_GetPageCount", d.doc); err != nil {
		return fmt.Errorf("count pages: %w", err)
	}
	if f.pages == 0 {
		return corpus.ErrNotText.Errorf("the file has no pages")
	}
	sound, err := d.g.Number("FPDF_DocumentHasValidCrossReferenceTable", d.doc)
	f.sound, f.whole = sound != 0 && !f.rescued, endsWhole(f.bytes) && !f.rescued
	return err
}

// refusal says why PDFium did not open a file.
func (d *Document) refusal() error {
	code, err := d.g.Number("FPDF_GetLastError")
	switch {
	case err != nil:
		return fmt.Errorf("open PDF: %w", err)
	case code == errorPassword:
		return fmt.Errorf("%w and needs a password", ErrEncrypted)
	case code == errorSecurity:
		return fmt.Errorf("%w in a way that is not known", ErrEncrypted)
	}
	return corpus.ErrNotText.Errorf("the file is too damaged to open")
}

// Close frees all that PDFium holds of the file: its whole instance goes.
func (d *Document) Close() (err error) {
	defer pdfium.Guard(&err)
	if d.g == nil {
		return nil
	}
	err = d.g.Close()
	d.g = nil
	return err
}

// Broken tells that PDFium gave up on the file and was not started again.
func (d *Document) Broken() bool { return d.g == nil || d.g.Broken() }

// Reading is what was read of a file.
type Reading struct {
	Text     corpus.Text
	Pictures []Picture // the pages that are pictures, but for a few words
	Blank    []int     // numbers of the pages with nothing on them at all
	Damaged  []int     // numbers of the pages whose fonts do not name some of their letters
}

// Picture is a page that is a picture.
type Picture struct {
	Page int `json:"page"`          // number
	DPI  int `json:"dpi,omitempty"` // its resolution; 0 if unknown
}

// maxTraps is how often reading goes on with a fresh instance after PDFium
// gave up on a page.
const maxTraps = 3

// Text reads the text layer of all pages, or of as many as can be read until
// the time is up.
func (d *Document) Text(timeUp func() bool) (_ Reading, err error) {
	defer pdfium.Guard(&err)
	r := reader{document: d, timeUp: timeUp}
	for i := range d.files {
		if d.files[i].pages == 0 && i > 0 {
			continue
		}
		if err := d.use(i); err != nil {
			return Reading{}, err
		}
		if i == 0 {
			r.properties = d.properties()
			if form, err := d.g.Number("FPDF_GetFormType", d.doc); err == nil {
				r.form = form
			}
		}
		if !r.read(i) {
			break
		}
	}
	return r.reading(), nil
}

// reader gathers the pages of a document.
type reader struct {
	document   *Document
	timeUp     func() bool
	properties corpus.Properties
	form       int // of the file: of fields, of XFA
	raw        []rawPage
	labels     []string
	methods    []corpus.TextMethod
	traps      int
	failed     []string // what went wrong with single pages
	reason     string   // why reading stopped before the end
}

// read reads the pages of the current file and tells whether to go on.
func (r *reader) read(at int) bool {
	d := r.document
	f := d.files[at]
	method := corpus.MethodTextLayer
	if !f.sound || !f.whole {
		method = corpus.MethodRescued
	}
	for i := range f.pages {
		number := len(r.raw) + 1
		if i%8 == 7 && r.timeUp() {
			r.reason = fmt.Sprintf("reading stopped before page %d of %d when its time was up", number, d.total())
			return false
		}
		p, err := d.rawPage(i)
		p.number = number
		label := d.label(i)
		if f.name != "" {
			label = strings.TrimSpace(f.name + " " + label)
		}
		r.raw, r.labels, r.methods = append(r.raw, p), append(r.labels, label), append(r.methods, method)
		if err == nil {
			continue
		}
		r.failed = append(r.failed, fmt.Sprintf("page %d: %v", number, err))
		if !d.g.Broken() {
			continue
		}
		if r.traps++; r.traps > maxTraps {
			r.reason = fmt.Sprintf("reading stopped at page %d of %d, after which nothing could be read", number, d.total())
			return false
		}
		if err := d.use(at); err != nil {
			r.reason = fmt.Sprintf("reading stopped at page %d of %d: %v", number, d.total(), err)
			return false
		}
	}
	return true
}

// placeholder tells a file whose text is in a form that only some programs show,
// with a page for the others that says so.
func (r *reader) placeholder(pages []corpus.Page) bool {
	if r.form != formXFA && r.form != formXFAForeground || len(pages) != 1 {
		return false
	}
	return len(pages[0].Text) < maxPlaceholder
}

// Values of FPDF_GetFormType.
const (
	formXFA           = 2
	formXFAForeground = 3
)

// maxPlaceholder is the length in bytes of the longest of pages that say no
// more than that the file needs another program.
const maxPlaceholder = 1200

// maxUnseen is how many words may be hidden without a word of warning.
const maxUnseen = 5

// unseen warns of what was left out because it is no part of the statement.
func (r *reader) unseen() (warnings []string) {
	words, comments, digits := 0, 0, 0
	var pages []string
	for _, p := range r.raw {
		comments += p.comments
		digits += p.renamed
		if words += p.unseen; p.unseen > 0 {
			pages = append(pages, strconv.Itoa(p.number))
		}
	}
	if words > maxUnseen {
		warnings = append(warnings, fmt.Sprintf("hidden text: %d words that nobody sees on the page are left out (page %s)", words, strings.Join(pages[:min(len(pages), 10)], ", ")))
	}
	if digits > 0 {
		warnings = append(warnings, fmt.Sprintf("fonts that name digits wrongly: %d digits were read from the drawn page", digits))
	}
	warnings = append(warnings, r.differences()...)
	if comments > 0 {
		warnings = append(warnings, fmt.Sprintf("comments of reviewers are left out: %d", comments))
	}
	return warnings
}

// differences warns of words that the file says stand for others.
func (r *reader) differences() (warnings []string) {
	for _, p := range r.raw {
		for _, f := range p.differ {
			if len(warnings) == maxDifferences {
				return append(warnings, "printed and hidden text differ in more places")
			}
			warnings = append(warnings, fmt.Sprintf("printed and hidden text differ: page %d has %q, for which the file says %q", p.number, short(f.printed), short(f.hidden)))
		}
	}
	return warnings
}

const (
	maxDifferences = 5
	maxDifference  = 80 // bytes of what is told
)

func short(s string) string {
	if len(s) <= maxDifference {
		return s
	}
	return strings.ToValidUTF8(s[:maxDifference], "") + "…"
}

func (r *reader) reading() Reading {
	var out Reading
	d := r.document
	pages := make([]layout.Page, len(r.raw))
	rows := make([][][]char, len(r.raw))
	var turned [][]char // all rows of pages that run from right to left
	for i, p := range r.raw {
		if rows[i] = p.rows(); p.rtl {
			turned = append(turned, rows[i]...)
		}
	}
	script := scriptOf(turned)
	for i, p := range r.raw {
		switch {
		case p.picture:
			out.Pictures = append(out.Pictures, Picture{p.number, p.dpi})
		case p.blank:
			out.Blank = append(out.Blank, p.number)
		}
		if p.broken {
			out.Damaged = append(out.Damaged, p.number)
		}
		pages[i] = layout.Page{Number: p.number, Width: p.width, Height: p.height, Lines: append(script.lines(rows[i]), noteLines(p.notes)...)}
	}
	text := &out.Text
	text.Properties = r.properties
	if heads := layout.Heads(pages); len(heads) > 0 {
		if text.Properties.Other == nil {
			text.Properties.Other = map[string]string{}
		}
		text.Properties.Other["running_heads"] = strings.Join(heads, "\n")
	}
	text.Pages = layout.Pages(pages)
	for i := range text.Pages {
		text.Pages[i].Label, text.Pages[i].Method = r.labels[i], r.methods[i]
		if held := r.raw[i].pose; held.turned {
			asItIs(&text.Pages[i], held)
		}
	}
	text.Warnings = append(append(d.warnings, r.failed...), r.unseen()...)
	switch {
	case r.placeholder(text.Pages):
		text.Status, text.Reason = corpus.StatusSuspect, "its text is in an XFA form, which is not read; print it to a PDF with a program that shows it"
	case r.reason != "":
		text.Status, text.Reason = corpus.StatusPartial, r.reason
	case len(r.failed) > 0:
		text.Status = corpus.StatusPartial // the reason names the pages
	case !d.files[0].whole:
		text.Status, text.Reason = corpus.StatusPartial, "the file is cut off: what is left of it was read"
	}
	return out
}
