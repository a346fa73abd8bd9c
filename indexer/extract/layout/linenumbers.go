package layout

import (
	"slices"
	"strconv"
)

// Transcripts number their lines in the margin. The numbers are no words of
// what is said; they stand in a column of their own, one on nearly every line,
// and go up by one.

const (
	minNumbered   = 5   // lines
	numberedShare = 0.8 // of the lines beside the numbers
	aligned       = 4   // points
	numberGap     = 0.5 // of the height of a line, at least, between a number and its line
)

// dropLineNumbers takes the numbers of lines off a page.
func dropLineNumbers(lines []Line) []Line {
	type numbered struct{ line, value int }
	var found []numbered
	for i, l := range lines {
		if l.Alone || len(l.Words) == 0 {
			continue
		}
		w := l.Words[0]
		value, err := strconv.Atoi(w.Text)
		if err != nil || value < 1 || value > 999 || len(w.Text) > 3 {
			continue
		}
		if len(l.Words) > 1 && l.Words[1].Box.Left-w.Box.Right < numberGap*l.size() {
			continue
		}
		found = append(found, numbered{i, value})
	}
	if len(found) < minNumbered {
		return lines
	}
	slices.SortStableFunc(found, func(a, b numbered) int { return a.value - b.value })
	// The longest run of numbers that go up by one and down the page, all at one place.
	best, from := 0, 0
	for start := 0; start < len(found); {
		end := start + 1
		for end < len(found) && found[end].value == found[end-1].value+1 {
			a, b := lines[found[end-1].line].Words[0].Box, lines[found[end].line].Words[0].Box
			if b.Top <= a.Top || b.Right-a.Right > aligned && b.Left-a.Left > aligned || a.Right-b.Right > aligned && a.Left-b.Left > aligned {
				break
			}
			end++
		}
		if end-start > best {
			best, from = end-start, start
		}
		start = end
	}
	if best < minNumbered {
		return lines
	}
	first, last := lines[found[from].line].Box, lines[found[from+best-1].line].Box
	number := map[int]bool{}
	for _, f := range found[from : from+best] {
		number[f.line] = true
	}
	// Lines beside the numbers that have none.
	rows := 0
	for i, l := range lines {
		if number[i] || l.Alone || l.Box.Foot < first.Top || l.Box.Top > last.Foot {
			continue
		}
		beside := slices.ContainsFunc(found[from:from+best], func(f numbered) bool {
			d := lines[f.line].Box.Foot - l.Box.Foot
			return d < l.size()/2 && d > -l.size()/2
		})
		if !beside {
			rows++
		}
	}
	if float64(best) < numberedShare*float64(best+rows) {
		return lines
	}
	out := make([]Line, 0, len(lines))
	for i, l := range lines {
		if !number[i] {
			out = append(out, l)
			continue
		}
		rest := Line{Column: l.Column}
		for _, w := range l.Words[1:] {
			rest.Add(w)
		}
		if len(rest.Words) > 0 {
			out = append(out, rest)
		}
	}
	return out
}
