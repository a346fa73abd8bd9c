package pdfium

import (
	"errors"
	"image"
	"math"

	"rostrum/corpus"
)

// Format is how a bitmap stores its pixels.
type Format uint64

// FPDFBitmap_Gray and FPDFBitmap_BGRx: one byte a pixel, and four.
const (
	Gray Format = 1
	BGRx Format = 3
)

func (f Format) bytes() int {
	if f == Gray {
		return 1
	}
	return 4
}

// Flags of FPDF_RenderPageBitmap.
const (
	DrawAnnotations = 0x01
	DrawGray        = 0x08
)

// ErrNoBitmap says that a page could not be drawn: there is no room for a bitmap of
// its size, or what came of it is damaged.
var ErrNoBitmap = errors.New("it cannot be drawn")

// Bitmap is a page that was drawn; Rows are valid until the next call.
type Bitmap struct {
	Width, Height int
	Stride        int // bytes from one row to the next
	Rows          []byte
}

// Draw draws a page, an FPDF_PAGE, of width by height pixels on white, turned
// clockwise by quarter turns, and passes it to use. The error wraps ErrNoBitmap if
// the instance is still good.
func (g *Instance) Draw(page uint64, width, height int, format Format, quarter int, flags uint64, use func(Bitmap)) error {
	return g.DrawPart(page, width, height, image.Rect(0, 0, width, height), format, quarter, flags, use)
}

// DrawPart draws what of a page as Draw draws it lies within an area. What lies
// outside costs little.
func (g *Instance) DrawPart(page uint64, width, height int, area image.Rectangle, format Format, quarter int, flags uint64, use func(Bitmap)) error {
	partWidth, partHeight := area.Dx(), area.Dy()
	bitmap, err := g.Handle("FPDFBitmap_CreateEx", uint64(partWidth), uint64(partHeight), uint64(format), 0, 0)
	if err != nil {
		return err
	}
	if bitmap == 0 {
		return ErrNoBitmap
	}
	defer func() { _, _ = g.Call("FPDFBitmap_Destroy", bitmap) }()
	if _, err := g.Call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(partWidth), uint64(partHeight), 0xFFFFFFFF); err != nil {
		return err
	}
	if _, err := g.Call("FPDF_RenderPageBitmap", bitmap, page, uint64(uint32(-area.Min.X)), uint64(uint32(-area.Min.Y)), uint64(width), uint64(height), uint64(quarter), flags); err != nil {
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
	rows, ok := g.Read(uint32(buffer), uint32(stride*partHeight))
	if !ok || stride < partWidth*format.bytes() {
		return ErrNoBitmap
	}
	use(Bitmap{partWidth, partHeight, stride, rows})
	return nil
}

// Grey copies a bitmap of format Gray.
func (b Bitmap) Grey() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, b.Width, b.Height))
	for y := range b.Height {
		copy(img.Pix[y*b.Width:(y+1)*b.Width], b.Rows[y*b.Stride:])
	}
	return img
}

// nearlyGrey is how far the parts of a colour may be apart for it to be taken for
// grey: what no eye sees, and what the compression of a scan leaves behind.
const nearlyGrey = 12

// Image copies a bitmap of format BGRx: in shades of grey if there is no colour on it.
func (b Bitmap) Image() image.Image {
	grey := image.NewGray(image.Rect(0, 0, b.Width, b.Height))
	for y := range b.Height {
		row := b.Rows[y*b.Stride : y*b.Stride+4*b.Width]
		for x := range b.Width {
			blue, green, red := row[4*x], row[4*x+1], row[4*x+2]
			if max(blue, green, red)-min(blue, green, red) > nearlyGrey {
				return b.coloured()
			}
			grey.Pix[y*grey.Stride+x] = green
		}
	}
	return grey
}

func (b Bitmap) coloured() image.Image {
	img := image.NewRGBA(image.Rect(0, 0, b.Width, b.Height))
	for y := range b.Height {
		row := b.Rows[y*b.Stride : y*b.Stride+4*b.Width]
		out := img.Pix[y*img.Stride : y*img.Stride+4*b.Width]
		for x := 0; x < len(row); x += 4 {
			out[x], out[x+1], out[x+2], out[x+3] = row[x+2], row[x+1], row[x], 0xFF
		}
	}
	return img
}

// Fit is the size in pixels of a picture of a page of width by height points at a
// scale, in pixels a point, or at a lower one if it had more than so many pixels. The
// error wraps corpus.ErrNotText if the page has no size.
func Fit(width, height, scale, pixels float64) (w, h int, err error) {
	area := width * height
	if !(area >= 1) || math.IsInf(area, 0) || !(scale > 0) {
		return 0, 0, corpus.ErrNotText.Errorf("a page of %v by %v points", width, height)
	}
	if area*scale*scale > pixels {
		scale = math.Sqrt(pixels / area)
	}
	w, h = int(width*scale+0.5), int(height*scale+0.5)
	if w < 1 || h < 1 {
		return 0, 0, corpus.ErrNotText.Errorf("a page of %v by %v points", width, height)
	}
	return w, h, nil
}
