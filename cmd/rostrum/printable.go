package main

import (
	"strings"
	"unicode"
)

// printable is a text out of a document on one line of a terminal, which it
// must not steer.
func printable(text string) string {
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
