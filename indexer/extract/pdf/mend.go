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
	for _, piece := range pieces {
		box, marks := bodyOf(piece)
		at, least := -1, float32(0)
		for i := len(lines) - 1; i >= max(0, len(lines)-nearRows); i-- {
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
	return d, d < near
}
