package ui

import (
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search"
)

// Marked escapes text and sets <mark> around the ranges; a range that is empty,
// or out of its order, is passed over. All HTML that comes from a statement is
// made here.
func Marked(text string, ranges []search.Range) template.HTML {
	return (*Locale)(nil).Printed(text, ranges, 0, nil)
}

// Printed is Marked, and gives the marks anchors with numbers from first on,
// unless that is 0. It shows what is printed beside the text as well: marks of
// notes raised and struck words with a line through them. The offsets of the
// spans are bytes of text, in ascending order. What it adds for those who listen
// is in the language of l, which may be nil where there are no spans.
func (l *Locale) Printed(text string, ranges []search.Range, first int, spans []corpus.Span) template.HTML {
	p := printer{locale: l, text: text, spans: spans}
	at := 0 // code points written
	for _, r := range ranges {
		start, end := r.Start, r.End
		if start < at || start >= end || !p.holds(start-at) {
			continue
		}
		p.write(start-at, true)
		p.WriteString("<mark")
		if first > 0 {
			p.WriteString(` id="` + MarkAnchor(first) + `"`)
			first++
		}
		p.WriteString(">")
		at = start + p.write(end-start, false)
		p.WriteString("</mark>")
	}
	p.write(len(text), true)
	return template.HTML(p.String())
}

// printer writes a text from its beginning to its end.
type printer struct {
	strings.Builder
	locale *Locale
	text   string
	at     int // byte of text that comes next
	spans  []corpus.Span
}

// holds tells whether more than n code points of the text are still to come.
func (p *printer) holds(n int) bool { return p.end(n) < len(p.text) }

// end is the byte at which the next n code points end.
func (p *printer) end(n int) int {
	at := p.at
	for ; n > 0 && at < len(p.text); n-- {
		_, size := utf8.DecodeRuneInString(p.text[at:])
		at += size
	}
	return at
}

// write writes up to n code points with the spans before and among them, and if
// last says so, those right after them. It returns how many there were.
func (p *printer) write(n int, last bool) int {
	end, from := p.end(n), p.at
	for len(p.spans) > 0 && (p.spans[0].Offset < end || last && p.spans[0].Offset == end) {
		if at := p.spans[0].Offset; at > p.at {
			p.escape(p.text[p.at:at])
			p.at = at
		}
		p.span(p.spans[0])
		p.spans = p.spans[1:]
	}
	p.escape(p.text[p.at:end])
	p.at = end
	return utf8.RuneCountInString(p.text[from:end])
}

// span writes what is printed beside the text. The space in front of what is
// only heard keeps it from running into the word before.
func (p *printer) span(s corpus.Span) {
	heard := func(words string) {
		p.WriteString(`<span class="unseen" lang="` + string(p.locale.Lang) + `"> `)
		p.escape(words)
		p.WriteString(" </span>")
	}
	if s.Kind == corpus.SpanMark {
		p.WriteString(`<sup class="beside">`)
		heard(p.locale.Text("beside.mark"))
		p.escape(s.Text)
		p.WriteString("</sup>")
		return
	}
	words := strings.TrimSpace(s.Text)
	before, after, _ := strings.Cut(s.Text, words)
	p.WriteString(`<span class="beside">` + before + "<s>")
	heard(p.locale.Text("beside.struck"))
	p.escape(words)
	heard(p.locale.Text("beside.struck-end"))
	p.WriteString("</s>" + after + "</span>")
}

func (p *printer) escape(s string) { template.HTMLEscape(p, []byte(s)) }

// MarkAnchor is the anchor of a numbered mark.
func MarkAnchor(number int) string { return "m" + strconv.Itoa(number) }
