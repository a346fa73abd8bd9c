package bleveindex

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rostrum/search"
)

const (
	longestRun     = 16 // ideographs of a run that are compared
	arabicArticle  = "ال"
	minSlipLetters = 4 // in a shorter word another letter makes another word
)

// eachNameWord calls emit for every form by which a word of a name is found.
func eachNameWord(name string, emit func(word string)) {
	name = norm.NFKC.String(name)
	tokens := tokensOf(name)
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if t.class == classIdeograph {
			// A run has no words: it is found from each of its characters on.
			end := i
			for end+1 < len(tokens) && tokens[end+1].class == classIdeograph && adjoin(name[tokens[end].end:tokens[end+1].start]) {
				end++
			}
			for from := i; from <= end; from++ {
				emit(foldForm(exactForm(name[tokens[from].start:tokens[min(end, from+longestRun-1)].end])))
			}
			i = end
			continue
		}
		word := foldForm(exactForm(name[t.start:t.end]))
		emit(word)
		if rest, ok := strings.CutPrefix(word, arabicArticle); ok && utf8.RuneCountInString(rest) > 2 {
			emit(rest)
		}
		if t.join == joinHyphen {
			emit(foldForm(exactForm(name[tokens[i-1].start:tokens[i-1].end] + name[t.start:t.end])))
		}
	}
}

// typedWords are the folded words of what was typed.
func typedWords(text string) []string {
	text = norm.NFKC.String(text)
	var out []string
	var before token
	for i, t := range tokensOf(text) {
		word := foldForm(exactForm(text[t.start:t.end]))
		switch {
		case word == "":
			continue
		case i > 0 && t.class == classIdeograph && before.class == classIdeograph && adjoin(text[before.end:t.start]):
			out[len(out)-1] += word
		default:
			out = append(out, word)
		}
		before = t
	}
	return out
}

// typedRanges are the beginnings of words of a text that were typed; all tells
// whether every word typed is among them.
func typedRanges(text string, typed []string, slip bool) (ranges []search.Range, all bool) {
	if !norm.NFKC.IsNormalString(text) {
		return nil, true // places in it would not be those that are shown
	}
	met := make([]bool, len(typed))
	mark := func(start, end int) {
		from := utf8.RuneCountInString(text[:start])
		ranges = append(ranges, search.Range{Start: from, End: from + utf8.RuneCountInString(text[start:end])})
	}
	tokens := tokensOf(text)
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		rest := text[t.start:t.end]
		if t.class == classIdeograph { // what was typed may end in any character
			end := i
			for end+1 < len(tokens) && tokens[end+1].class == classIdeograph && adjoin(text[tokens[end].end:tokens[end+1].start]) {
				end++
			}
			rest = text[t.start:tokens[end].end]
		}
		word := foldForm(exactForm(rest))
		bare := strings.TrimPrefix(word, arabicArticle)
		for n, w := range typed {
			switch {
			case strings.HasPrefix(word, w):
				mark(t.start, t.start+beginning(rest, w))
			case bare != word && strings.HasPrefix(bare, w):
				mark(t.start, t.start+beginning(rest, arabicArticle+w))
			case slip && utf8.RuneCountInString(w) >= minSlipLetters && beginsNearly(word, w):
				mark(t.start, t.start+len(rest))
			default:
				continue
			}
			met[n] = true
			for i+1 < len(tokens) && utf8.RuneCountInString(text[:tokens[i+1].start]) < ranges[len(ranges)-1].End {
				i++
			}
			break
		}
	}
	return ranges, !slices.Contains(met, false)
}

// beginning is how many bytes of a word fold to the letters typed.
func beginning(word, folded string) int {
	for end := range word {
		if end > 0 && len(foldForm(exactForm(word[:end]))) >= len(folded) {
			// Marks that fold to nothing belong to the letter before them.
			if next, _ := utf8.DecodeRuneInString(word[end:]); !isAccent(next) {
				return end
			}
		}
	}
	return len(word)
}
