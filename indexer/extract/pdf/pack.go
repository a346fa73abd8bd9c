package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"rostrum/corpus"
	"rostrum/indexer/extract/pdf/pdfium"
)

// maxShown bounds a picture that is made to be looked at: A4 at 1,600 pixels
// across has four million.
const maxShown = 8_000_000

// Picture draws page number (from 1) as it is published, in its colours, so
// many pixels wide, and packs it for a browser: as PNG or as JPEG, whichever
// suits what is on it. A page that is very long is drawn narrower.
func (d *Document) Picture(number, width int) (packed []byte, w, h int, err error) {
	defer pdfium.Guard(&err)
	var img image.Image
	err = d.draw(number, pdfium.BGRx, pdfium.DrawAnnotations, func(points float64) float64 { return float64(width) / points }, maxShown, func(b pdfium.Bitmap) {
		w, h = b.Width, b.Height
		img = b.Image()
	})
	switch {
	case errors.Is(err, pdfium.ErrTrap):
		return nil, 0, 0, corpus.ErrOverLimit.Errorf("%w", err)
	case err != nil:
		return nil, 0, 0, err
	}
	packed, err = pack(img)
	return packed, w, h, err
}

// shades are what a page of black text needs: letters stay sharp, and the file
// is a third of one with all 256.
var shades = func() color.Palette {
	p := make(color.Palette, 16)
	for i := range p {
		p[i] = color.Gray{Y: uint8(i * 17)}
	}
	return p
}()

// jpegQuality is where text begins to look as clean as on paper.
const jpegQuality = 80

// pack writes text as PNG, in which letters stay sharp, and everything else as JPEG.
func pack(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	if grey, ok := img.(*image.Gray); ok {
		if err := png.Encode(&b, fewShades(grey)); err != nil {
			return nil, fmt.Errorf("pack picture: %w", err)
		}
	}
	var j bytes.Buffer
	if err := jpeg.Encode(&j, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, fmt.Errorf("pack picture: %w", err)
	}
	if b.Len() > 0 && b.Len() <= j.Len() {
		return b.Bytes(), nil
	}
	return j.Bytes(), nil
}

func fewShades(grey *image.Gray) *image.Paletted {
	out := image.NewPaletted(grey.Rect, shades)
	for i, y := range grey.Pix {
		out.Pix[i] = uint8((int(y) + 8) / 17)
	}
	return out
}
