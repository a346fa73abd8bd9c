package pdf

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/layout"
)

// lineHyphen is what PDFium writes for a hyphen that ends a line in the midst
// of a word; no line end follows it.
const lineHyphen = 0x0002

// lines makes lines of words out of the characters of a page.
func lines(p rawPage) []layout.Line {
	var out []layout.Line
	var current layout.Line
	var runes strings.Builder
	var wordBox layout.Box
	endWord := func() {
		if runes.Len() > 0 {
			if t := wordText(runes.String()); t != "" {
				current.Add(layout.Word{Text: t, Box: wordBox})
			}
			runes.Reset()
		}
		wordBox = layout.Box{}
	}
	endLine := func() {
		endWord()
		if len(current.Words) > 0 {
			out = append(out, current)
		}
		current = layout.Line{}
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
		wordBox = wordBox.Join(c.box)
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
