package authority

import (
	"slices"
	"unicode/utf8"

	"rostrum/corpus"
)

// Near returns the one id with a name that differs from name only by typing errors:
// "Human Rigts Watch", "Urugay". It returns false if the name is known as it is, is
// short or an acronym, or is about equally close to names of two ids.
//
// Names are compared word by word: words under five letters must be equal, up to eight
// letters one error is allowed, in longer ones two, and two in a whole name. An error
// is an extra, missing or wrong letter, or two swapped ones. The first letter of a name
// must be correct.
func (a *Authority) Near(f corpus.Field, name string) (id string, ok bool) {
	ix := a.fields[f]
	if ix == nil || len(name) > maxName || isAcronym(name) {
		return "", false
	}
	words := Words(name)
	letters := 0
	for _, w := range words {
		letters += utf8.RuneCountInString(w.Text)
	}
	if letters < 6 || notNames[fold(name)] {
		return "", false
	}
	if ix.whole(name) != nil {
		return "", false
	}
	typed := newSpelling(nil, words)
	best, found := 3, (*entry)(nil)
	for _, known := range ix.near[len(words)] {
		slips := slipsBetween(typed.words, known.words, best)
		switch {
		case slips > best:
		case slips < best:
			best, found, ok = slips, known.entry, true
		case found != known.entry:
			ok = false
		}
	}
	if !ok || best > 2 {
		return "", false
	}
	return found.id, true
}

// spelling is a name prepared for comparison with misspellings.
type spelling struct {
	entry *entry
	words [][]rune
}

func newSpelling(e *entry, words []Word) spelling {
	s := spelling{entry: e, words: make([][]rune, len(words))}
	for i, w := range words {
		s.words[i] = []rune(w.Text)
	}
	return s
}

// notNames are words one letter away from a state's name that mean something else.
var notNames = setOf("guyane guiana austrian nigerian nigerien georgian dominican guinean congolese samoan korean")

// slipsBetween counts the typing errors between two names; more than most if there are
// too many.
func slipsBetween(typed, known [][]rune, most int) int {
	total := 0
	for i, x := range typed {
		y := known[i]
		allowed := 0
		switch n := len(y); {
		case n >= 9:
			allowed = 2
		case n >= 5:
			allowed = 1
		}
		if i == 0 && x[0] != y[0] || abs(len(x)-len(y)) > allowed {
			return most + 1
		}
		if slices.Equal(x, y) {
			continue
		}
		if allowed == 0 {
			return most + 1
		}
		slips := distance(x, y)
		total += slips
		if slips > allowed || total > most {
			return most + 1
		}
	}
	return total
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// distance is the optimal string alignment distance of two words: the number of
// insertions, deletions, substitutions and transpositions.
func distance(x, y []rune) int {
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
