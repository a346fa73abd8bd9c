// Package layout makes pages as a reader sees them out of words that stand
// somewhere on a page: lines in reading order, paragraphs, no running heads
// and feet, no page numbers, no broken words. Where the words come from, a
// text layer or a picture, is all the same to it.
package layout

import (
	"strings"
	"unicode"

	"rostrum/corpus"
)

// Box is a rectangle in points from the upper left corner of the page.
type Box struct{ Left, Top, Right, Foot float32 }

// Empty tells a box that nothing has been put into.
func (b Box) Empty() bool { return b.Right <= b.Left && b.Foot <= b.Top }

// Width is the box's extent from left to right.
func (b Box) Width() float32 { return b.Right - b.Left }

// Height is the box's extent from top to foot.
func (b Box) Height() float32 { return b.Foot - b.Top }

// Join is the smallest box that holds both.
func (b Box) Join(o Box) Box {
	switch {
	case b.Empty():
		return o
	case o.Empty():
		return b
	}
	return Box{min(b.Left, o.Left), min(b.Top, o.Top), max(b.Right, o.Right), max(b.Foot, o.Foot)}
}

// Word is a run of characters without a space. A hyphen at its end may be a
// marked one: see package clean.
type Word struct {
	Text string
	Box  Box
	// Spans are the marks and the struck words that are printed beside the word,
	// their offsets counted from its begin.
	Spans []corpus.Span
}

// Line is a line of a page, its words in reading order.
type Line struct {
	Words []Word
	Box   Box
	Alone bool // it is a paragraph by itself
	// Column is the part of the page the line is set in: lines of different
	// columns have different margins.
	Column int
}

// Add puts a word at the end of the line.
func (l *Line) Add(w Word) {
	l.Words = append(l.Words, w)
	l.Box = l.Box.Join(w.Box)
}

// Text is the words of the line with single spaces.
func (l Line) Text() string {
	var b strings.Builder
	for i, w := range l.Words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// size is the height of the line's letters.
func (l Line) size() float32 { return l.Box.Height() }

// fromRight tells a line most letters of which run from right to left.
func (l Line) fromRight() bool {
	n := 0
	for _, w := range l.Words {
		for _, r := range w.Text {
			switch {
			case r < 0x80: // most are
				if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
					n--
				}
			case !unicode.IsLetter(r):
			case unicode.In(r, unicode.Arabic, unicode.Hebrew):
				n++
			default:
				n--
			}
		}
	}
	return n > 0
}
