package ocr

import (
	"image"
	"math"

	"rostrum/indexer/extract/layout"
)

// Skew returns the angle in degrees by which the lines of a picture slope down to the
// right (clockwise), within maxSkew; 0 if no angle stands out. It sums the ink along
// lines of each angle: at the right one, lines of ink and gaps differ most.
func Skew(img *image.Gray) float64 {
	points, width, height := ink(img)
	if len(points) < 200 {
		return 0
	}
	best, score, level := 0.0, 0.0, 0.0
	try := func(angle float64) {
		s := contrast(points, width, height, angle)
		if angle == 0 {
			level = s
		}
		if s > score {
			best, score = angle, s
		}
	}
	for a := -maxSkew; a <= maxSkew; a += 0.5 {
		try(a)
	}
	coarse := best
	for a := coarse - 0.4; a < coarse+0.45; a += 0.1 {
		try(a)
	}
	if score < 1.05*level || math.Abs(best) < 0.15 {
		return 0 // straight enough: rotation would only blur
	}
	return best
}

const (
	maxSkew = 5.0 // degrees
	// The width in pixels of the coarse picture on which the angle is determined.
	skewWidth = 600
	dark      = 128
)

type point struct{ x, y int32 }

// ink returns the dark cells of a coarse picture of the page. Cells with ink below
// them are left out: the remaining ones are the feet of letters on the baseline, and
// noise matters less.
func ink(img *image.Gray) (points []point, width, height int) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	step := max(1, w/skewWidth)
	width, height = w/step, h/step
	cells := make([]bool, width*height)
	for y := range height {
		for x := range width {
			sum := 0
			for dy := range step {
				row := img.Pix[(y*step+dy)*img.Stride+x*step:]
				for dx := range step {
					sum += int(row[dx])
				}
			}
			cells[y*width+x] = sum < (dark+40)*step*step
		}
	}
	for y := range height - 1 {
		for x := range width {
			if cells[y*width+x] && !cells[(y+1)*width+x] {
				points = append(points, point{int32(x), int32(y)})
			}
		}
	}
	return points, width, height
}

// contrast returns the sum of squares of ink along the lines of an angle.
func contrast(points []point, width, height int, angle float64) float64 {
	slope := math.Tan(angle * math.Pi / 180)
	offset := int(math.Abs(slope)*float64(width)) + 1
	rows := make([]int32, height+2*offset+1)
	for _, p := range points {
		y := float64(p.y) - slope*float64(p.x)
		rows[int(math.Round(y))+offset]++
	}
	sum := 0.0
	for _, n := range rows {
		sum += float64(n) * float64(n)
	}
	return sum
}

// Upright rotates a picture by the angle found by Skew. Corners are filled with
// white.
func Upright(img *image.Gray, angle float64) *image.Gray {
	if angle == 0 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	sin, cos := math.Sincos(angle * math.Pi / 180)
	cx, cy := float64(w)/2, float64(h)/2
	for y := range h {
		// The source of a pixel moves by (cos, sin) along a row.
		fx := cx + (0-cx)*cos - (float64(y)-cy)*sin
		fy := cy + (0-cx)*sin + (float64(y)-cy)*cos
		row := out.Pix[y*out.Stride : y*out.Stride+w]
		for x := range row {
			row[x] = sample(img, fx+float64(x)*cos, fy+float64(x)*sin)
		}
	}
	return out
}

// sample interpolates between four pixels.
func sample(img *image.Gray, x, y float64) uint8 {
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	if x0 < 0 || y0 < 0 || x0+1 >= img.Rect.Dx() || y0+1 >= img.Rect.Dy() {
		return 255
	}
	fx, fy := int((x-float64(x0))*256), int((y-float64(y0))*256)
	i := y0*img.Stride + x0
	above := int(img.Pix[i])*(256-fx) + int(img.Pix[i+1])*fx
	below := int(img.Pix[i+img.Stride])*(256-fx) + int(img.Pix[i+img.Stride+1])*fx
	return uint8((above*(256-fy) + below*fy) >> 16)
}

// Turn rotates a picture clockwise by 90, 180 or 270 degrees.
func Turn(img *image.Gray, degrees int) *image.Gray {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if degrees == 90 || degrees == 270 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewGray(size)
	for y := range h {
		for x := range w {
			c := img.Pix[y*img.Stride+x]
			switch degrees {
			case 90:
				out.Pix[x*out.Stride+h-1-y] = c
			case 180:
				out.Pix[(h-1-y)*out.Stride+w-1-x] = c
			case 270:
				out.Pix[(w-1-x)*out.Stride+y] = c
			default:
				out.Pix[y*out.Stride+x] = c
			}
		}
	}
	return out
}

// blankShare is the share of dark pixels below which a page is empty: one line of
// text on A4 covers 1/2000.
const blankShare = 1.0 / 8000

// Blank reports whether a picture is empty.
func Blank(img *image.Gray) bool {
	n := 0
	for _, c := range img.Pix {
		if c < dark {
			n++
		}
	}
	return float64(n) < blankShare*float64(len(img.Pix))
}

// Pose is how a picture was transformed before it was read.
type Pose struct {
	Skew          float64 // degrees by which it was rotated back
	Turned        int     // degrees by which it was then rotated clockwise
	Width, Height int     // of the original picture, in pixels
}

// Straighten deskews a picture.
func Straighten(img *image.Gray) (*image.Gray, Pose) {
	pose := Pose{Skew: Skew(img), Width: img.Rect.Dx(), Height: img.Rect.Dy()}
	return Upright(img, pose.Skew), pose
}

// Turn rotates a picture clockwise, and returns its new pose.
func (p Pose) Turn(img *image.Gray, degrees int) (*image.Gray, Pose) {
	p.Turned = degrees
	return Turn(img, degrees), p
}

// Back converts a box on the transformed page, in points, to the original page.
func (p Pose) Back(b layout.Box, dpi int) layout.Box {
	w, h := float64(p.Width)*72/float64(dpi), float64(p.Height)*72/float64(dpi)
	sin, cos := math.Sincos(p.Skew * math.Pi / 180)
	var out layout.Box
	for i, corner := range [4][2]float32{{b.Left, b.Top}, {b.Right, b.Top}, {b.Left, b.Foot}, {b.Right, b.Foot}} {
		x, y := float64(corner[0]), float64(corner[1])
		switch p.Turned {
		case 90:
			x, y = y, h-x
		case 180:
			x, y = w-x, h-y
		case 270:
			x, y = w-y, x
		}
		dx, dy := x-w/2, y-h/2
		x, y = w/2+dx*cos-dy*sin, h/2+dx*sin+dy*cos
		at := layout.Box{Left: float32(x), Top: float32(y), Right: float32(x), Foot: float32(y)}
		if i == 0 {
			out = at
			continue
		}
		out = layout.Box{Left: min(out.Left, at.Left), Top: min(out.Top, at.Top), Right: max(out.Right, at.Right), Foot: max(out.Foot, at.Foot)}
	}
	return out
}
