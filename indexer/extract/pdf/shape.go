package pdf

import (
	"math/bits"
	"slices"
)

// glyphShape is what a glyph looks like: its box in sixteen rows of eight cells, a
// bit for each that is more than a third inked, the upper left one first.
type glyphShape [2]uint64

const shapeRows, shapeColumns = 16, 8

// put inks a cell.
func (s *glyphShape) put(cell int) { s[cell/64] |= 1 << (63 - cell%64) }

// outline is the path of a glyph, as lines from point to point.
type outline [][2][2]float32

// Values of FPDFPathSegment_GetType.
const (
	segmentLine  = 0
	segmentCurve = 1
	segmentMove  = 2
)

// maxSegmentsOfGlyph bounds the segments of a glyph that is looked at.
const maxSegmentsOfGlyph = 400

// glyphOutline is the outline of what a font draws for a character.
func (d *Document) glyphOutline(font uint64, r rune) (out outline, err error) {
	g := d.g
	path, err := g.handle("FPDFFont_GetGlyphPath", font, uint64(r), encodeFloat(100))
	if err != nil || path == 0 {
		return nil, err
	}
	n, err := g.number("FPDFGlyphPath_CountGlyphSegments", path)
	if err != nil || n > maxSegmentsOfGlyph {
		return nil, err
	}
	var start, at [2]float32
	var curve [][2]float32
	s := uint64(g.scratch)
	for i := range n {
		segment, err := g.handle("FPDFGlyphPath_GetGlyphPathSegment", path, uint64(i))
		if err != nil {
			return nil, err
		}
		kind, err := g.number("FPDFPathSegment_GetType", segment)
		if err != nil {
			return nil, err
		}
		if ok, err := g.number("FPDFPathSegment_GetPoint", segment, s, s+4); err != nil || ok == 0 {
			return nil, err
		}
		f := g.floats(2)
		to := [2]float32{f[0], f[1]}
		switch kind {
		case segmentMove:
			out = append(out, [2][2]float32{at, start})
			start, at = to, to
		case segmentLine:
			out = append(out, [2][2]float32{at, to})
			at = to
		case segmentCurve:
			if curve = append(curve, to); len(curve) == 3 {
				out = append(out, flatten(at, curve[0], curve[1], curve[2])...)
				at, curve = to, curve[:0]
			}
		}
	}
	return append(out, [2][2]float32{at, start}), nil
}

// flatten makes lines of a curve.
func flatten(a, b, c, d [2]float32) (out outline) {
	const steps = 6
	from := a
	for i := 1; i <= steps; i++ {
		t := float32(i) / steps
		u := 1 - t
		var to [2]float32
		for k := range 2 {
			to[k] = u*u*u*a[k] + 3*u*u*t*b[k] + 3*u*t*t*c[k] + t*t*t*d[k]
		}
		out = append(out, [2][2]float32{from, to})
		from = to
	}
	return out
}

// glyphShape is what an outline looks like when it is filled; ok is false if there
// is nothing to be seen.
func (o outline) shape() (s glyphShape, ok bool) {
	const inf = 1 << 30
	low, high := [2]float32{inf, inf}, [2]float32{-inf, -inf}
	for _, l := range o {
		if l[0] == l[1] {
			continue
		}
		for _, p := range l {
			for k := range 2 {
				low[k], high[k] = min(low[k], p[k]), max(high[k], p[k])
			}
		}
	}
	width, height := high[0]-low[0], high[1]-low[1]
	if width <= 0 || height <= 0 {
		return s, false
	}
	const fine = 3 // lines and points in each cell
	var ink [shapeRows * shapeColumns]int
	for row := range shapeRows * fine {
		y := high[1] - (float32(row)+0.5)/(shapeRows*fine)*height
		type crossing struct {
			x    float32
			turn int
		}
		var list []crossing
		for _, l := range o {
			a, b, turn := l[0], l[1], 1
			if a[1] > b[1] {
				a, b, turn = b, a, -1
			}
			if y >= a[1] && y < b[1] {
				list = append(list, crossing{a[0] + (y-a[1])/(b[1]-a[1])*(b[0]-a[0]), turn})
			}
		}
		slices.SortFunc(list, func(a, b crossing) int {
			if a.x < b.x {
				return -1
			}
			return 1
		})
		at, winding := 0, 0
		for column := range shapeColumns * fine {
			x := low[0] + (float32(column)+0.5)/(shapeColumns*fine)*width
			for at < len(list) && list[at].x < x {
				winding += list[at].turn
				at++
			}
			if winding != 0 {
				ink[row/fine*shapeColumns+column/fine]++
			}
		}
	}
	for i, n := range ink {
		if n*3 > fine*fine {
			s.put(i)
		}
	}
	return s, true
}

// unlike is how many of the cells of two shapes differ.
func (s glyphShape) unlike(o glyphShape) int {
	return bits.OnesCount64(s[0]^o[0]) + bits.OnesCount64(s[1]^o[1])
}
