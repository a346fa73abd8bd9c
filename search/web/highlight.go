package web

import (
	"html/template"
	"strings"

	"rostrum/search"
)

// marked escapes text and sets <mark> around the ranges. All HTML that comes
// from a statement is made here.
func marked(text string, ranges []search.Range) template.HTML {
	var b strings.Builder
	at, next := 0, 0 // code points read; bytes written
	for i := range text {
		for len(ranges) > 0 && at == ranges[0].End {
			escape(&b, text[next:i])
			b.WriteString("</mark>")
			next, ranges = i, ranges[1:]
		}
		if len(ranges) > 0 && at == ranges[0].Start {
			escape(&b, text[next:i])
			b.WriteString("<mark>")
			next = i
		}
		at++
	}
	escape(&b, text[next:])
	if len(ranges) > 0 && ranges[0].Start < at && ranges[0].End >= at {
		b.WriteString("</mark>")
	}
	return template.HTML(b.String())
}

func escape(b *strings.Builder, s string) { template.HTMLEscape(b, []byte(s)) }

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
