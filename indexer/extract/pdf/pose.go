package pdf

import (
	"cmp"
	"iter"
	"slices"
	"unicode"

	"rostrum/corpus"
	"rostrum/indexer/extract/layout"
)

// The text of a page may stand on its side, upside down or mirrored, while the
// page itself does not. Such a page is read as if it were held so that its text
// is upright: lines, columns and line numbers are where they belong then. Where
// its words stand is told of the page as it is.

// pose is how a page is held.
type pose struct {
	upright affine // from the page as it is to the page held so
	quarter int    // turns clockwise by a quarter, for FPDF_RenderPageBitmap; -1 if it is mirrored
	turned  bool
	// Of the page as it is, in points.
	width, height float32
}

const (
	poseSample = 6 // letters asked how they stand
	poseShare  = 5 // of them at least have to agree
)

// pose asks letters all over a page how they stand.
func (d *Document) pose(p *rawPage, tp uint64, view affine) (pose, error) {
	type stand struct{ x, y [2]float32 } // where their line and their top point to
	count := map[stand]int{}
	var letters []int
	for i := range p.chars {
		if c := &p.chars[i]; c.object != 0 && unicode.IsLetter(c.r) {
			letters = append(letters, i)
		}
	}
	if len(letters) < poseSample {
		return pose{}, nil
	}
	for k := range poseSample {
		ok, err := d.g.Number("FPDFText_GetMatrix", tp, uint64(letters[k*len(letters)/poseSample]), uint64(d.g.Scratch))
		if err != nil || ok == 0 {
			return pose{}, err
		}
		f := d.g.Floats(4)
		m := affine{a: f[0], b: f[1], c: f[2], d: f[3]}.then(view)
		count[stand{axis(m.a, m.b), axis(m.c, m.d)}]++
	}
	for s, n := range count {
		if n < poseShare || s.x == [2]float32{1, 0} && s.y == [2]float32{0, -1} || s.x[0] == s.y[0] || s.x[0] == -s.y[0] {
			continue
		}
		m := affine{a: s.x[0], c: s.x[1], b: -s.y[0], d: -s.y[1]}
		box := m.box(0, 0, p.width, p.height)
		m.e, m.f = -box.Left, -box.Top
		return pose{upright: m, quarter: m.quarter(), turned: true, width: p.width, height: p.height}, nil
	}
	return pose{}, nil
}

// axis is the direction along the page's edges that is nearest to one.
func axis(x, y float32) [2]float32 {
	sign := func(v float32) float32 {
		if v < 0 {
			return -1
		}
		return 1
	}
	if x*x >= y*y {
		return [2]float32{sign(x), 0}
	}
	return [2]float32{0, sign(y)}
}

// quarter tells by how many quarters clockwise a view along the edges turns a
// page; -1 if it mirrors it.
func (m affine) quarter() int {
	switch {
	case m.a*m.d-m.b*m.c < 0:
		return -1
	case m.a > 0:
		return 0
	case m.b > 0:
		return 1
	case m.a < 0:
		return 2
	}
	return 3
}

// back takes a box of the page held upright to the page as it is.
func (h pose) back(left, top, right, foot float32) layout.Box {
	m := h.upright
	inverse := affine{a: m.a, b: m.c, c: m.b, d: m.d, e: -m.a*m.e - m.b*m.f, f: -m.c*m.e - m.d*m.f}
	return inverse.box(left, top, right, foot)
}

// asItIs tells of the page as it is where the words of a page stand.
func asItIs(page *corpus.Page, held pose) {
	page.Width, page.Height = held.width, held.height
	for i := range page.Words {
		w := &page.Words[i]
		b := held.back(w.Left, w.Top, w.Right, w.Foot)
		w.Left, w.Top, w.Right, w.Foot = b.Left, b.Top, b.Right, b.Foot
	}
}

// assemble puts the pieces of a page held upright into rows, from the top down
// and from the left: PDFium has parted and ordered them as if they stood otherwise.
func assemble(pieces [][]char) (rows [][]char) {
	type line struct {
		pieces [][]char
		box    layout.Box
	}
	var lines []line
	for _, piece := range slices.Collect(forwards(pieces)) {
		box, _ := bodyOf(piece)
		at := slices.IndexFunc(lines, func(l line) bool {
			_, same := distance(l.box, box, false)
			return same
		})
		if at < 0 {
			lines = append(lines, line{[][]char{piece}, box})
			continue
		}
		lines[at].pieces = append(lines[at].pieces, piece)
		lines[at].box = lines[at].box.Join(box)
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(a.box.Foot, b.box.Foot) })
	for _, l := range lines {
		slices.SortStableFunc(l.pieces, func(a, b []char) int {
			x, _ := bodyOf(a)
			y, _ := bodyOf(b)
			return cmp.Compare(x.Left, y.Left)
		})
		var row []char
		var before layout.Box
		for _, piece := range l.pieces {
			box, _ := bodyOf(piece)
			if len(row) > 0 && box.Left-before.Right > minSpace*l.box.Height() {
				row = append(row, char{r: ' '})
			}
			row, before = append(row, piece...), box
		}
		rows = append(rows, row)
	}
	return rows
}

// forwards gives the pieces, cut where the next character stands before the last.
func forwards(pieces [][]char) iter.Seq[[]char] {
	return func(yield func([]char) bool) {
		for _, piece := range pieces {
			start := 0
			var last layout.Box
			for i, c := range piece {
				if c.box.Empty() || space(c.r) {
					continue
				}
				if !last.Empty() && c.box.Left < last.Left-c.box.Height() {
					if !yield(piece[start:i]) {
						return
					}
					start = i
				}
				last = c.box
			}
			if !yield(piece[start:]) {
				return
			}
		}
	}
}
