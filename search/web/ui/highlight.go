package ui

import (
	"html/template"
	"strconv"
	"strings"

	"rostrum/search"
)

// Marked escapes text and sets <mark> around the ranges; a range that is empty,
// or out of its order, is passed over. All HTML that comes from a statement is
// made here.
func Marked(text string, ranges []search.Range) template.HTML { return Numbered(text, ranges, 0) }

// Numbered is Marked, and gives the marks anchors with numbers from first on,
// unless that is 0.
func Numbered(text string, ranges []search.Range, first int) template.HTML {
	var b strings.Builder
	runes := []rune(text)
	at := 0
	for _, r := range ranges {
		start, end := r.Start, min(r.End, len(runes))
		if start < at || start >= end {
			continue
		}
		escape(&b, runes[at:start])
		b.WriteString("<mark")
		if first > 0 {
			b.WriteString(` id="` + MarkAnchor(first) + `"`)
			first++
		}
		b.WriteString(">")
		escape(&b, runes[start:end])
		b.WriteString("</mark>")
		at = end
	}
	escape(&b, runes[at:])
	return template.HTML(b.String())
}

func escape(b *strings.Builder, s []rune) { template.HTMLEscape(b, []byte(string(s))) }

// MarkAnchor is the anchor of a numbered mark.
func MarkAnchor(number int) string { return "m" + strconv.Itoa(number) }
