package pages

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"rostrum/corpus"
)

// box is where a place found stands on the image of its page, in points from
// the upper left corner. A place that goes over the end of a line has several.
type box struct {
	Mark                     int // number of the place
	Left, Top, Width, Height float32
	First                    bool // of its place
}

// boxesOf finds the boxes of the words that are marked in a page's text. The
// words know which bytes of the text they are, so nothing is looked for by its
// letters: a word may be broken over two lines, or stand as ligatures.
func boxesOf(text string, words []corpus.Word, places []place) []box {
	var out []box
	offsets := newOffsets(text)
	for _, p := range places {
		start, end := offsets.of(p.Start), offsets.of(p.End)
		first := true
		for _, w := range words {
			if w.End <= start || w.Start >= end || w.Start < 0 || w.End > len(text) || w.Start >= w.End {
				continue
			}
			b := box{p.Number, w.Left, w.Top, w.Right - w.Left, w.Foot - w.Top, first}
			if whole := text[w.Start:w.End]; unspaced(whole) {
				b.cut(whole, max(start, w.Start)-w.Start, min(end, w.End)-w.Start)
			}
			if n := len(out); !first && out[n-1].joins(b) {
				out[n-1].join(b)
				continue
			}
			out = append(out, b)
			first = false
		}
	}
	return out
}

// unspaced tells a word of a script without spaces, which is a whole line to
// whoever parts words by them.
func unspaced(word string) bool {
	for _, r := range word {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
			return true
		}
	}
	return false
}

// cut leaves the part of a box that some bytes of its word take.
func (b *box) cut(word string, start, end int) {
	all := breadth(word)
	from, to := breadth(word[:start])/all, breadth(word[:end])/all
	b.Left, b.Width = b.Left+from*b.Width, (to-from)*b.Width
}

// breadth is how wide a text is set, in signs: letters and figures among them
// take about half of one.
func breadth(s string) (n float32) {
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n++
		default:
			n += 0.5
		}
	}
	return n
}

// joins tells whether two boxes are neighbours on one line.
func (b box) joins(o box) bool {
	middle := o.Top + o.Height/2
	gap := max(o.Left-b.Left-b.Width, b.Left-o.Left-o.Width)
	return middle > b.Top && middle < b.Top+b.Height && gap < max(b.Height, o.Height)
}

func (b *box) join(o box) {
	right, foot := max(b.Left+b.Width, o.Left+o.Width), max(b.Top+b.Height, o.Top+o.Height)
	b.Left, b.Top = min(b.Left, o.Left), min(b.Top, o.Top)
	b.Width, b.Height = right-b.Left, foot-b.Top
}

// offsets tells the byte at which a code point of a text begins, asked for in
// rising order.
type offsets struct {
	text        string
	runes, byte int
}

func newOffsets(text string) *offsets { return &offsets{text: text} }

func (o *offsets) of(rune int) int {
	if rune < o.runes {
		o.runes, o.byte = 0, 0
	}
	for o.runes < rune && o.byte < len(o.text) {
		_, size := utf8.DecodeRuneInString(o.text[o.byte:])
		o.byte += size
		o.runes++
	}
	return o.byte
}
