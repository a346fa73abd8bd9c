package quality

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ArabicScore rates how much words look like Arabic in reading order, to compare two
// readings of one line. Function words and the article count for a reading. Final
// letters at the beginning of a word, single letters and joined words count against
// it.
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
			score -= 2 // the article, reversed
		}
		if rest := w[size:]; strings.ContainsRune(rest, 'ة') && !strings.HasSuffix(rest, "ة") {
			score -= 3 // a final letter within a word: two words were joined
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
