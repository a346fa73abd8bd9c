// Package clean converts characters of files to text as a reader sees it: without
// ligatures and control characters, with lines joined to paragraphs, and without
// hyphenation at line ends. It is independent of formats.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Rune returns the replacement of a character: itself, a space for any kind of space,
// or -1 for invisible characters (controls, byte order marks, private use, U+FFFD).
func Rune(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
		return ' '
	case r == utf8.RuneError, r == 0xFEFF, r == 0x200B, r == 0x2060, r == 0x00AD:
		return -1
	case r < 0x20, r >= 0x7F && r < 0xA0:
		return -1
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
		return -1 // directional marks: text is in logical order
	case r >= 0xFFF0 && r <= 0xFFFF, r >= 0xE000 && r <= 0xF8FF, r >= 0xF0000:
		return -1
	case r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE:
		return -1
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}

// Compatible is NFKC, except for characters whose plain form would be another word:
// Court™ is not CourtTM, 2½ not 21/2 and km² not km2. These are kept.
func Compatible(s string) string {
	at := strings.IndexFunc(s, telling)
	if at < 0 {
		return norm.NFKC.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for at >= 0 {
		_, size := utf8.DecodeRuneInString(s[at:])
		b.WriteString(norm.NFKC.String(s[:at]))
		b.WriteString(s[at : at+size])
		s = s[at+size:]
		at = strings.IndexFunc(s, telling)
	}
	b.WriteString(norm.NFKC.String(s))
	return b.String()
}

// telling reports whether Compatible keeps a character.
func telling(r rune) bool {
	switch {
	case r < 0xA8:
		return false
	case r == 0xA8, r == 0xAA, r == 0xAF, r == 0xB4, r == 0xB8, r >= 0xB2 && r <= 0xB3, r >= 0xB9 && r <= 0xBA, r >= 0xBC && r <= 0xBE:
		return true // accents by themselves, ª º, ² ³ ¹, ¼ ½ ¾
	case r >= 0x2D8 && r <= 0x2DD, r >= 0x2070 && r <= 0x209C:
		return true // accents, raised and lowered signs
	case r == 0x2116, r >= 0x2120 && r <= 0x2122, r == 0x213B, r >= 0x2150 && r <= 0x215F, r == 0x2189:
		return true // № ℠ ℡ ™ ℻ and fractions
	case r >= 0x2460 && r <= 0x24FF, r >= 0x3200 && r <= 0x33FF:
		return true // ① and the like
	}
	return false
}

// Line is Compatible with single spaces, and without spaces at its ends.
func Line(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range Compatible(s) {
		r = Rune(r)
		switch {
		case r < 0:
			continue
		case r == ' ':
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Paragraphs joins paragraphs to one text, separated by empty lines. Empty paragraphs
// are left out.
func Paragraphs(paragraphs []string) string {
	var b strings.Builder
	for _, p := range paragraphs {
		p = strings.TrimSpace(p)
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(p)
	}
	return b.String()
}
