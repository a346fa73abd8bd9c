package layout

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	capHeight = 1.6 // of the height of the line beside it: a drop cap is at least so high
	capGap    = 0.5 // likewise: no farther does it stand from its word
)

// joinCaps gives the large letter that a paragraph begins with back to its
// word. A letter that may be a word of its own is left alone where what it would
// be joined to is a word of the page.
func joinCaps(lines []Line) []Line {
	var known map[string]bool
	isWord := func(s string) bool {
		if known == nil {
			known = map[string]bool{}
			for _, l := range lines {
				for i, w := range l.Words {
					if i > 0 && !isCap(l.Words[i-1], w) {
						known[bare(w.Text)] = true
					}
				}
			}
		}
		return known[bare(s)]
	}
	var out []Line
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if len(l.Words) == 0 {
			continue
		}
		words := l.Words[1:]
		alone := len(words) == 0 && i+1 < len(lines)
		if alone {
			words = lines[i+1].Words
		}
		if len(words) == 0 || !isCap(l.Words[0], words[0]) {
			out = append(out, l)
			continue
		}
		if alone {
			i++
		}
		out = append(out, withCap(l.Words[0], words, lines[i].Column, !aloneAs(l.Words[0].Text, words[0].Text, isWord)))
	}
	return out
}

// isCap tells a single large letter, beside the upper part of which a word of
// small letters begins.
func isCap(w, next Word) bool {
	r, size := utf8.DecodeRuneInString(w.Text)
	first, _ := utf8.DecodeRuneInString(next.Text)
	if size != len(w.Text) || !unicode.IsUpper(r) || !unicode.IsLower(first) || len(w.Spans) > 0 {
		return false
	}
	height, gap := next.Box.Height(), next.Box.Left-w.Box.Right
	return w.Box.Height() > capHeight*height && gap < capGap*height && gap > -capGap*w.Box.Width() && next.Box.Top < w.Box.Foot && next.Box.Foot > w.Box.Top
}

// aloneAs tells whether a letter is a word, and what stands beside it another.
func aloneAs(letter, next string, isWord func(string) bool) bool {
	return strings.ContainsAny(letter, "AÀIOÓYEÉАВИКОСУЯ") && isWord(next)
}

func bare(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// withCap is a line with its letter, joined to the first word or before it. It
// stands where its words stand, for the letter reaches down to other lines.
func withCap(letter Word, words []Word, column int, joined bool) Line {
	out := Line{Column: column}
	for _, w := range words {
		out.Add(w)
	}
	if !joined {
		out.Words = append([]Word{letter}, out.Words...)
		return out
	}
	first := &out.Words[0]
	first.Spans = slices.Clone(first.Spans)
	for i := range first.Spans {
		first.Spans[i].Offset += len(letter.Text)
	}
	first.Text = letter.Text + first.Text
	return out
}
