package layout

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// A page set in columns is read column by column. Most files hold their lines
// in that order; some go across the page, left line, right line, and PDFium
// writes two such lines as one. Tables look the same but for their cells,
// which are short: they are read across, as they stand.

const (
	maxColumns     = 4
	minColumnLines = 6    // of a column
	minFill        = 0.6  // of a column's width: what most of its lines fill
	maxCrossing    = 0.25 // of all lines: those that run across a gutter
	minGutter      = 6    // points
)

// wide is the column of lines that run across columns.
const wide = -1

// column is the part of a page's width between two gutters.
type column struct{ left, right float32 }

// arrange finds the columns of a page, parts lines that PDFium has joined
// across a gutter, and puts the lines in the order of reading. Each line
// knows its column thereafter.
func arrange(lines []Line) []Line {
	gutters := findGutters(lines)
	if len(gutters) == 0 {
		return lines
	}
	var out []Line
	for _, l := range lines {
		out = append(out, cutAt(l, gutters)...)
	}
	for i := range out {
		out[i].Column = columnOf(out[i].Box, gutters)
	}
	if interleaved(out) {
		return readByColumn(out)
	}
	return out
}

// findGutters finds the strips of white between columns, from the left. It
// takes the strips that fewest lines run across, and leaves out those beside
// which there is no prose.
func findGutters(lines []Line) []column {
	set := make([]Line, 0, len(lines))
	var pieces []Line
	var bounds Box
	for _, l := range lines {
		if !l.Alone {
			set = append(set, l)
			pieces = append(pieces, cutWide(l)...)
			bounds = bounds.Join(l.Box)
		}
	}
	if len(pieces) < 2*fewLines {
		return nil
	}
	strips := findStrips(pieces, bounds, int(maxCrossing*float32(len(set))))
	for len(strips) > 0 {
		if areProse(set, bounds, strips) {
			return sorted(strips)
		}
		for i := range strips {
			if fewer := slices.Delete(slices.Clone(strips), i, i+1); len(fewer) > 0 && areProse(set, bounds, fewer) {
				return sorted(fewer)
			}
		}
		strips = strips[:len(strips)-1]
	}
	return nil
}

func sorted(strips []column) []column {
	out := slices.Clone(strips)
	slices.SortFunc(out, func(a, b column) int { return cmp.Compare(a.left, b.left) })
	return out
}

// cutWide parts a line where the space between two words is wider than most
// spaces are: perhaps a gutter.
func cutWide(l Line) (out []Line) {
	var current Line
	for i, w := range l.Words {
		if i > 0 && w.Box.Left-l.Words[i-1].Box.Right > 0.8*l.size() {
			out = append(out, current)
			current = Line{}
		}
		current.Add(w)
	}
	return append(out, current)
}

