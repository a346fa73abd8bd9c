// Package quality tells text that is language from text that only looks like
// some: what a PDF gives whose fonts lack a map to characters, or a scan that
// was read badly. It works on single pages; a page that is too short to judge
// is judged with its document.
//
// That a text is not empty says nothing: of 178 real files of speeches 16 had
// nonsense for a text layer.
package quality

import (
	"strings"
	"unicode"

	"rostrum/corpus"
)

// Kind is what a page's text is.
type Kind int

// The kinds of text.
const (
	Empty    Kind = iota // no letters
	Short                // too few words to tell
	Nonsense             // no language
	Good
)

// String names the kind.
func (k Kind) String() string { return [...]string{"empty", "short", "nonsense", "good"}[k] }

// Verdict is what is found about a text.
type Verdict struct {
	Kind     Kind
	Words    int
	Language corpus.Language // by its small words or its script; "" where unclear
}

// minWords is how many words it takes to tell language from nonsense.
const minWords = 12

// Text judges a page or a document.
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

// The shares are of words, unless said otherwise.
const (
	// In Latin and Cyrillic script less than this of stop words parted every
	// nonsense file from every good one.
	stopShare = 0.08
	// Lists of names and codes, and languages whose small words are not known
	// here, have few stop words and are language all the same: nearly all their
	// words have a vowel, few have letters and digits in a jumble, and there
	// are hardly any symbols. These bounds are well above what such pages show.
	symbolShare   = 0.10 // of letters and symbols
	vowellessWord = 0.12
	jumbledWord   = 0.05
	// A third to a half of Arabic words are small words or begin with the
	// article; read backwards, or through a broken map, hardly any.
	arabicShare = 0.18
	// Words of one letter are a tenth of prose at most; where they are this many
	// the letters of words stand apart.
	singleShare = 0.4
	// The six hundred commonest signs make up two thirds of Chinese prose and
	// a tenth of signs drawn at random.
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

// Likely is the language of most of the pages' words, and whether any is known.
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
