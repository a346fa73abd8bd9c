package layout

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/indexer/extract/clean"
)

// paragraphs groups lines. A paragraph ends where the gap to the next line is
// wider than between most lines, where the next line begins further in, where
// the size of the letters changes, and where the reading goes back up the page.
func paragraphs(ls []Line) [][]Line {
	if len(ls) == 0 {
		return nil
	}
	edges := edgesOf(ls)
	var out [][]Line
	current := []Line{ls[0]}
	for i := 1; i < len(ls); i++ {
		if parts(ls[i-1], ls[i], linePitch(ls[max(0, i-around):min(len(ls), i+around)]), edges) {
			out = append(out, current)
			current = nil
		}
		current = append(current, ls[i])
	}
	return append(out, current)
}

// parts tells whether a paragraph ends between two lines.
func parts(above, below Line, pitch float32, edges map[int]column) bool {
	step := below.Box.Foot - above.Box.Foot
	size := max(above.size(), below.size())
	switch {
	case above.Alone || below.Alone:
		return true
	case step < size/2 && step > -size/2 && above.Column == below.Column: // one line
		return false
	case step < 0 || above.Column != below.Column:
		return !continues(above, below)
	case step > 1.35*pitch && step > 1.2*size, step > farStep*min(above.size(), below.size()):
		return true
	case above.size() > 1.35*below.size() || below.size() > 1.35*above.size():
		return step > 1.1*pitch
	}
	// What begins on the left ends on the right, or the other way round.
	edge := edges[above.Column]
	width := edge.right - edge.left
	short, indent := edge.right-above.Box.Right, below.Box.Left-above.Box.Left
	if below.fromRight() {
		short, indent = above.Box.Left-edge.left, above.Box.Right-below.Box.Right
	}
	if endsSentence(above) {
		return short > width/4 || indent > size/2 && indent < width/3
	}
	if clean.Broken(above.Text(), below.Text()) {
		return false
	}
	if centred(above, edge) {
		return !centred(below, edge) || above.Box.Width() < width/2
	}
	// A line that leaves half of its column free is the last of something.
	return short > width/2 || endsEarly(above, below, edge, short)
}

// farStep is how many heights of the smaller line the next one is away that is not of the
// same paragraph, even where lines are too few to say how far apart they are.
const farStep = 3.5

// centred tells a line in the middle of its column, or nearly: where the column
// ends on the right is known only from the lines in it.
func centred(l Line, edge column) bool {
	left, right := l.Box.Left-edge.left, edge.right-l.Box.Right
	near := (edge.right - edge.left) / 6
	return left > 2*l.size() && right > 2*l.size() && left-right < near && right-left < near
}

// endsEarly tells a line of a paragraph of its own, such as a heading or a
// salutation: the first word of the next line would have found room on it. A
// line in the middle of the column says nothing, and neither does one that a
// small letter goes on from.
func endsEarly(above, below Line, edge column, short float32) bool {
	size := above.size()
	if len(below.Words) == 0 || above.fromRight() != below.fromRight() {
		return false
	}
	aligned := above.Box.Left - edge.left
	if below.fromRight() {
		aligned = edge.right - above.Box.Right
	}
	next := below.Words[0]
	first, _ := utf8.DecodeRuneInString(next.Text)
	return aligned < size && aligned > -size && !unicode.IsLower(first) && short > next.Box.Width()+size
}

// continues tells whether a sentence goes on at the head of the next column.
func continues(above, below Line) bool {
	if endsSentence(above) || len(below.Words) == 0 || above.Box.Width() < below.Box.Width()/2 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(below.Words[0].Text)
	return unicode.IsLower(first)
}

func endsSentence(l Line) bool {
	if len(l.Words) == 0 {
		return false
	}
	t := strings.TrimRight(l.Words[len(l.Words)-1].Text, "\"'”’»)]")
	return strings.HasSuffix(t, ".") || strings.HasSuffix(t, "!") || strings.HasSuffix(t, "?") || strings.HasSuffix(t, ":") ||
		strings.HasSuffix(t, "。") || strings.HasSuffix(t, "؟") || strings.HasSuffix(t, ";") || strings.HasSuffix(t, "…")
}

// around is how many lines before and after say how far apart lines are here:
// a title is set closer than a text of double spacing below it.
const around = 7

// linePitch is the usual distance from line to line within a paragraph. A
// third of the steps down are no wider, even where paragraphs are short.
func linePitch(ls []Line) float32 {
	var steps []float32
	for i := 1; i < len(ls); i++ {
		if s := ls[i].Box.Foot - ls[i-1].Box.Foot; s > ls[i].size()/2 {
			steps = append(steps, s)
		}
	}
	if len(steps) == 0 {
		return ls[0].size() * 1.2
	}
	slices.Sort(steps)
	return steps[len(steps)/3]
}

// edgesOf says where most lines of each column begin and end.
func edgesOf(ls []Line) map[int]column {
	lefts, rights := map[int][]float32{}, map[int][]float32{}
	for _, l := range ls {
		lefts[l.Column] = append(lefts[l.Column], l.Box.Left)
		rights[l.Column] = append(rights[l.Column], l.Box.Right)
	}
	edges := map[int]column{}
	for c := range lefts {
		slices.Sort(lefts[c])
		slices.Sort(rights[c])
		edges[c] = column{lefts[c][len(lefts[c])/4], rights[c][len(rights[c])*3/4]}
	}
	return edges
}
