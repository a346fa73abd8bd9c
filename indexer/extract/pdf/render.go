package pdf

import (
	"errors"
	"image"

	"rostrum/corpus"
	"rostrum/indexer/extract/pdf/pdfium"
)

const (
	// maxPixels bounds a picture that is read by OCR: an A4 page at 600 dpi has 35 million.
	maxPixels = 40_000_000

	pointsAnInch = 72
)

// Render draws page number (from 1) in shades of grey, its annotations and
// form fields with it. A page too large for the resolution is drawn at a lower one.
func (d *Document) Render(number, dpi int) (_ *image.Gray, err error) {
	defer pdfium.Guard(&err)
	var img *image.Gray
	scale := float64(dpi) / pointsAnInch
	err = d.draw(number, pdfium.Gray, pdfium.DrawAnnotations|pdfium.DrawGray, func(float64) float64 { return scale }, maxPixels, func(b pdfium.Bitmap) {
		img = b.Grey()
	})
	return img, err
}

// draw draws a page and lends what came out to use. The scale, in pixels a
// point, follows from the page's width.
func (d *Document) draw(number int, format pdfium.Format, flags uint64, scale func(width float64) float64, most float64, use func(pdfium.Bitmap)) error {
	at, index, err := d.find(number)
	if err != nil {
		return err
	}
	if err := d.use(at); err != nil {
		return err
	}
	g := d.g
	page, err := g.Handle("FPDF_LoadPage", d.doc, uint64(index))
	if err != nil {
		return err
	}
	if page == 0 {
		return corpus.ErrNotText.Errorf("it is damaged")
	}
	defer func() { _, _ = g.Call("FPDF_ClosePage", page) }()
	width, err := g.Float("FPDF_GetPageWidthF", page)
	if err != nil {
		return err
	}
	height, err := g.Float("FPDF_GetPageHeightF", page)
	if err != nil {
		return err
	}
	w, h, err := pdfium.Fit(float64(width), float64(height), scale(float64(width)), most)
	if err != nil {
		return err
	}
	err = g.Draw(page, w, h, format, 0, flags, use)
	if errors.Is(err, pdfium.ErrNoBitmap) {
		return corpus.ErrOverLimit.Errorf("no picture of %d by %d: %w", w, h, err)
	}
	return err
}
