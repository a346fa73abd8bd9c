package main

import (
	"strings"
	"unicode/utf8"
)

// endings are word endings that begin a syllable, longest first, by language.
// Hyphenation before one of them is always correct, which a short list of patterns
// could not guarantee; the corpus needs typical hyphenation, not every possible one.
var endings = map[string][]string{
	"en": {"tional", "tions", "tion", "sions", "sion", "ments", "ment", "ness", "tive", "ship", "ful", "less"},
	"fr": {"tions", "tion", "sions", "sion", "ments", "ment", "tives", "tive", "teurs", "teur"},
	"es": {"mientos", "miento", "ciones", "ción", "siones", "sión", "dades", "dad", "mente", "tivos", "tivo", "doras", "dores", "dor"},
}

// split hyphenates a word at the best position for a line end: after a hyphen it has,
// or before an ending of its language. It returns false for words that cannot be
// split.
func split(word, language string) (head, tail string, ok bool) {
	if i := strings.LastIndexByte(word, '-'); i > 2 && i < len(word)-3 {
		return word[:i+1], word[i+1:], true
	}
	bare := strings.TrimRight(word, ".,;:?!)»”’")
	for _, ending := range endings[language] {
		start, found := strings.CutSuffix(bare, ending)
		if found && utf8.RuneCountInString(start) >= 3 {
			return start + "-", word[len(start):], true
		}
	}
	return "", "", false
}