// findStrips tries a gutter wherever a piece of a line ends, and takes the
// ones that fewest lines run across.
func findStrips(pieces []Line, bounds Box, most int) (strips []column) {
	type candidate struct {
		column
		crossing int
	}
	var candidates []candidate
	tried := map[int]bool{}
	for _, l := range pieces {
		x := l.Box.Right
		if x < bounds.Left+bounds.Width()/8 || x > bounds.Right-bounds.Width()/8 || tried[int(x)] {
			continue
		}
		tried[int(x)] = true
		if g, crossing, ok := gutterAt(pieces, x); ok && crossing <= most {
			candidates = append(candidates, candidate{g, crossing})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int {
		if a.crossing != b.crossing {
			return a.crossing - b.crossing
		}
		return cmp.Compare(b.right-b.left, a.right-a.left)
	})
	for _, c := range candidates {
		if len(strips) < maxColumns-1 && !overlaps(c.column, strips) {
			strips = append(strips, c.column)
		}
	}
	return strips
}

// gutterAt is the strip of white to the right of x, and how many lines run
// across it or end or begin in it: a centred title may do so.
func gutterAt(pieces []Line, x float32) (g column, crossing int, ok bool) {
	var lefts []float32
	for _, l := range pieces {
		switch {
		case l.Box.Left <= x+1 && l.Box.Right > x+1:
			crossing++
		case l.Box.Left > x+1:
			lefts = append(lefts, l.Box.Left)
		}
	}
	if len(lefts) < fewLines {
		return g, 0, false
	}
	slices.Sort(lefts)
	strays := len(lefts) / 20
	g = column{x, lefts[strays]}
	return g, crossing + strays, g.right-g.left >= minGutter
}

func overlaps(g column, known []column) bool {
	return slices.ContainsFunc(known, func(k column) bool { return g.left < k.right && k.left < g.right })
}

// areProse tells whether the columns between gutters have enough lines, most
// of which fill their column, and stand beside each other.
func areProse(lines []Line, bounds Box, gutters []column) bool {
	gutters = sorted(gutters)
	var pieces []Line
	for _, l := range lines {
		pieces = append(pieces, cutAt(l, gutters)...)
	}
	left := bounds.Left
	var before Box
	for i := range len(gutters) + 1 {
		right := bounds.Right
		if i < len(gutters) {
			right = gutters[i].left
		}
		box, ok := fills(pieces, column{left, right})
		if !ok {
			return false
		}
		if i > 0 && min(box.Foot, before.Foot)-max(box.Top, before.Top) < 0.3*min(box.Height(), before.Height()) {
			return false
		}
		before = box
		if i < len(gutters) {
			left = gutters[i].right
		}
	}
	return true
}

// fills tells whether a column has enough lines and most fill it. A few lines
// are enough where one goes on in the next, as those of a table do not.
func fills(pieces []Line, c column) (box Box, ok bool) {
	n, full := 0, 0
	var in []Line
	for _, l := range pieces {
		if l.Box.Left < c.left-2 || l.Box.Right > c.right+2 {
			continue
		}
		n++
		in = append(in, l)
		box = box.Join(l.Box)
		if l.Box.Width() > minFill*(c.right-c.left) {
			full++
		}
	}
	return box, n >= minColumnLines && full*10 >= n*6 && !areCells(in) || goOn(in, box)
}

// areCells tells lines of a word or two, as the cells of a table are, in a
// script that parts words.
func areCells(lines []Line) bool {
	words := 0
	for _, l := range lines {
		if words += len(l.Words); slices.ContainsFunc(l.Words, func(w Word) bool { return len(w.Text) > longCell }) {
			return false
		}
	}
	return float64(words) < wordsOfCell*float64(len(lines))
}

const (
	fewLines     = 3   // of a short column
	wordsOfProse = 3.0 // a line of it
	wordsOfCell  = 2.2 // fewer are no line of prose
	longCell     = 40  // bytes: a line without spaces
)

// goOn tells lines of prose, most of which fill their block and go on in small
// letters.
func goOn(lines []Line, box Box) bool {
	words, full, small := 0, 0, 0
	for i, l := range lines {
		words += len(l.Words)
		if l.Box.Width() > minFill*box.Width() {
			full++
		}
		if r, _ := utf8.DecodeRuneInString(l.Words[0].Text); i > 0 && (unicode.IsLower(r) || unicode.Is(unicode.Arabic, r)) {
			small++
		}
	}
	return len(lines) >= fewLines && float64(words) >= wordsOfProse*float64(len(lines)) && full*10 >= len(lines)*7 && small*10 >= (len(lines)-1)*6
}

// cutAt parts a line at the gutters that lie between two of its words.
func cutAt(l Line, gutters []column) (out []Line) {
	if l.Alone {
		return []Line{l}
	}
	var current Line
	for i, w := range l.Words {
		if i > 0 {
			a, b := l.Words[i-1].Box, w.Box
			for _, g := range gutters {
				if a.Right <= g.left+2 && b.Left >= g.right-2 || b.Right <= g.left+2 && a.Left >= g.right-2 {
					out = append(out, current)
					current = Line{}
					break
				}
			}
		}
		current.Add(w)
	}
	return append(out, current)
}

// columnOf is the number of the column that a box lies in, from the left.
func columnOf(b Box, gutters []column) int {
	for i, g := range gutters {
		switch {
		case b.Right <= g.left+2:
			return i
		case b.Left < g.right-2:
			return wide
		}
	}
	return len(gutters)
}

// interleaved tells whether the lines jump between columns more often than a
// reader does, who goes down each column once between two wide lines.
func interleaved(lines []Line) bool {
	jumps, wides, columns := 0, 0, map[int]bool{}
	before := wide
	for _, l := range lines {
		switch {
		case l.Alone:
			continue
		case l.Column == wide:
			wides++
		default:
			columns[l.Column] = true
			if before != wide && l.Column != before {
				jumps++
			}
		}
		before = l.Column
	}
	return jumps > 2*len(columns)+wides
}

// readByColumn sorts lines: from the top down to the next wide line, column by
// column, from the right where most lines run from there.
func readByColumn(lines []Line) []Line {
	fromRight := 0
	for _, l := range lines {
		if l.fromRight() {
			fromRight++
		}
	}
	backwards := fromRight*2 > len(lines)
	var tops []float32 // of wide lines
	for _, l := range lines {
		if l.Column == wide && !l.Alone {
			tops = append(tops, l.Box.Top)
		}
	}
	slices.Sort(tops)
	band := func(l Line) int { // even for wide lines, odd for what stands between
		at, _ := slices.BinarySearch(tops, l.Box.Top)
		if l.Column == wide {
			return 2 * at
		}
		return 2*at - 1
	}
	out := slices.Clone(lines)
	slices.SortStableFunc(out, func(a, b Line) int {
		if a.Alone != b.Alone {
			if a.Alone {
				return 1
			}
			return -1
		}
		if c := cmp.Compare(band(a), band(b)); c != 0 || a.Alone {
			return c
		}
		if a.Column != b.Column {
			if backwards {
				return b.Column - a.Column
			}
			return a.Column - b.Column
		}
		if d := a.Box.Foot - b.Box.Foot; d > a.size()/2 || d < -a.size()/2 {
			return cmp.Compare(a.Box.Foot, b.Box.Foot)
		}
		return 0
	})
	return out
}
