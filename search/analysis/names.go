package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rostrum/search"
)

const (
	maxRun         = 16 // maximum number of ideographs of a run that are compared
	arabicArticle  = "ال"
	MinTypoLetters = 4 // in a shorter word, another letter makes another word
)

// EachNameWord calls emit for every form by which a word of a name is found.
func EachNameWord(name string, emit func(word string)) {
	name = norm.NFKC.String(name)
	tokens := TokensOf(name)
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if t.Class == ClassIdeograph {
			// A run has no words: it is found from each of its characters on.
			end := i
			for end+1 < len(tokens) && tokens[end+1].Class == ClassIdeograph && Adjoin(name[tokens[end].End:tokens[end+1].Start]) {
				end++
			}
			for from := i; from <= end; from++ {
				emit(Fold(name[tokens[from].Start:tokens[min(end, from+maxRun-1)].End]))
			}
			i = end
			continue
		}
		word := Fold(name[t.Start:t.End])
		emit(word)
		if rest, ok := strings.CutPrefix(word, arabicArticle); ok && utf8.RuneCountInString(rest) > 2 {
			emit(rest)
		}
		if t.Join == JoinHyphen {
			emit(Fold(name[tokens[i-1].Start:tokens[i-1].End] + name[t.Start:t.End]))
		}
	}
}

// TypedWords returns the folded words of the text typed.
func TypedWords(text string) []string {
	text = norm.NFKC.String(text)
	var out []string
	var before Token
	for i, t := range TokensOf(text) {
		word := Fold(text[t.Start:t.End])
		switch {
		case word == "":
			continue
		case i > 0 && t.Class == ClassIdeograph && before.Class == ClassIdeograph && Adjoin(text[before.End:t.Start]):
			out[len(out)-1] += word
		default:
			out = append(out, word)
		}
		before = t
	}
	return out
}

// TypedRanges returns the ranges at the beginning of words of a text that were typed;
// all reports whether every word typed is among them.
func TypedRanges(text string, typed []string, typo bool) (ranges []search.Range, all bool) {
	if !norm.NFKC.IsNormalString(text) {
		return nil, true // offsets would differ from the displayed text
	}
	met := make([]bool, len(typed))
	mark := func(start, end int) {
		from := utf8.RuneCountInString(text[:start])
		ranges = append(ranges, search.Range{Start: from, End: from + utf8.RuneCountInString(text[start:end])})
	}
	tokens := TokensOf(text)
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		rest := text[t.Start:t.End]
		if t.Class == ClassIdeograph { // the text typed may end in any character
			end := i
			for end+1 < len(tokens) && tokens[end+1].Class == ClassIdeograph && Adjoin(text[tokens[end].End:tokens[end+1].Start]) {
				end++
			}
			rest = text[t.Start:tokens[end].End]
		}
		word := Fold(rest)
		bare := strings.TrimPrefix(word, arabicArticle)
		for n, w := range typed {
			switch {
			case strings.HasPrefix(word, w):
				mark(t.Start, t.Start+beginning(rest, w))
			case bare != word && strings.HasPrefix(bare, w):
				mark(t.Start, t.Start+beginning(rest, arabicArticle+w))
			case typo && utf8.RuneCountInString(w) >= MinTypoLetters && HasPrefixNearly(word, w):
				mark(t.Start, t.Start+len(rest))
			default:
				continue
			}
			met[n] = true
			for i+1 < len(tokens) && utf8.RuneCountInString(text[:tokens[i+1].Start]) < ranges[len(ranges)-1].End {
				i++
			}
			break
		}
	}
	return ranges, !slices.Contains(met, false)
}

// beginning returns the number of bytes of a word that fold to the letters typed.
func beginning(word, folded string) int {
	for end := range word {
		if end > 0 && len(Fold(word[:end])) >= len(folded) {
			// Marks that fold to nothing belong to the preceding letter.
			if next, _ := utf8.DecodeRuneInString(word[end:]); !isAccent(next) {
				return end
			}
		}
	}
	return len(word)
}
