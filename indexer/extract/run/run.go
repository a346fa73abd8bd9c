// Package run is the model of text that all readers produce: runs of characters with
// the same formatting. It decides for all formats whether raised characters are a
// note mark or part of a word, and how struck words are represented.
package run

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
)

// Set is a bit set of formatting.
type Set uint8

// The kinds of formatting.
const (
	Raised  Set = 1 << iota // superscript, usually smaller
	Lowered                 // subscript
	Struck                  // struck through
	Hidden                  // invisible
	Mark                    // a note mark, for certain
)

// Run is text with one formatting.
type Run struct {
	Text string
	Set  Set
}

// Paragraph is cleaned text with its spans; offsets are relative to its beginning.
type Paragraph struct {
	Text  string
	Spans []corpus.Span
}

// Plain returns a paragraph of unformatted text. Raised digits (⁴) and letters with a
// combining stroke are recognized by their code points.
func Plain(s string) Paragraph { return Compose([]Run{{Text: s}}) }

// Compose joins runs to a paragraph.
func Compose(runs []Run) Paragraph {
	runs = unfold(runs)
	var b builder
	for i, r := range runs {
		switch {
		case r.Set&Hidden != 0:
		case r.Set&Struck != 0:
			b.strike(r.Text)
		case r.Set&Mark != 0:
			if text := clean.Line(r.Text); text != "" {
				b.mark(text)
			}
		case r.Set&Raised != 0:
			text, mark := Raise(b.String(), r.Text, following(runs[i+1:]))
			if mark {
				b.mark(text)
			} else {
				b.write(text)
			}
		case r.Set&Lowered != 0:
			b.write(Lower(b.String(), r.Text))
		default:
			b.write(r.Text)
		}
	}
	return b.paragraph()
}

// following returns the visible text after a run.
func following(runs []Run) string {
	for _, r := range runs {
		if r.Set&(Hidden|Struck) == 0 && r.Text != "" {
			return r.Text
		}
	}
	return ""
}

// builder writes a paragraph with single spaces.
type builder struct {
	strings.Builder
	space bool // write one before the next word
	spans []corpus.Span
}

func (b *builder) write(s string) {
	for _, r := range clean.Compatible(s) {
		r = clean.Rune(r)
		switch {
		case r < 0:
			continue
		case r == ' ':
			if n := len(b.spans); b.Len() == 0 && n > 0 && b.spans[n-1].Kind == corpus.SpanMark && b.spans[n-1].Offset == 0 {
				b.spans[n-1].Text = strings.TrimSuffix(b.spans[n-1].Text, " ") + " " // it precedes all words
			}
			b.space = b.space || b.Len() > 0
			continue
		}
		if b.space {
			b.WriteByte(' ')
			b.space = false
		}
		b.WriteRune(r)
	}
}

// mark adds a note mark as a span.
func (b *builder) mark(s string) {
	b.spans = append(b.spans, corpus.Span{Kind: corpus.SpanMark, Offset: b.Len(), Text: s})
}

// strike adds struck words as a span. Spaces before and after them are merged.
func (b *builder) strike(s string) {
	words := clean.Line(s)
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	if words == "" {
		b.space = b.space || b.Len() > 0 && s != ""
		return
	}
	switch {
	case b.Len() == 0:
		words += " "
	case b.space || unicode.IsSpace(first):
		words = " " + words
	}
	if n := len(b.spans) - 1; n >= 0 && b.spans[n].Kind == corpus.SpanStruck && b.spans[n].Offset == b.Len() {
		b.spans[n].Text += words
	} else {
		b.spans = append(b.spans, corpus.Span{Kind: corpus.SpanStruck, Offset: b.Len(), Text: words})
	}
	b.space = b.Len() > 0 && (b.space || unicode.IsSpace(last))
}

func (b *builder) paragraph() Paragraph { return Paragraph{b.String(), b.spans} }

// Page returns a page of paragraphs, for formats without pages. Of a paragraph that
// is struck as a whole only its spans are kept.
func Page(paragraphs []Paragraph) corpus.Page {
	page := corpus.Page{Number: 1, Method: corpus.MethodTextLayer}
	var b strings.Builder
	for _, p := range paragraphs {
		if p.Text != "" && b.Len() > 0 {
			b.WriteString("\n\n")
		}
		for _, s := range p.Spans {
			switch {
			case p.Text == "" && b.Len() > 0:
				s.Text = "\n\n" + strings.TrimSpace(s.Text)
			case p.Text == "":
				s.Text = strings.TrimSpace(s.Text) + "\n\n"
			}
			s.Offset += b.Len()
			page.Spans = append(page.Spans, s)
		}
		b.WriteString(p.Text)
	}
	page.Text = b.String()
	return page
}

// Texts returns the texts of paragraphs.
func Texts(paragraphs []Paragraph) []string {
	out := make([]string, len(paragraphs))
	for i, p := range paragraphs {
		out[i] = p.Text
	}
	return out
}

// unfold splits off characters that are raised or struck by their code points.
func unfold(runs []Run) []Run {
	if !slices.ContainsFunc(runs, func(r Run) bool { return strings.ContainsFunc(r.Text, coded) }) {
		return runs
	}
	var out []Run
	add := func(r rune, set Set) {
		if n := len(out) - 1; n >= 0 && out[n].Set == set {
			out[n].Text += string(r)
			return
		}
		out = append(out, Run{string(r), set})
	}
	for _, run := range runs {
		list := []rune(run.Text)
		for i, r := range list {
			digit, raised := Superscript(r)
			switch {
			case r == strokeShort || r == strokeLong:
			case i+1 < len(list) && (list[i+1] == strokeShort || list[i+1] == strokeLong):
				add(r, run.Set|Struck)
			case raised && run.Set&(Struck|Mark) == 0:
				add(digit, run.Set|Raised)
			default:
				add(r, run.Set)
			}
		}
	}
	return out
}

// Strike adds a stroke to each character, for formats that have no other way to mark
// struck text.
func Strike(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
		b.WriteRune(strokeLong)
	}
	return b.String()
}

// Combining characters that strike the preceding character.
const strokeShort, strokeLong = 0x0335, 0x0336

func coded(r rune) bool {
	_, raised := Superscript(r)
	return raised || r == strokeShort || r == strokeLong
}

// Split splits a page into its paragraphs.
func Split(page corpus.Page) []Paragraph {
	var out []Paragraph
	at := 0
	for i, text := range strings.Split(page.Text, "\n\n") {
		p := Paragraph{Text: text}
		for _, s := range page.Spans {
			if s.Offset >= at && s.Offset <= at+len(text) && (i == 0 || s.Offset > at || s.Kind == corpus.SpanMark) {
				s.Offset -= at
				p.Spans = append(p.Spans, s)
			}
		}
		out = append(out, p)
		at += len(text) + len("\n\n")
	}
	return out
}
