package analysis

import (
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
)

// Equivalent reads a word or phrase of one language, to be found in any inflection in
// texts of that language. It is nil if there is no word in it, or only stop words.
func (r Parser) Equivalent(n corpus.Name) *Clause {
	l := r.name(n)
	if l == nil || len(l.Terms) == 1 && l.Terms[0].Stop {
		return nil
	}
	l.Alias = true
	if len(l.Terms) == 2 && ideograph(l.Terms[0].Fold) && ideograph(l.Terms[1].Fold) {
		l.Pair = l.Terms[0].Fold + l.Terms[1].Fold
	}
	return l
}

// ideograph reports whether a word is one character of a script without spaces.
func ideograph(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.Is(unicode.Han, r)
}

// StopWords returns a function that reports whether a word of a language is a stop word.
func StopWords() func(word string, l corpus.Language) bool {
	analyzers := NewAnalyzers()
	return func(word string, l corpus.Language) bool {
		return analyzers[AnalyzerOf(analyzers, l)].IsStopWord(FoldForm(ExactForm(word)))
	}
}
