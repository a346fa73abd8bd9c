package main

import (
	"strings"
	"unicode/utf8"
)

// endings are word endings that begin a syllable, longest first, by language.
// A word broken before one of them is always broken well, which a short list
// of patterns for whole languages could not promise; the corpus needs hyphens
// at line ends as real statements have them, not all that there could be.
var endings = map[string][]string{
	"en": {"tional", "tions", "tion", "sions", "sion", "ments", "ment", "ness", "tive", "ship", "ful", "less"},
	"fr": {"tions", "tion", "sions", "sion", "ments", "ment", "tives", "tive", "teurs", "teur"},
	"es": {"mientos", "miento", "ciones", "ción", "siones", "sión", "dades", "dad", "mente", "tivos", "tivo", "doras", "dores", "dor"},
}

// split breaks a word in two at the best place for the end of a line: after a
// hyphen it has, or before an ending of its language. It reports false for a
// word that should stay whole.
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
