// Package quality tells language from nonsense: the text of a PDF whose fonts lack a
// character map, or of a badly read scan. It rates single pages; a page that is too
// short is rated with its document.
//
// That a text is not empty means little: 16 of 178 speeches had a text layer of
// nonsense.
package quality

import (
	"strings"
	"unicode"

	"rostrum/corpus"
)

// Kind is the kind of a page's text.
type Kind int

// The kinds of text.
const (
	Empty    Kind = iota // no letters
	Short                // too few words to tell
	Nonsense             // no language
	Good
)

// String returns the name of the kind.
func (k Kind) String() string { return [...]string{"empty", "short", "nonsense", "good"}[k] }

// Verdict is the rating of a text.
type Verdict struct {
	Kind     Kind
	Words    int
	Language corpus.Language // by its small words or its script; "" where unclear
}

// minWords is the number of words needed to tell language from nonsense.
const minWords = 12

// Text rates the text of a page or a document.
func Text(s string) Verdict {
	f := look(s)
	v := Verdict{Words: f.words}
	if f.letters == 0 && f.symbols < minWords {
		v.Kind = Empty
		return v
	}
	if f.words >= minWords && float64(f.single) > singleShare*float64(f.words) {
		v.Kind = Nonsense
		return v
	}
	switch {
	case f.han*2 > f.letters:
		v.Kind, v.Language = chinese(f)
	case f.arabic*2 > f.letters:
		v.Kind, v.Language = arabic(f)
	default:
		v.Kind, v.Language = alphabetic(f)
	}
	return v
}

// The shares are of words, unless stated otherwise.
const (
	// In Latin and Cyrillic script, this share of function words separated all
	// nonsense files from all good ones.
	stopShare = 0.08
	// Lists of names and codes, and texts in unknown languages, have few function
	// words but are language: nearly all their words have a vowel, few mix letters
	// and digits, and there are hardly any symbols. These limits are well above what
	// such pages contain.
	symbolShare   = 0.10 // of letters and symbols
	vowellessWord = 0.12
	jumbledWord   = 0.05
	// A third to a half of Arabic words are function words or begin with the article;
	// in reversed or wrongly mapped text hardly any.
	arabicShare = 0.18
	// Words of one letter are at most a tenth of prose; if there are this many, words
	// are letter-spaced.
	singleShare = 0.4
	// The six hundred most frequent characters make up two thirds of Chinese prose,
	// and a tenth of random characters.
	chineseShare = 0.3
)

func alphabetic(f features) (Kind, corpus.Language) {
	language, stops := f.smallWords()
	symbols := float64(f.symbols) / float64(max(1, f.symbols+f.letters))
	if f.words < minWords {
		if symbols > 3*symbolShare && f.symbols > minWords/2 {
			return Nonsense, ""
		}
		return Short, language
	}
	if f.capitals*2 > f.words {
		f.vowelless += f.vowellessCapitals // too many for abbreviations
	}
	of := func(n int) float64 { return float64(n) / float64(f.words) }
	switch {
	case symbols > 3*symbolShare:
		return Nonsense, ""
	case of(stops) >= stopShare && symbols < 2*symbolShare:
		return Good, language
	case symbols > symbolShare, of(f.jumbled) > jumbledWord, of(f.vowelless) > vowellessWord:
		return Nonsense, ""
	}
	return Good, language
}

func arabic(f features) (Kind, corpus.Language) {
	switch {
	case f.arabicWords < minWords:
		return Short, corpus.Arabic
	case float64(f.mixed) > jumbledWord*float64(f.arabicWords):
		return Nonsense, ""
	case float64(f.arabicSmall) < arabicShare*float64(f.arabicWords) && f.persian*20 < f.arabic:
		return Nonsense, ""
	}
	return Good, corpus.Arabic
}

func chinese(f features) (Kind, corpus.Language) {
	switch {
	case f.kana*10 > f.han:
		return Good, "ja"
	case f.han < 4*minWords:
		return Short, corpus.Chinese
	case float64(f.commonHan) < chineseShare*float64(f.han):
		return Nonsense, ""
	}
	return Good, corpus.Chinese
}

// Likely returns the language of most words, and whether any is known.
func Likely(verdicts []Verdict) (corpus.Language, bool) {
	count := map[corpus.Language]int{}
	var best corpus.Language
	for _, v := range verdicts {
		if v.Kind != Good || v.Language == "" {
			continue
		}
		count[v.Language] += v.Words
		if count[v.Language] > count[best] {
			best = v.Language
		}
	}
	return best, best != ""
}

func isSymbol(r rune) bool {
	switch {
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), unicode.IsSpace(r):
		return false
	case strings.ContainsRune(".,;:!?'\"()[]-–—‘’“”«»/…•·%،؛؟。，、：；（）《》_", r):
		return false // ordinary in prose, and as leaders in tables of contents
	}
	return true
}
