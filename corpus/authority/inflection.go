package authority

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// inflectionKey returns what the inflections of a term have in common: its words
// without their endings. Like any light stemmer it confuses some words, so it is only
// compared with the names of terms.
func inflectionKey(name string) string {
	var b strings.Builder
	for _, w := range Words(name) {
		b.WriteString(withoutEnding(w.Text))
		b.WriteByte(' ')
	}
	return b.String()
}

// The minimum length of a word without its ending. Shorter ones are other words:
// French "fin" is not "fines".
const minStem, minLatinStem = 3, 4

// withoutEnding removes the plural, the case and the Arabic article from a folded word.
func withoutEnding(word string) string {
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case unicode.Is(unicode.Cyrillic, r):
		return without(word, cyrillicEndings, minStem)
	case unicode.Is(unicode.Arabic, r):
		for _, article := range []string{"وال", "بال", "فال", "كال", "ال", "لل"} {
			if rest, ok := strings.CutPrefix(word, article); ok && utf8.RuneCountInString(rest) >= minStem {
				return rest
			}
		}
		return word
	case !unicode.Is(unicode.Latin, r):
		return word
	}
	for _, plural := range latinPlurals {
		if rest, ok := strings.CutSuffix(word, plural.many); ok && len(rest) >= minLatinStem {
			return without(rest+plural.one, latinEndings, minLatinStem)
		}
	}
	return without(word, latinEndings, minLatinStem)
}

func without(word string, endings []string, least int) string {
	for _, ending := range endings {
		if rest, ok := strings.CutSuffix(word, ending); ok && utf8.RuneCountInString(rest) >= least {
			return rest
		}
	}
	return word
}

var (
	// Plurals with more than an s: tribunaux, nacionais, acusações, penalties.
	latinPlurals = []struct{ many, one string }{{"aux", "al"}, {"ais", "al"}, {"oes", "ao"}, {"ies", "y"}, {"ss", "ss"}}
	// The plural in s, with the vowel that Spanish adds.
	latinEndings    = []string{"es", "s", "e"}
	cyrillicEndings = []string{
		"ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "иям", "ией",
		"ий", "ый", "ой", "ей", "ая", "яя", "ое", "ее", "ые", "ие", "ую", "юю", "ых", "их", "ым", "им", "ом", "ем", "ов", "ев", "ах", "ях", "ам", "ям", "ию", "ии", "ия",
		"а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й",
	}
)
