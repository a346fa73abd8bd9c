package analysis

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/pt"
	"github.com/blevesearch/bleve/v2/analysis/lang/ru"

	"rostrum/corpus"
	"rostrum/search/analysis/stem"
)

// Version is incremented whenever the same text would be indexed differently. An
// index of another version is not used.
const Version = 5

// An Analyzer stems the words of one language and knows its stop words.
type Analyzer struct {
	Code    string // also the name of the field that holds its stems
	stemmer func(folded string) string
	// family maps words derived from the same root to one form; nil if there is no
	// such stemmer.
	family    analysis.TokenFilter
	Script    *unicode.RangeTable // only words of this script are stemmed
	StopWords map[string]bool     // folded
	cache     stemCache
}

// stemCache caches stems computed for passages: words recur, and stemming is
// expensive.
type stemCache struct {
	mu    sync.RWMutex
	stems map[string]string
}

// maxCachedStems limits the memory for a language to a few megabytes.
const maxCachedStems = 1 << 16

// cachedStem is Stem with a cache.
func (l *Analyzer) cachedStem(folded string) string {
	l.cache.mu.RLock()
	stem, ok := l.cache.stems[folded]
	l.cache.mu.RUnlock()
	if ok {
		return stem
	}
	stem = l.Stem(folded)
	l.cache.mu.Lock()
	defer l.cache.mu.Unlock()
	if l.cache.stems == nil || len(l.cache.stems) >= maxCachedStems {
		l.cache.stems = map[string]string{}
	}
	l.cache.stems[strings.Clone(folded)] = strings.Clone(stem) // otherwise they would keep the page in memory
	return stem
}

// plainLanguage is the analyzer for languages without one of their own.
const plainLanguage = "plain"

// NewAnalyzers returns the analyzers, plain last. Stemmers get folded words: a word
// has the same stem with and without accents, so queries need not have them.
func NewAnalyzers() []*Analyzer {
	return []*Analyzer{
		{Code: string(corpus.Arabic), stemmer: stem.Arabic, Script: unicode.Arabic, StopWords: stopWords(ar.ArabicStopWords)},
		{Code: string(corpus.English), stemmer: stem.English, family: en.NewEnglishStemmerFilter(), Script: unicode.Latin, StopWords: stopWords(en.EnglishStopWords, "s t d ll m re ve")},
		{Code: string(corpus.Spanish), stemmer: stem.Spanish, family: es.NewSpanishLightStemmerFilter(), Script: unicode.Latin, StopWords: stopWords(es.SpanishStopWords)},
		{Code: string(corpus.French), stemmer: stem.French, family: fr.NewFrenchLightStemmerFilter(), Script: unicode.Latin, StopWords: stopWords(fr.FrenchStopWords, "qu jusqu quoiqu lorsqu puisqu")},
		{Code: string(corpus.Portuguese), stemmer: stem.Portuguese, family: pt.NewPortugueseLightStemmerFilter(), Script: unicode.Latin, StopWords: stopWords(pt.PortugueseStopWords)},
		{Code: string(corpus.Russian), stemmer: stem.Russian, family: ru.NewRussianStemmerFilter(), Script: unicode.Cyrillic, StopWords: stopWords(ru.RussianStopWords)},
		{Code: string(corpus.Chinese), Script: unicode.Han},
		{Code: plainLanguage},
	}
}

// stopWords reads a list shipped with Bleve, and adds words.
func stopWords(list []byte, more ...string) map[string]bool {
	words := analysis.NewTokenMap()
	_ = words.LoadBytes(list) // reading from memory cannot fail
	for _, line := range more {
		words.LoadLine(line)
	}
	folded := make(map[string]bool, len(words))
	for w := range words {
		folded[Fold(w)] = true
	}
	return folded
}

// accented are the letters that languages write besides those of ASCII. English has
// loanwords with accents, but they cannot be told from foreign words.
var accented = map[string]string{
	string(corpus.English):    "",
	string(corpus.French):     "àâæçéèêëîïôœùûüÿ",
	string(corpus.Spanish):    "áéíñóúü",
	string(corpus.Portuguese): "áâãàçéêíóôõúü",
}

// Accents reports whether most texts in the language contain letters with accents.
func (l *Analyzer) Accents() bool { return accented[l.Code] != "" }

// Writes reports whether a word of the language can have these letters, in exact
// form.
func (l *Analyzer) Writes(exact string) bool {
	for _, r := range exact {
		switch {
		case l.Script == nil || !unicode.IsLetter(r):
		case !unicode.Is(l.Script, r), l.Script == unicode.Latin && r >= utf8.RuneSelf && !strings.ContainsRune(accented[l.Code], r):
			return false
		}
	}
	return true
}

