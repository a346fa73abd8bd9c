package pdf

import (
	"errors"
	"fmt"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"rostrum/corpus"
)

// Document is an open PDF file.
type Document struct {
	instance pdfium.Pdfium
	ref      references.FPDF_DOCUMENT
	pages    int
}

// Open opens a PDF file. A file that needs a password is refused with
// corpus.ErrNotText; the empty password is tried by PDFium itself.
func (e *Engine) Open(b []byte) (_ *Document, err error) {
	defer guard(&err)
	instance, err := e.instance()
	if err != nil {
		return nil, fmt.Errorf("open PDF: %w", err)
	}
	d := &Document{instance: instance}
	defer func() {
		if err != nil {
			d.Close()
		}
	}()
	opened, err := instance.OpenDocument(&requests.OpenDocument{File: &b})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return nil, fmt.Errorf("the file is encrypted and needs a password: %w", corpus.ErrNotText)
	case errors.Is(err, pdfiumerrors.ErrSecurity):
		return nil, fmt.Errorf("the file is encrypted in a way that is not known: %w", corpus.ErrNotText)
	case errors.Is(err, pdfiumerrors.ErrFormat), errors.Is(err, pdfiumerrors.ErrFile):
		return nil, fmt.Errorf("the file is too damaged to open: %w", corpus.ErrNotText)
	case err != nil:
		return nil, fmt.Errorf("open PDF: %w", err)
	}
	d.ref = opened.Document
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
	if err != nil {
		return nil, fmt.Errorf("count pages: %w", err)
	}
	d.pages = count.PageCount
	return d, nil
}

// Close frees what PDFium holds of the file.
func (d *Document) Close() (err error) {
	defer guard(&err)
	return d.instance.Close()
}

// Text reads the text layer of all pages, or of as many as there is time for.
func (d *Document) Text(deadline time.Time) (_ corpus.Text, err error) {
	defer guard(&err)
	text := corpus.Text{Properties: d.properties()}
	var raw []rawPage
	for i := range d.pages {
		if i > 0 && time.Now().After(deadline) {
			text.Status = corpus.StatusPartial
			text.Reason = fmt.Sprintf("reading stopped at page %d of %d when its time was up", i, d.pages)
			break
		}
		p, err := d.rawPage(i)
		if err != nil {
			text.Warnings = append(text.Warnings, fmt.Sprintf("page %d: %v", i+1, err))
			text.Status = corpus.StatusPartial
			text.Reason = "some pages could not be read"
		}
		raw = append(raw, p)
	}
	text.Pages = layout(raw)
	for i := range text.Pages {
		text.Pages[i].Label = d.label(i)
	}
	return text, nil
}
