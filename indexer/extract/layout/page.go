package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
)

// Page is a page before anything is made of it.
type Page struct {
	Number        int // 1-based
	Width, Height float32
	Lines         []Line // in the order of the file
	Arranged      bool   // the lines are in the order of reading and know their columns
}

// Pages makes the pages of one document. They are looked at together, for a
// running head is known by its return and a broken word by its whole form elsewhere.
func Pages(raw []Page) []corpus.Page {
	raw = dropRunning(raw)
	for i := range raw {
		if !raw[i].Arranged {
			raw[i].Lines = arrange(joinCaps(dropLineNumbers(raw[i].Lines)))
		}
	}
	hyphens := clean.NewHyphens()
	for _, p := range raw {
		for _, l := range p.Lines {
			hyphens.Learn(l.Text())
		}
	}
	joinPages(raw, hyphens)
	out := make([]corpus.Page, len(raw))
	for i, p := range raw {
		out[i] = corpus.Page{Number: p.Number, Width: p.Width, Height: p.Height}
		write(&out[i], paragraphs(p.Lines), hyphens)
	}
	return out
}

// joinPages puts the second half of a word that is broken over two pages with
// its first half, where it can be found.
func joinPages(pages []Page, hyphens *clean.Hyphens) {
	for i := 1; i < len(pages); i++ {
		above, below := pages[i-1].Lines, pages[i].Lines
		if len(above) == 0 || len(below) == 0 || above[len(above)-1].Alone || below[0].Alone {
			continue
		}
		last, first := above[len(above)-1].Words, below[0].Words
		first0, _ := utf8.DecodeRuneInString(first[0].Text)
		kept, glue := hyphens.Glue(last[len(last)-1].Text, first[0].Text)
		if glue != "" || !unicode.IsLower(first0) || len(first) < 2 {
			continue
		}
		for _, s := range first[0].Spans {
			s.Offset += len(kept)
			last[len(last)-1].Spans = append(last[len(last)-1].Spans, s)
		}
		last[len(last)-1].Text = kept + first[0].Text
		pages[i].Lines = append([]Line{{Words: first[1:], Box: below[0].Box, Column: below[0].Column}}, below[1:]...)
	}
}

// write puts paragraphs into the page and says where each word stands.
func write(p *corpus.Page, paragraphs [][]Line, hyphens *clean.Hyphens) {
	var b strings.Builder
	for _, paragraph := range paragraphs {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		glue := ""
		words := joined(paragraph)
		for i, w := range words {
			b.WriteString(glue)
			text := w.Text
			glue = " "
			if w.ends && i+1 < len(words) {
				text, glue = hyphens.Glue(w.Text, words[i+1].Text)
			}
			text = strings.Map(clean.Rune, text)
			if text == "" {
				continue
			}
			start := b.Len()
			for _, s := range w.Spans {
				s.Offset = start + min(s.Offset, len(text))
				p.Spans = append(p.Spans, s)
			}
			b.WriteString(text)
			p.Words = append(p.Words, corpus.Word{Start: start, End: b.Len(),
				Left: w.Box.Left, Top: w.Box.Top, Right: w.Box.Right, Foot: w.Box.Foot})
		}
	}
	p.Text = b.String()
}

// placed is a word that knows whether it ends its line.
type placed struct {
	Word
	ends bool
}

func joined(paragraph []Line) []placed {
	var out []placed
	for _, l := range paragraph {
		for i, w := range l.Words {
			out = append(out, placed{w, i == len(l.Words)-1})
		}
	}
	return out
}
