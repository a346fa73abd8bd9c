package glyph

import (
	"encoding/binary"
	"math"

	"rostrum/indexer/extract/pdf/pdfium"
)

// Outline is the path of a glyph, as lines from point to point.
type Outline [][2][2]float32

// Values of FPDFPathSegment_GetType.
const (
	segmentLine  = 0
	segmentCurve = 1
	segmentMove  = 2
)

// maxSegmentsOfGlyph bounds the segments of a glyph that is looked at.
const maxSegmentsOfGlyph = 400

// OutlineOf is the outline of what a font, an FPDF_FONT, draws for a character; empty
// if it is too complex to be a letter.
func OutlineOf(g *pdfium.Instance, font uint64, r rune) (out Outline, err error) {
	path, err := g.Handle("FPDFFont_GetGlyphPath", font, uint64(r), pdfium.EncodeFloat(100))
	if err != nil || path == 0 {
		return nil, err
	}
	n, err := g.Number("FPDFGlyphPath_CountGlyphSegments", path)
	if err != nil || n > maxSegmentsOfGlyph {
		return nil, err
	}
	points, err := points(g, path, n)
	if err != nil {
		return nil, err
	}
	var start, at [2]float32
	var curve [][2]float32
	for _, p := range points {
		switch p.kind {
		case segmentMove:
			out = append(out, [2][2]float32{at, start})
			start, at = p.at, p.at
		case segmentLine:
			out = append(out, [2][2]float32{at, p.at})
			at = p.at
		case segmentCurve:
			if curve = append(curve, p.at); len(curve) == 3 {
				out = append(out, flatten(at, curve[0], curve[1], curve[2])...)
				at, curve = p.at, curve[:0]
			}
		}
	}
	return append(out, [2][2]float32{at, start}), nil
}

type pathPoint struct {
	at   [2]float32
	kind int
}

// pointSize is how far apart the points of a path lie in PDFium's memory: two
// floats, then the kind in a byte.
const pointSize = 12

// points are those of a glyph's path. They are read from memory at one go, where
// they lie as this version of PDFium keeps them: three calls for each would
// take a tenth of the time that a page does.
func points(g *pdfium.Instance, path uint64, n int) (out []pathPoint, err error) {
	if n <= 0 {
		return nil, nil
	}
	first, err := g.Handle("FPDFGlyphPath_GetGlyphPathSegment", path, 0)
	if err != nil {
		return nil, err
	}
	last, err := g.Handle("FPDFGlyphPath_GetGlyphPathSegment", path, uint64(n-1))
	if err != nil {
		return nil, err
	}
	kind, err := g.Number("FPDFPathSegment_GetType", last)
	if err != nil {
		return nil, err
	}
	b, ok := g.Read(uint32(first), uint32(n*pointSize))
	if !ok || last-first != uint64(n-1)*pointSize || int(b[len(b)-4]) != kind {
		return nil, nil
	}
	for i := range n {
		p := b[i*pointSize:]
		x, y := math.Float32frombits(binary.LittleEndian.Uint32(p)), math.Float32frombits(binary.LittleEndian.Uint32(p[4:]))
		out = append(out, pathPoint{[2]float32{x, y}, int(p[8])})
	}
	return out, nil
}

// flatten makes lines of a curve.
func flatten(a, b, c, d [2]float32) (out Outline) {
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

// Shape is what the outline looks like when it is filled; ok is false if nothing
// is visible.
func (o Outline) Shape() (s Shape, ok bool) {
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
	var ink [rows * columns]int
	type crossing struct {
		x    float32
		turn int
	}
	level := func(row int) float32 { return high[1] - (float32(row)+0.5)/(rows*fine)*height }
	var crossings [rows * fine][]crossing
	for _, l := range o {
		a, b, turn := l[0], l[1], 1
		if a[1] > b[1] {
			a, b, turn = b, a, -1
		}
		for row := max(0, int((high[1]-b[1])/height*rows*fine)-1); row < rows*fine; row++ {
			y := level(row)
			if y < a[1] {
				break
			}
			if y >= b[1] {
				continue
			}
			list := append(crossings[row], crossing{a[0] + (y-a[1])/(b[1]-a[1])*(b[0]-a[0]), turn})
			for i := len(list) - 1; i > 0 && list[i].x < list[i-1].x; i-- { // there are few
				list[i], list[i-1] = list[i-1], list[i]
			}
			crossings[row] = list
		}
	}
	for row, list := range crossings {
		at, winding := 0, 0
		for column := range columns * fine {
			x := low[0] + (float32(column)+0.5)/(columns*fine)*width
			for at < len(list) && list[at].x < x {
				winding += list[at].turn
				at++
			}
			if winding != 0 {
				ink[row/fine*columns+column/fine]++
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
