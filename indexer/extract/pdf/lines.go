package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/pdf/glyph"
	"rostrum/indexer/extract/run"
)

// lineHyphen is what PDFium writes for a hyphen that ends a line in the midst
// of a word; no line end follows it.
const lineHyphen = 0x0002

// lines makes lines of words out of the rows of a page.
func (s script) lines(rows [][]char) []layout.Line {
	var out []layout.Line
	var struck []corpus.Span // of rows that are struck as a whole
	for _, row := range rows {
		row = setAccents(row)
		switch {
		case tracked(row):
			row = respace(row)
		case parted(row):
			row = closeUp(row)
		case rightToLeft(row):
			row = s.readable(row)
			setTanwin(row)
			setVowels(row)
			for i := range row {
				if s.plain {
					row[i].r = plainLetter(row[i].r)
				}
			}
		default:
			row = spaceOut(row)
		}
		setRaised(row)
		l, rest := words(row)
		if len(l.Words) == 0 {
			struck = append(struck, rest...)
			continue
		}
		l.Words[0].Spans = append(struck, l.Words[0].Spans...)
		struck = nil
		out = append(out, l)
	}
	if n := len(out) - 1; n >= 0 && len(struck) > 0 {
		last := &out[n].Words[len(out[n].Words)-1]
		for _, span := range struck {
			last.Spans = append(last.Spans, corpus.Span{Kind: span.Kind, Offset: len(last.Text), Text: " " + strings.TrimSpace(span.Text)})
		}
	}
	return out
}

