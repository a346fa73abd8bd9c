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
	err = d.draw(number, bitmapBGRx, drawAnnots, func(points float64) float64 { return float64(width) / points }, maxShown, func(c canvas) {
		w, h = c.width, c.height
		img = c.picture()
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

// nearlyGrey is how far the parts of a colour may be apart for it to be taken
// for grey: what no eye sees, and what the compression of a scan leaves behind.
const nearlyGrey = 12

// picture copies the canvas: in shades of grey if there is no colour on it.
func (c canvas) picture() image.Image {
	grey := image.NewGray(image.Rect(0, 0, c.width, c.height))
	for y := range c.height {
		row := c.rows[y*c.stride : y*c.stride+4*c.width]
		for x := range c.width {
			b, g, r := row[4*x], row[4*x+1], row[4*x+2]
			if max(b, g, r)-min(b, g, r) > nearlyGrey {
				return c.coloured()
			}
			grey.Pix[y*grey.Stride+x] = g
		}
	}
	return grey
}

func (c canvas) coloured() image.Image {
	img := image.NewRGBA(image.Rect(0, 0, c.width, c.height))
	for y := range c.height {
		row := c.rows[y*c.stride : y*c.stride+4*c.width]
		out := img.Pix[y*img.Stride : y*img.Stride+4*c.width]
		for x := 0; x < len(row); x += 4 {
			out[x], out[x+1], out[x+2], out[x+3] = row[x+2], row[x+1], row[x], 0xFF
		}
	}
	return img
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
