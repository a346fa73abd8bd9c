package quality

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ArabicScore tells how much words look like Arabic in the order of reading;
// it compares two readings of one line. Small words and the article speak for
// a reading. Letters that only end a word and stand at its begin, single
// letters and words run together speak against it.
func ArabicScore(words []string) int {
	score := 0
	for _, w := range words {
		w = strings.TrimFunc(strings.Map(plainArabic, w), func(r rune) bool { return !unicode.IsLetter(r) })
		letters := utf8.RuneCountInString(w)
		if letters == 0 {
			continue
		}
		first, size := utf8.DecodeRuneInString(w)
		if !unicode.Is(unicode.Arabic, first) {
			continue
		}
		switch {
		case slices.Contains(arabicWords, w):
			score += 3
		case isArabicSmall(w):
			score += 2
		case letters == 1 && w != "و":
			score -= 2
		}
		if first == 'ة' || first == 'ئ' || first == 'ء' {
			score -= 3
		}
		if strings.HasSuffix(w, "لا") && letters > 4 {
			score -= 2 // the article, backwards
		}
		if rest := w[size:]; strings.ContainsRune(rest, 'ة') && !strings.HasSuffix(rest, "ة") {
			score -= 3 // it ends a word: two have run together
		}
		if strings.HasSuffix(w, "ة") {
			score++
		}
		if letters > 15 {
			score -= 3
		}
	}
	return score
}
