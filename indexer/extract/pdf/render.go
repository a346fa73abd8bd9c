package pdf

import (
	"image"
	"math"

	"rostrum/corpus"
	"rostrum/indexer/extract/pdf/pdfium"
)

const (
	// maxPixels bounds a picture that is read by OCR: an A4 page at 600 dpi has 35 million.
	maxPixels = 40_000_000

	bitmapGray   = 1 // FPDFBitmap_Gray
	bitmapBGRx   = 3 // FPDFBitmap_BGRx
	drawAnnots   = 0x01
	drawGray     = 0x08
	pointsAnInch = 72
)

// canvas is a page drawn by PDFium, valid until the next call.
type canvas struct {
	width, height int
	stride        int
	rows          []byte
}

// Render draws page number (from 1) in shades of grey, its annotations and
// form fields with it. A page too large for the resolution is drawn at a lower one.
func (d *Document) Render(number, dpi int) (_ *image.Gray, err error) {
	defer pdfium.Guard(&err)
	var img *image.Gray
	scale := float64(dpi) / pointsAnInch
	err = d.draw(number, bitmapGray, drawAnnots|drawGray, func(float64) float64 { return scale }, maxPixels, func(c canvas) {
		img = image.NewGray(image.Rect(0, 0, c.width, c.height))
		for y := range c.height {
			copy(img.Pix[y*c.width:(y+1)*c.width], c.rows[y*c.stride:])
		}
	})
	return img, err
}

// draw draws a page and lends what came out to use. The scale, in pixels a
// point, follows from the page's width.
func (d *Document) draw(number int, format, flags uint64, scale func(width float64) float64, most float64, use func(canvas)) error {
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
	w, h, err := pixels(float64(width), float64(height), scale(float64(width)), most)
	if err != nil {
		return err
	}
	bitmap, err := g.Handle("FPDFBitmap_CreateEx", uint64(w), uint64(h), format, 0, 0)
	if err != nil {
		return err
	}
	if bitmap == 0 {
		return corpus.ErrOverLimit.Errorf("no room for a picture of %d by %d", w, h)
	}
	defer func() { _, _ = g.Call("FPDFBitmap_Destroy", bitmap) }()
	if _, err := g.Call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(w), uint64(h), 0xFFFFFFFF); err != nil {
		return err
	}
	if _, err := g.Call("FPDF_RenderPageBitmap", bitmap, page, 0, 0, uint64(w), uint64(h), 0, flags); err != nil {
		return err
	}
	stride, err := g.Number("FPDFBitmap_GetStride", bitmap)
	if err != nil {
		return err
	}
	buffer, err := g.Handle("FPDFBitmap_GetBuffer", bitmap)
	if err != nil {
		return err
	}
	rows, ok := g.Read(uint32(buffer), uint32(stride*h))
	if !ok || stride < w || format == bitmapBGRx && stride < 4*w {
		return corpus.ErrNotText.Errorf("the picture is damaged")
	}
	use(canvas{w, h, stride, rows})
	return nil
}

// pixels is the size of a picture of a page, of the given number of pixels at most.
func pixels(width, height, scale, most float64) (w, h int, err error) {
	area := width * height
	if !(area >= 1) || math.IsInf(area, 0) || !(scale > 0) {
		return 0, 0, corpus.ErrNotText.Errorf("a page of %v by %v points", width, height)
	}
	if area*scale*scale > most {
		scale = math.Sqrt(most / area)
	}
	w, h = int(width*scale+0.5), int(height*scale+0.5)
	if w < 1 || h < 1 {
		return 0, 0, corpus.ErrNotText.Errorf("a page of %v by %v points", width, height)
	}
	return w, h, nil
}
