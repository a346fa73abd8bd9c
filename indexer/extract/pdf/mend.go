package pdf

import (
	"slices"
	"unicode"

	"rostrum/indexer/extract/layout"
)

// nearRows is how many pieces back one of the same line is looked for. Further
// back there may be another column.
const nearRows = 12

// mend puts pieces that stand side by side into one row: those whose letters
// share most of their height.
func mend(pieces [][]char) [][]char {
	type line struct {
		chars []char
		box   layout.Box
	}
	var lines []line
	for _, piece := range lettersFirst(pieces) {
		box, marks := bodyOf(piece)
		at, least := -1, float32(0)
		for i := len(lines) - 1; i >= max(0, len(lines)-nearRows) || i >= 0 && box.Height() < lowPiece*lines[i].box.Height(); i-- {
			if d, same := distance(lines[i].box, box, marks); same && (at < 0 || d < least) {
				at, least = i, d
			}
		}
		if at < 0 {
			lines = append(lines, line{slices.Clone(piece), box})
			continue
		}
		lines[at].chars = append(append(lines[at].chars, char{r: ' '}), piece...)
		if !marks {
			lines[at].box = lines[at].box.Join(box)
		}
	}
	out := make([][]char, len(lines))
	for i, l := range lines {
		out[i] = l.chars
	}
	return out
}

// lettersFirst puts pieces that are much lower than others, letters that the
// file says stand in the sign over them, behind those that make the lines.
func lettersFirst(pieces [][]char) [][]char {
	var heights []float32
	for _, p := range pieces {
		if box, _ := bodyOf(p); !box.Empty() {
			heights = append(heights, box.Height())
		}
	}
	if len(heights) == 0 {
		return pieces
	}
	slices.Sort(heights)
	low := lowPiece * heights[len(heights)*3/4]
	var first, last [][]char
	for _, p := range pieces {
		if box, _ := bodyOf(p); !box.Empty() && box.Height() < low {
			last = append(last, p)
		} else {
			first = append(first, p)
		}
	}
	return append(first, last...)
}

// lowPiece is the part of the height of most pieces below which a piece is low.
const lowPiece = 0.25

// bodyOf is the box of a row's letters; of its marks, if it has nothing else.
func bodyOf(row []char) (body layout.Box, marks bool) {
	var over layout.Box
	for _, c := range row {
		switch {
		case c.r == nothing || space(c.r):
		case unicode.IsMark(c.r):
			over = over.Join(c.box)
		default:
			body = body.Join(c.box)
		}
	}
	if body.Empty() {
		return over, true
	}
	return body, false
}

// distance is how far a piece is above or below a line, and whether it is of
// that line: its middle is less than a third of the smaller height away, that
// of marks, which stand on the letters or below, less than the whole.
func distance(line, piece layout.Box, marks bool) (d float32, same bool) {
	if line.Empty() || piece.Empty() {
		return 0, false
	}
	d = (line.Top + line.Foot - piece.Top - piece.Foot) / 2
	if d < 0 {
		d = -d
	}
	near := min(line.Height(), piece.Height()) * 0.35
	if marks {
		near = line.Height()
	}
	shared := min(line.Foot, piece.Foot) - max(line.Top, piece.Top)
	return d, d < near || shared > sharedHeight*min(line.Height(), piece.Height())
}

// sharedHeight is the part of the lower one's height that a line and a piece of
// it share: a letter with a mark in one sign is higher than others.
const sharedHeight = 0.6
