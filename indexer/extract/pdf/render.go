package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"github.com/klippa-app/go-pdfium/requests"

	"rostrum/corpus"
)

// maxPixels bounds a picture: an A4 page at 600 dpi has 35 million.
const maxPixels = 40_000_000

// Render draws page number (from 1) in shades of grey.
func (d *Document) Render(number, dpi int) (_ *image.Gray, err error) {
	defer guard(&err)
	if number < 1 || number > d.pages {
		return nil, fmt.Errorf("page %d of %d: %w", number, d.pages, corpus.ErrNotFound)
	}
	page := requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: number - 1}}
	size, err := d.instance.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: d.ref, Index: number - 1})
	if err != nil {
		return nil, fmt.Errorf("size of page %d: %w", number, err)
	}
	for dpi > 30 && size.Width/72*float64(dpi)*size.Height/72*float64(dpi) > maxPixels {
		dpi = dpi * 3 / 4
	}
	if size.Width/72*float64(dpi)*size.Height/72*float64(dpi) > maxPixels {
		return nil, fmt.Errorf("page %d is %.0f by %.0f points, too large to draw: %w", number, size.Width, size.Height, corpus.ErrOverLimit)
	}
	out, err := d.instance.RenderPageInDPI(&requests.RenderPageInDPI{Page: page, DPI: dpi, ImageFormat: requests.RenderImageFormatGrayscale, RenderForm: false})
	if err != nil {
		return nil, fmt.Errorf("draw page %d: %w", number, err)
	}
	defer out.Cleanup()
	drawn, ok := out.Result.RenderedImage.(*image.Gray)
	if !ok {
		return nil, fmt.Errorf("draw page %d: no grey picture came back", number)
	}
	// The pixels live in the sandbox until Cleanup: take a copy without padding.
	w, h := drawn.Rect.Dx(), drawn.Rect.Dy()
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		copy(img.Pix[y*w:(y+1)*w], drawn.Pix[y*drawn.Stride:y*drawn.Stride+w])
	}
	return img, nil
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
