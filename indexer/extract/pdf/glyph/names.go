package glyph

import (
	"strings"
	"unicode"

	"rostrum/indexer/extract/clean"
)

// Some fonts name their glyphs after letters of other alphabets, or by their codes.

// ligatures are the letters of other alphabets that stand for ligatures in
// fonts of office programs, which give them no name of their own.
var ligatures = map[rune]string{'Ɵ': "ti", 'Ʃ': "tt", 'Ō': "ft", 'ƞ': "tf", 'Ʀ': "tz"}

// Ligatures writes out the ligatures of a word. A letter is one if it stands
// for a capital amid small letters of plain Latin.
func Ligatures(word string) string {
	if !strings.ContainsAny(word, "ƟƩŌƞƦ") {
		return word
	}
	small := 0
	for _, r := range word {
		switch {
		case unicode.IsLower(r) && r < 0x180:
			small++
		case unicode.IsLetter(r) && ligatures[r] == "" && (r >= 0x250 || !unicode.IsUpper(r)):
			return word // another alphabet
		}
	}
	if small == 0 {
		return word
	}
	var b strings.Builder
	for i, r := range word {
		s := ligatures[r]
		first := strings.IndexFunc(word, unicode.IsLetter) == i
		if s == "" || r == 'Ō' && first {
			b.WriteRune(r)
			continue
		}
		b.WriteString(s)
	}
	return b.String()
}

// Symbols names the characters of fonts that have no alphabet but that of
// their codes: U+F041 is A, in a word of such characters.
func Symbols(word string) string {
	n := 0
	for _, r := range word {
		if r < 0xF021 || r > 0xF07E {
			return word
		}
		n++
	}
	if n < 2 {
		return word
	}
	plain := strings.Map(func(r rune) rune { return r - 0xF000 }, word)
	if strings.ContainsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsPunct(r) }) {
		return word
	}
	return clean.Line(plain)
}
