package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"

	"rostrum/corpus"
)

const (
	// maxPixels bounds a picture: an A4 page at 600 dpi has 35 million.
	maxPixels = 40_000_000

	bitmapGray = 1 // FPDFBitmap_Gray
	drawAnnots = 0x01
	drawGray   = 0x08
)

// Render draws page number (from 1) in shades of grey, its annotations and
// form fields with it. A page too large for the resolution is drawn at a lower one.
func (d *Document) Render(number, dpi int) (_ *image.Gray, err error) {
	defer guard(&err)
	at, index, err := d.find(number)
	if err != nil {
		return nil, err
	}
	if err := d.use(at); err != nil {
		return nil, err
	}
	return d.draw(index, dpi)
}

func (d *Document) draw(index, dpi int) (*image.Gray, error) {
	g := d.g
	page, err := g.handle("FPDF_LoadPage", d.doc, uint64(index))
	if err != nil {
		return nil, err
	}
	if page == 0 {
		return nil, fmt.Errorf("it is damaged: %w", corpus.ErrNotText)
	}
	defer func() { _, _ = g.call("FPDF_ClosePage", page) }()
	width, err := g.float("FPDF_GetPageWidthF", page)
	if err != nil {
		return nil, err
	}
	height, err := g.float("FPDF_GetPageHeightF", page)
	if err != nil {
		return nil, err
	}
	w, h, err := pixels(width, height, dpi)
	if err != nil {
		return nil, err
	}
	bitmap, err := g.handle("FPDFBitmap_CreateEx", uint64(w), uint64(h), bitmapGray, 0, 0)
	if err != nil {
		return nil, err
	}
	if bitmap == 0 {
		return nil, fmt.Errorf("no room for a picture of %d by %d: %w", w, h, corpus.ErrOverLimit)
	}
	defer func() { _, _ = g.call("FPDFBitmap_Destroy", bitmap) }()
	if _, err := g.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(w), uint64(h), 0xFFFFFFFF); err != nil {
		return nil, err
	}
	if _, err := g.call("FPDF_RenderPageBitmap", bitmap, page, 0, 0, uint64(w), uint64(h), 0, drawAnnots|drawGray); err != nil {
		return nil, err
	}
	stride, err := g.number("FPDFBitmap_GetStride", bitmap)
	if err != nil {
		return nil, err
	}
	buffer, err := g.handle("FPDFBitmap_GetBuffer", bitmap)
	if err != nil {
		return nil, err
	}
	rows, ok := g.memory.Read(uint32(buffer), uint32(stride*h))
	if !ok || stride < w {
		return nil, fmt.Errorf("the picture is damaged: %w", corpus.ErrNotText)
	}
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		copy(img.Pix[y*w:(y+1)*w], rows[y*stride:])
	}
	return img, nil
}

// pixels is the size of a picture of a page, within maxPixels.
func pixels(width, height float32, dpi int) (w, h int, err error) {
	scale := float64(dpi) / 72
	area := float64(width) * float64(height)
	if !(area >= 1) || math.IsInf(area, 0) || dpi < 1 {
		return 0, 0, fmt.Errorf("a page of %v by %v points: %w", width, height, corpus.ErrNotText)
	}
	if area*scale*scale > maxPixels {
		scale = math.Sqrt(maxPixels / area)
	}
	w, h = int(float64(width)*scale), int(float64(height)*scale)
	if w < 1 || h < 1 {
		return 0, 0, fmt.Errorf("a page of %v by %v points: %w", width, height, corpus.ErrNotText)
	}
	return w, h, nil
}

// PNG packs a picture.
func PNG(img *image.Gray) ([]byte, error) {
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("pack picture: %w", err)
	}
	return b.Bytes(), nil
}
