package pdf

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"rostrum/indexer/extract/clean"
)

// word is a run of characters without a space.
type word struct {
	text string
	box  box
}

// line is a line of a page in reading order.
type line struct {
	words []word
	box   box
	size  float32 // height of most of its characters
}

func (l line) text() string {
	var b strings.Builder
	for i, w := range l.words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

// lineHyphen is what PDFium writes for a hyphen that ends a line in the midst
// of a word; no line end follows it.
const lineHyphen = 0x0002

// lines makes lines of words out of the characters of a page.
func lines(p rawPage) []line {
	var out []line
	var current line
	var runes strings.Builder
	var wordBox box
	endWord := func() {
		if runes.Len() > 0 {
			if t := wordText(runes.String()); t != "" {
				current.words = append(current.words, word{t, wordBox})
				current.box = current.box.join(wordBox)
			}
			runes.Reset()
		}
		wordBox = box{}
	}
	endLine := func() {
		endWord()
		if len(current.words) > 0 {
			current.size = current.box.height()
			out = append(out, current)
		}
		current = line{}
	}
	for _, c := range p.chars {
		switch {
		case c.r == '\r' || c.r == '\n':
			endLine()
			continue
		case c.r == lineHyphen || c.r == 0xFFFE:
			runes.WriteRune(lineHyphen)
			endLine()
			continue
		case clean.Rune(c.r) == ' ':
			endWord()
			continue
		}
		runes.WriteRune(c.r)
		wordBox = wordBox.join(c.box)
	}
	endLine()
	return out
}

// wordText is a word in NFKC without unseen characters; a hyphen at its end
// that PDFium marked as one of a line end stays marked.
func wordText(s string) string {
	body, hyphen := strings.CutSuffix(s, string(rune(lineHyphen)))
	var b strings.Builder
	for _, r := range norm.NFKC.String(body) {
		if r == 0x00AD { // kept for the joining of lines
			b.WriteRune(r)
			continue
		}
		if r = clean.Rune(r); r > ' ' {
			b.WriteRune(r)
		}
	}
	if hyphen {
		b.WriteRune(lineHyphen)
	}
	return b.String()
}