// A text of at least sureWords words is in another language than declared if that
// language's stop words make up sureShare of its words, and twice as many as those of
// any other: among languages of one script, stop words are the most frequent and the
// most distinctive words.
const (
	sureWords = 8
	sureShare = 0.2
)

// ReadingOf returns the analyzer for a text declared to be in a language, and whether
// that is certain. The stop words of the text decide if they say otherwise, since the
// language of short texts and mixed documents is often misdetected.
func ReadingOf(languages []*Analyzer, taken int, text string) (reading int, sure bool) {
	counts := make([]int, len(languages))
	words := 0
	tokenizeFrom(text, 0, func(t Token) bool {
		if t.Class != ClassWord {
			return true
		}
		words++
		fold := FoldForm(ExactForm(text[t.Start:t.End]))
		for i, l := range languages {
			if l.IsStopWord(fold) {
				counts[i]++
			}
		}
		return words < sureSample
	})
	if words < sureWords {
		return taken, false
	}
	best, second := -1, 0
	for i, n := range counts {
		switch {
		case best < 0 || n > counts[best]:
			if best >= 0 {
				second = max(second, counts[best])
			}
			best = i
		default:
			second = max(second, n)
		}
	}
	told := float64(counts[best]) >= sureShare*float64(words)
	if told && counts[best] >= 2*second {
		return best, true
	}
	// Related languages share function words: between them, the declared language
	// decides.
	return taken, told && counts[taken] >= second && 2*counts[taken] >= counts[best]
}

// sureSample is the maximum number of words of a text examined for its language.
const sureSample = 400

// Speaks reports whether this is the analyzer of one language, not the plain one.
func (l *Analyzer) Speaks() bool { return l.Code != plainLanguage }

// keepsFirstLetter reports whether a stem begins with the first letter of its words;
// only Arabic prefixes articles and prepositions.
func (l *Analyzer) keepsFirstLetter() bool { return l.Script != unicode.Arabic }

// IsStopWord reports whether a folded word is a stop word of the language.
func (l *Analyzer) IsStopWord(folded string) bool { return l.StopWords[folded] }

// Stem returns the stem of a folded word. Numbers, and words in another script than
// the language's, are returned unchanged.
func (l *Analyzer) Stem(folded string) string {
	if l.stemmer == nil || len(folded) < 2 || len(folded) > 128 {
		return folded
	}
	for _, r := range folded {
		if !unicode.Is(l.Script, r) && !unicode.Is(unicode.Mn, r) {
			return folded
		}
	}
	return l.stemmer(folded)
}

// Family returns a form shared by words derived from the same root: prosecute,
// prosecutor and prosecution; "" if the language has none.
func (l *Analyzer) Family(folded string) (family string) {
	if l.family == nil || len(folded) < 4 || len(folded) > 128 {
		return ""
	}
	for _, r := range folded {
		if !unicode.Is(l.Script, r) {
			return ""
		}
	}
	defer func() {
		if recover() != nil { // the third-party stemmer does not handle every input
			family = ""
		}
	}()
	out := l.family.Filter(analysis.TokenStream{{Term: []byte(folded)}})
	if len(out) != 1 || !utf8.Valid(out[0].Term) {
		return ""
	}
	return string(out[0].Term)
}

// AnalyzerOf returns the index of the analyzer for a language; the plain one if it
// has none.
func AnalyzerOf(analyzers []*Analyzer, l corpus.Language) int {
	for i, reading := range analyzers {
		if reading.Code == string(l) {
			return i
		}
	}
	return len(analyzers) - 1
}

// Readings returns the analyzers for a statement's title and each of its pages. A
// page whose language can be told is analyzed in it, other pages in their declared
// language, and the title like the first page that can be told. sure reports whether
// any page can, or there is no text.
func Readings(languages []*Analyzer, s *corpus.Statement) (title int, pages []int, sure bool) {
	title = AnalyzerOf(languages, s.Language)
	pages = make([]int, len(s.Pages))
	told, empty := -1, true
	for i := range s.Pages {
		var ok bool
		empty = empty && s.Pages[i].Text == ""
		if pages[i], ok = ReadingOf(languages, pageAnalyzer(languages, s.Language, s.Pages[i].Language), s.Pages[i].Text); ok && told < 0 {
			told = pages[i]
		}
	}
	if of, ok := ReadingOf(languages, title, s.Title); ok {
		title = of
	} else if told >= 0 && !slices.Contains(pages, title) {
		title = told
	}
	return title, pages, told >= 0 || empty
}
