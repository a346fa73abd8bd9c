package layout

import (
	"fmt"
	"strings"
	"testing"
)

// prose is n lines of words, filling a column from left to right, the first
// line at the given height.
func prose(name string, n int, left, right, top float32) []Line {
	var out []Line
	for i := range n {
		var l Line
		words := 6
		step := (right - left) / float32(words)
		for w := range words {
			x := left + float32(w)*step
			l.Add(Word{Text: fmt.Sprintf("%s%d-%d", name, i, w), Box: Box{x, top, x + step*0.9, top + 10}})
		}
		// The last word ends at the margin, as in justified text.
		l.Words[words-1].Box.Right = right
		l.Box.Right = right
		out = append(out, l)
		top += 12
	}
	return out
}

func firsts(lines []Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Words[0].Text)
	}
	return strings.Join(out, " ")
}

func TestColumns(t *testing.T) {
	title := Line{}
	title.Add(Word{Text: "title", Box: Box{150, 50, 450, 70}})
	left, right := prose("l", 8, 72, 300, 100), prose("r", 8, 311, 539, 100)
	want := "title l0-0 l1-0 l2-0 l3-0 l4-0 l5-0 l6-0 l7-0 r0-0 r1-0 r2-0 r3-0 r4-0 r5-0 r6-0 r7-0"

	inOrder := append(append([]Line{title}, left...), right...)
	if got := firsts(arrange(inOrder)); got != want {
		t.Errorf("in order: %s", got)
	}
	across := []Line{title}
	joined := []Line{title}
	for i := range left {
		across = append(across, left[i], right[i])
		l := Line{}
		for _, w := range append(append([]Word{}, left[i].Words...), right[i].Words...) {
			l.Add(w)
		}
		joined = append(joined, l)
	}
	if got := firsts(arrange(across)); got != want {
		t.Errorf("across: %s", got)
	}
	if got := firsts(arrange(joined)); got != want {
		t.Errorf("joined: %s", got)
	}
	for _, l := range arrange(inOrder)[1:] {
		if l.Column == wide {
			t.Errorf("%s is taken to be wide", l.Words[0].Text)
		}
	}
}