// rows parts the characters of a page where PDFium ends a line, and where it
// should have. On pages that run from right to left it ends one at every mark
// on a letter: there the pieces are put together again.
func (p rawPage) rows() [][]char {
	undouble(p.chars)
	if p.rtl {
		return mend(split(p.chars))
	}
	if p.pose.turned {
		return undoubleRows(assemble(split(p.chars)))
	}
	return undoubleRows(split(unbreak(p.chars)))
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

// words makes a line of the characters of a row. Of a row that is struck as a
// whole there are no words, but what is struck.
func words(row []char) (layout.Line, []corpus.Span) {
	w := wordWriter{row: row}
	for i := 0; i < len(row); {
		end := i + 1
		for end < len(row) && (row[end].set == row[i].set || row[end].r == nothing) {
			end++
		}
		switch set := row[i].set; {
		case set&run.Struck != 0:
			w.strike(row[i:end])
		case set&run.Raised != 0:
			w.raise(row[i:end], end)
		case set&run.Lowered != 0:
			w.write(row[i:end], func(s string) string { return run.Lower(w.before(), s) })
		default:
			w.write(row[i:end], nil)
		}
		i = end
	}
	w.end()
	return w.line, w.pending
}

// wordWriter puts a line together.
type wordWriter struct {
	row     []char
	line    layout.Line
	text    string
	letters []byte // not yet in text
	box     layout.Box
	spans   []corpus.Span // of the current word
	pending []corpus.Span // before the first word
	marked  bool          // the last thing written is a mark
	aside   bool          // likewise, and a space stands before it
	held    bool          // a space stands after it
	right   float32       // where it ends
}

// endsWord tells a stop that stands close to the mark before it.
func (w *wordWriter) endsWord(c char) bool {
	return (w.marked || w.aside) && strings.ContainsRune(".,;:!?)”»", c.r) && c.box.Left-w.right < minSpace*c.box.Height()
}

func (w *wordWriter) write(chars []char, change func(string) string) {
	for _, c := range chars {
		switch {
		case c.r == nothing:
			continue
		case isLineHyphen(c.r):
			w.letters = utf8.AppendRune(w.letters, lineHyphen)
			w.box = w.box.Join(c.box)
		case space(c.r) && (w.marked || w.aside):
			w.held = true
			continue
		case space(c.r):
			w.end()
		case w.endsWord(c):
			// A stop after a mark ends the word before it.
			if w.aside {
				last := &w.line.Words[len(w.line.Words)-1]
				last.Text += string(c.r)
				last.Box = last.Box.Join(c.box)
				w.held = false
				continue
			}
			w.letters = utf8.AppendRune(w.letters, c.r)
			w.box = w.box.Join(c.box)
		default:
			if w.held {
				w.end()
			}
			if w.marked && (unicode.IsLetter(c.r) || unicode.IsDigit(c.r)) {
				w.end() // a mark ends the word before it
			}
			w.letters = utf8.AppendRune(w.letters, c.r)
			w.box = w.box.Join(c.box)
		}
		w.marked, w.aside, w.held = false, false, false
	}
	if change != nil {
		w.letters = append(w.letters[:0], change(string(w.letters))...)
	}
	w.settle()
}

// settle takes what was written into the current word.
func (w *wordWriter) settle() {
	if len(w.letters) > 0 {
		w.text += wordText(string(w.letters))
		w.letters = w.letters[:0]
	}
}

func (w *wordWriter) end() {
	w.settle()
	if w.text != "" {
		w.line.Add(layout.Word{Text: w.text, Box: w.box, Spans: append(w.pending, w.spans...)})
		w.pending = nil
	} else {
		w.pending = append(w.pending, w.spans...)
	}
	w.text, w.box, w.spans = "", layout.Box{}, nil
	w.marked, w.aside, w.held = false, false, false
}

// before is the text of the line so far.
func (w *wordWriter) before() string {
	from := max(0, len(w.line.Words)-reach)
	s := layout.Line{Words: w.line.Words[from:]}.Text()
	if s != "" && w.text != "" {
		s += " "
	}
	return s + w.text
}

// reach is how many words back tell what a raised number is.
const reach = 6

// raise writes raised characters, which end before the given place of the row.
func (w *wordWriter) raise(chars []char, end int) {
	if w.held {
		w.end()
	}
	w.settle()
	apart := w.text == "" && len(w.line.Words) > 0
	var raised, after strings.Builder
	for _, c := range chars {
		if c.r != nothing {
			raised.WriteRune(c.r)
		}
	}
	for _, c := range w.row[end:min(len(w.row), end+3)] {
		if c.r != nothing {
			after.WriteRune(c.r)
		}
	}
	for _, c := range chars {
		if !c.box.Empty() {
			w.right = c.box.Right
		}
	}
	text, mark := run.Raise(w.before(), clean.Line(raised.String()), after.String())
	switch {
	case !mark:
		w.write(chars, func(string) string { return text })
		return
	case apart && !closeBy(w.line.Words[len(w.line.Words)-1].Box, chars):
		w.write(chars, nil) // a number in a column of its own
		return
	case apart:
		last := &w.line.Words[len(w.line.Words)-1]
		last.Spans = append(last.Spans, corpus.Span{Kind: corpus.SpanMark, Offset: len(last.Text), Text: text})
		w.aside = true
		return
	case w.text == "":
		text += " " // it stands before all words
	}
	w.spans = append(w.spans, corpus.Span{Kind: corpus.SpanMark, Offset: len(w.text), Text: text})
	w.marked = true
}

// closeBy tells whether raised characters stand by the word before them.
func closeBy(word layout.Box, chars []char) bool {
	for _, c := range chars {
		if !c.box.Empty() {
			return c.box.Left-word.Right < nearMark*word.Height() && c.box.Left > word.Left
		}
	}
	return false
}

// nearMark is how far from its word a mark may stand, in heights of the word.
const nearMark = 0.5

// strike puts struck characters beside the words.
func (w *wordWriter) strike(chars []char) {
	if w.held {
		w.end()
	}
	w.settle()
	var b strings.Builder
	for _, c := range chars {
		if c.r != nothing {
			b.WriteRune(c.r)
		}
	}
	words := clean.Line(b.String())
	switch {
	case words == "":
		return
	case w.text != "":
		w.spans = append(w.spans, corpus.Span{Kind: corpus.SpanStruck, Offset: len(w.text), Text: words})
	case len(w.line.Words) > 0:
		last := &w.line.Words[len(w.line.Words)-1]
		last.Spans = append(last.Spans, corpus.Span{Kind: corpus.SpanStruck, Offset: len(last.Text), Text: " " + words})
	default:
		w.pending = append(w.pending, corpus.Span{Kind: corpus.SpanStruck, Text: words + " "})
	}
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
	for _, r := range clean.Compatible(glyph.Ligatures(glyph.Symbols(body))) {
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
