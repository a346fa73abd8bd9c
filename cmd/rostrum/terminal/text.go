package terminal

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"

	"rostrum/corpus"
)

// Names labels ids.
type Names interface {
	// Label returns the label of an id in a language, or the id if there is none.
	Label(corpus.Field, string, corpus.Language) string
}

// OneLine puts text from a document on one line and removes control characters.
func OneLine(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, text)
}

// Number writes a number with a comma every three digits.
func Number(n int) string {
	s := fmt.Sprint(n)
	var out strings.Builder
	for i, digit := range s {
		if i > 0 && (len(s)-i)%3 == 0 && s[i-1] != '-' {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	return out.String()
}

// Count writes a count with its noun.
func Count(n int, one, many string) string {
	word := many
	if n == 1 {
		word = one
	}
	return strings.Join([]string{Number(n), word}, " ")
}

func newTable(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) }

// marked puts on and off around the ranges of a text and joins its lines. Control
// characters are removed.
func marked(text string, ranges [][2]int, on, off string) string {
	var out strings.Builder
	next := 0
	for i, r := range []rune(text) {
		if next < len(ranges) && i == ranges[next][1] {
			out.WriteString(off)
			next++
		}
		if next < len(ranges) && i == ranges[next][0] {
			out.WriteString(on)
		}
		switch {
		case r == '\n' || r == '\t':
			out.WriteByte(' ')
		case r >= 0x20 && r != 0x7f && (r < 0x80 || r > 0x9f):
			out.WriteRune(r)
		}
	}
	if next < len(ranges) {
		out.WriteString(off)
	}
	return out.String()
}
