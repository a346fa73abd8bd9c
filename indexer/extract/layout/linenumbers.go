package layout

import (
	"cmp"
	"slices"
	"strconv"
)

// Transcripts number their lines in the margin, each of them or every fifth.
// The numbers are no words of what is said; they stand in a column of their
// own, on the left or on the right, and go up by the same step.

const (
	minNumbered   = 5   // lines, where each has a number
	minFifths     = 3   // numbers, where some lines have none
	numberedShare = 0.8 // of the lines beside the numbers: those that have one, or are counted by one
	aligned       = 4   // points
	numberGap     = 0.5 // of the height of a line, at least, between a number and its line
)

// lineNumber is a word that may number its line.
type lineNumber struct {
	line, value int
	last        bool // it is the last word of its line, and otherwise the first
	box         Box
}

// dropLineNumbers takes the numbers of lines off a page.
func dropLineNumbers(lines []Line) []Line {
	numbers := numbersOf(lines, false)
	if numbers == nil {
		numbers = numbersOf(lines, true)
	}
	if numbers == nil {
		return lines
	}
	number := map[int]lineNumber{}
	for _, n := range numbers {
		number[n.line] = n
	}
	out := make([]Line, 0, len(lines))
	for i, l := range lines {
		n, ok := number[i]
		if !ok {
			out = append(out, l)
			continue
		}
		words := l.Words[1:]
		if n.last {
			words = l.Words[:len(l.Words)-1]
		}
		rest := Line{Column: l.Column}
		for _, w := range words {
			rest.Add(w)
		}
		if len(rest.Words) > 0 {
			out = append(out, rest)
		}
	}
	return out
}

// numbersOf finds the numbers of the lines in the margin on one side; nil if
// there are none.
func numbersOf(lines []Line, last bool) []lineNumber {
	var found []lineNumber
	for i, l := range lines {
		if n, ok := numberAt(l, last); ok && !l.Alone {
			n.line = i
			found = append(found, n)
		}
	}
	if len(found) < minFifths {
		return nil
	}
	slices.SortStableFunc(found, func(a, b lineNumber) int { return cmp.Compare(a.box.Top, b.box.Top) })
	for _, step := range []int{1, 5, 10} {
		run := longestRun(found, step)
		enough := minNumbered
		if step > 1 {
			enough = minFifths
		}
		if len(run) >= enough && numberRows(lines, run, step, last) {
			return run
		}
	}
	return nil
}

// numberAt reads the number at one end of a line, which stands apart from it.
func numberAt(l Line, last bool) (lineNumber, bool) {
	n := len(l.Words)
	if n == 0 {
		return lineNumber{}, false
	}
	w := l.Words[0]
	if last {
		w = l.Words[n-1]
	}
	value, err := strconv.Atoi(w.Text)
	if err != nil || value < 1 || len(w.Text) > 3 {
		return lineNumber{}, false
	}
	if n > 1 {
		gap := l.Words[1].Box.Left - w.Box.Right
		if last {
			gap = w.Box.Left - l.Words[n-2].Box.Right
		}
		if gap < numberGap*l.size() {
			return lineNumber{}, false
		}
	}
	return lineNumber{value: value, last: last, box: w.Box}, true
}

// longestRun is the longest run of numbers that go up by a step and down the
// page, all at one place. Where not each line has a number they are multiples
// of the step.
func longestRun(found []lineNumber, step int) (best []lineNumber) {
	for start, first := range found {
		if first.value%step != 0 {
			continue
		}
		run := []lineNumber{first}
		for _, n := range found[start+1:] {
			before := run[len(run)-1]
			if n.value == before.value+step && n.box.Top > before.box.Top && inColumn(before.box, n.box) {
				run = append(run, n)
			}
		}
		if len(run) > len(best) {
			best = run
		}
	}
	return best
}

// inColumn tells numbers that are aligned on the left or on the right.
func inColumn(a, b Box) bool {
	near := func(a, b float32) bool { return a-b <= aligned && b-a <= aligned }
	return near(a.Left, b.Left) || near(a.Right, b.Right)
}

// numberRows tells whether numbers count the rows from the first of them to the
// last, and stand outside the text of these.
func numberRows(lines []Line, run []lineNumber, step int, last bool) bool {
	number := map[int]bool{}
	for _, n := range run {
		number[n.line] = true
	}
	first, end := run[0].box, run[len(run)-1].box
	rows := 0 // without a number
	var feet []float32
	for i, l := range lines {
		if l.Alone || l.Box.Foot < first.Top || l.Box.Top > end.Foot {
			continue
		}
		if step > 1 && len(l.Words) > 1 && !number[i] {
			if !last && l.Box.Left < first.Right || last && l.Box.Right > end.Left {
				return false
			}
		}
		beside := number[i] || slices.ContainsFunc(run, func(n lineNumber) bool { return sameRow(n.box.Foot, l) }) ||
			slices.ContainsFunc(feet, func(foot float32) bool { return sameRow(foot, l) })
		if !beside {
			feet = append(feet, l.Box.Foot)
			rows++
		}
	}
	counted := step*(len(run)-1) + 1
	if step == 1 {
		return float64(counted) >= numberedShare*float64(counted+rows)
	}
	rows += len(run)
	return float64(min(rows, counted)) >= numberedShare*float64(max(rows, counted))
}

func sameRow(foot float32, l Line) bool {
	d := foot - l.Box.Foot
	return d < l.size()/2 && d > -l.size()/2
}
