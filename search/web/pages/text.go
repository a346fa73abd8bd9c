package pages

import (
	"fmt"
	"html/template"
	"strconv"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// statementText are a statement's text page by page, with the places found in it
// numbered from its beginning to its end.
type statementText struct {
	Pages []pageText
	Marks int
	OCR   bool // some of the text was recognized (OCR)
}

type pageText struct {
	Number     int
	Label      string // as printed, if it is not the number
	Lang       corpus.Language
	OCR        bool
	Confidence string
	Passages   []passageText
	Struck     template.HTML // words that are struck out, where nothing else is on the page
	Marks      []place
	Lost       []*wasView // addresses that no passage of the page has any more
	View       string     // address of the page as it was published, or ""
}

// place is one place found: where its mark stands on its page.
type place struct {
	Number int // among all of the statement
	search.Range
}

// passageText is one paragraph. First and Last are the numbers of its marks, or
// 0 without any; Prev and Next lead to the marks of its neighbours among those.
type passageText struct {
	Anchor      string
	HTML        template.HTML
	Dir         string
	First, Last int
	Of          int // marks of the statement
	Prev, Next  string
	Was         *wasView // what its address led to before; nil where that is the same
}

// besideAnchor begins the anchors of a text that stands beside another.
const besideAnchor = "beside-"

// annotate sets the text and ties the passages with marks to a chain. Where is the
// address of a mark on a page; without it the text is one that stands beside
// another, whose marks have no numbers.
func annotate(l *ui.Locale, d corpus.Statement, ranges [][]search.Range, where func(page, mark int) string) statementText {
	var out statementText
	var last *passageText
	var lastAt string // the first mark of last
	for i, p := range d.Pages {
		view := pageText{Number: p.Number, Lang: p.Language, OCR: p.OCR()}
		if view.Lang == "" {
			view.Lang = d.Language
		}
		if p.Label != "" && p.Label != strconv.Itoa(p.Number) {
			view.Label = p.Label
		}
		if p.OCR() {
			out.OCR = true
			view.Confidence = l.Percent(p.Confidence)
		}
		var onPage []search.Range
		if i < len(ranges) {
			onPage = ranges[i]
		}
		passages := p.Passages()
		view.Passages = make([]passageText, len(passages))
		beside := besides(p.Spans, passages)
		if len(passages) == 0 && len(p.Spans) > 0 {
			view.Struck = l.Printed("", nil, 0, p.Spans)
		}
		for j, passage := range passages {
			start := utf8.RuneCountInString(p.Text[:passage.Offset])
			here := cut(onPage, start, utf8.RuneCountInString(passage.Text))
			text := &view.Passages[j]
			*text = passageText{Anchor: request.PassageAnchor(p.Number, passage.Number), Dir: view.Lang.Dir()}
			if where == nil {
				text.Anchor = besideAnchor + text.Anchor
				text.HTML = l.Printed(passage.Text, here, 0, beside[j])
				continue
			}
			text.HTML = l.Printed(passage.Text, here, out.Marks+1, beside[j])
			if len(here) == 0 {
				continue
			}
			text.First, text.Last = out.Marks+1, out.Marks+len(here)
			for _, r := range here {
				out.Marks++
				view.Marks = append(view.Marks, place{out.Marks, search.Range{Start: start + r.Start, End: start + r.End}})
			}
			at := where(p.Number, text.First)
			if last != nil {
				last.Next, text.Prev = at, lastAt
			}
			last, lastAt = text, at
		}
		out.Pages = append(out.Pages, view)
	}
	for _, p := range out.Pages {
		for i := range p.Passages {
			p.Passages[i].Of = out.Marks
		}
	}
	return out
}

// besides are the spans of a page by passage, their offsets counted from its
// begin. One that stands between two passages goes with the first.
func besides(spans []corpus.Span, passages []corpus.Passage) [][]corpus.Span {
	out := make([][]corpus.Span, len(passages))
	at := 0
	for _, s := range spans {
		for at+1 < len(passages) && s.Offset >= passages[at+1].Offset {
			at++
		}
		if at < len(passages) {
			s.Offset = min(max(s.Offset-passages[at].Offset, 0), len(passages[at].Text))
			out[at] = append(out[at], s)
		}
	}
	return out
}

// Span is the numbers of the passage's marks: 3 or 3–5.
func (p passageText) Span() string { return numbers(p.First, p.Last) }

func numbers(first, last int) string {
	if first == last {
		return strconv.Itoa(first)
	}
	return fmt.Sprintf("%d–%d", first, last)
}

// cut takes the ranges that lie in the stretch of n code points from start,
// counted from there.
func cut(ranges []search.Range, start, n int) []search.Range {
	var out []search.Range
	for _, r := range ranges {
		from, to := max(r.Start-start, 0), min(r.End-start, n)
		if from < to {
			out = append(out, search.Range{Start: from, End: to})
		}
	}
	return out
}
