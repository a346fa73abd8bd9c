package analysis

import (
	"strings"
	"unicode/utf8"
)

// WithinEdits reports whether a can be changed to b by at most limit insertions,
// deletions, replacements and swaps of neighbouring characters.
func WithinEdits(a, b string, limit int) bool {
	if d := len(a) - len(b); d > utf8.UTFMax*limit || -d > utf8.UTFMax*limit {
		return false
	}
	// Buffers for words of usual length, since this runs for every word of a
	// dictionary.
	const usual = 48
	var runes [2][usual]rune
	x, y := appendRunes(runes[0][:0], a), appendRunes(runes[1][:0], b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return false
	}
	// Three rows of the Damerau-Levenshtein matrix (optimal string alignment).
	var rows [3][usual + 1]int
	before, row, next := rows[0][:], rows[1][:], rows[2][:]
	if len(y) > usual {
		before, row, next = make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	}
	before, row, next = before[:len(y)+1], row[:len(y)+1], next[:len(y)+1]
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next[0] = i + 1
		minimum := next[0]
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
			minimum = min(minimum, next[j+1])
		}
		if minimum > limit {
			return false
		}
		before, row, next = row, next, before
	}
	return row[len(y)] <= limit
}

func appendRunes(to []rune, s string) []rune {
	for _, r := range s {
		to = append(to, r)
	}
	return to
}

// HasPrefixNearly reports whether word begins with typed, except for one letter that
// is wrong, missing, superfluous, or swapped with the next.
func HasPrefixNearly(word, typed string) bool {
	i := 0
	for i < len(word) && i < len(typed) && word[i] == typed[i] {
		i++
	}
	for i > 0 && (i < len(typed) && !utf8.RuneStart(typed[i]) || i < len(word) && !utf8.RuneStart(word[i])) {
		i--
	}
	word, typed = word[i:], typed[i:]
	if typed == "" {
		return true
	}
	first, n := utf8.DecodeRuneInString(typed)
	if strings.HasPrefix(word, typed[n:]) { // superfluous
		return true
	}
	if word == "" {
		return false
	}
	other, m := utf8.DecodeRuneInString(word)
	if strings.HasPrefix(word[m:], typed[n:]) || strings.HasPrefix(word[m:], typed) {
		return true
	}
	second, k := utf8.DecodeRuneInString(typed[n:])
	next, l := utf8.DecodeRuneInString(word[m:])
	return k > 0 && l > 0 && first == next && second == other && strings.HasPrefix(word[m+l:], typed[n+k:])
}
