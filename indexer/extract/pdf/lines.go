package pdf

import (
	"strings"

	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/layout"
)

// lineHyphen is what PDFium writes for a hyphen that ends a line in the midst
// of a word; no line end follows it.
const lineHyphen = 0x0002

// lines makes lines of words out of the rows of a page.
func (s script) lines(rows [][]char) []layout.Line {
	var out []layout.Line
	for _, row := range rows {
		switch {
		case tracked(row):
			row = respace(row)
		case parted(row):
			row = closeUp(row)
		case rightToLeft(row):
			row = s.readable(row)
			setTanwin(row)
			for i := range row {
				if s.plain {
					row[i].r = plainLetter(row[i].r)
				}
			}
		}
		if l := words(row); len(l.Words) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// rows parts the characters of a page where PDFium ends a line, and where it
// should have. On pages that run from right to left it ends one at every mark
// on a letter: there the pieces are put together again.
func (p rawPage) rows() [][]char {
	out := split(p.chars)
	if p.rtl {
		out = mend(out)
	}
	return out
}

func split(chars []char) (out [][]char) {
	start := 0
	cut := func(end, next int) {
		if end > start {
			out = append(out, chars[start:end])
		}
		start = next
	}
	var last layout.Box
	for i, c := range chars {
		switch {
		case c.r == '\r' || c.r == '\n':
			cut(i, i+1)
			last = layout.Box{}
			continue
		case space(c.r):
			last = layout.Box{}
			continue
		case apart(last, c.box):
			cut(i, i)
		}
		if !c.box.Empty() {
			last = c.box
		}
		if isLineHyphen(c.r) {
			cut(i+1, i+1)
			last = layout.Box{}
		}
	}
	cut(len(chars), len(chars))
	return out
}

func isLineHyphen(r rune) bool { return r == lineHyphen || r == 0xFFFE }

// words makes a line of the characters of a row.
func words(row []char) (l layout.Line) {
	var runes strings.Builder
	var box layout.Box
	end := func() {
		if t := wordText(runes.String()); t != "" {
			l.Add(layout.Word{Text: t, Box: box})
		}
		runes.Reset()
		box = layout.Box{}
	}
	for _, c := range row {
		switch {
		case c.r == nothing:
		case isLineHyphen(c.r):
			runes.WriteRune(lineHyphen)
			box = box.Join(c.box)
		case space(c.r):
			end()
		default:
			runes.WriteRune(c.r)
			box = box.Join(c.box)
		}
	}
	end()
	return l
}

// apart tells whether two characters that PDFium writes as neighbours are too
// far from each other to be of one word: figures along the axis of a chart, or
// lines set without a line end. The letters of a turned word are not.
func apart(a, b layout.Box) bool {
	if a.Empty() || b.Empty() || level(a, b) {
		return false
	}
	size := 2.2 * max(a.Height(), a.Width(), b.Height(), b.Width())
	dx, dy := (a.Left+a.Right-b.Left-b.Right)/2, (a.Top+a.Foot-b.Top-b.Foot)/2
	return dx > size || dx < -size || dy > size || dy < -size
}

// noteLines are notes as lines of their own, whose words all stand where the
// note does.
func noteLines(notes []note) (out []layout.Line) {
	for _, n := range notes {
		l := layout.Line{Alone: true}
		for f := range strings.FieldsSeq(clean.Line(n.text)) {
			l.Add(layout.Word{Text: f, Box: n.box})
		}
		if len(l.Words) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// wordText is a word in NFKC without unseen characters; a hyphen at its end
// that PDFium marked as one of a line end stays marked.
func wordText(s string) string {
	body, hyphen := strings.CutSuffix(s, string(rune(lineHyphen)))
	if printable(body) && !hyphen {
		return body // as nearly all words are
	}
	var b strings.Builder
	for _, r := range clean.Compatible(body) {
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

// printable tells a word of printable ASCII, of which there is nothing to clean.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7F {
			return false
		}
	}
	return true
}
