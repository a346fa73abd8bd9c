package analysis

import (
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
)

// Version changes whenever the same text would be indexed otherwise
// than before. An index made by another version is not used.
const Version = 2

// Analyzer reduces the words of one language to their stems and knows its stop
// words.
type Analyzer struct {
	Code      string // also the name of the field that holds its stems
	stemmer   analysis.TokenFilter
	Script    *unicode.RangeTable // only words of this script are stemmed
	StopWords map[string]bool     // folded
	prepare   func(string) string // prepares a folded word for the stemmer
	cache     stemCache
}

// stemCache caches the stems of words met while passages were searched: the words
// of a corpus recur, and stemming is expensive.
type stemCache struct {
	mu    sync.RWMutex
	stems map[string]string
}

// maxCachedStems bounds the memory of a language to a few megabytes.
const maxCachedStems = 1 << 16

// cachedStem is Stem through the cache.
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
	l.cache.stems[strings.Clone(folded)] = strings.Clone(stem) // or they would hold on to the page they are cut from
	return stem
}

// plainLanguage is the analyzer of languages that have none of their own.
const plainLanguage = "plain"

// NewAnalyzers makes the analyzers, plain last. Stemmers see folded words: a word
// has one stem with or without its accents, so no query depends on them.
func NewAnalyzers() []*Analyzer {
	return []*Analyzer{
		{Code: string(corpus.Arabic), stemmer: ar.NewArabicStemmerFilter(), Script: unicode.Arabic, StopWords: stopWords(ar.ArabicStopWords)},
		{Code: string(corpus.English), stemmer: en.NewEnglishStemmerFilter(), Script: unicode.Latin, StopWords: stopWords(en.EnglishStopWords, "s t d ll m re ve"), prepare: singularEnglish},
		{Code: string(corpus.Spanish), stemmer: es.NewSpanishLightStemmerFilter(), Script: unicode.Latin, StopWords: stopWords(es.SpanishStopWords)},
		{Code: string(corpus.French), stemmer: fr.NewFrenchLightStemmerFilter(), Script: unicode.Latin, StopWords: stopWords(fr.FrenchStopWords, "qu jusqu quoiqu lorsqu puisqu")},
		{Code: string(corpus.Portuguese), stemmer: pt.NewPortugueseLightStemmerFilter(), Script: unicode.Latin, StopWords: stopWords(pt.PortugueseStopWords), prepare: singularPortuguese},
		{Code: string(corpus.Russian), stemmer: ru.NewRussianStemmerFilter(), Script: unicode.Cyrillic, StopWords: stopWords(ru.RussianStopWords)},
		{Code: string(corpus.Chinese)},
		{Code: plainLanguage},
	}
}

// stopWords reads a list as Bleve ships it, with more words of our own.
func stopWords(list []byte, more ...string) map[string]bool {
	words := analysis.NewTokenMap()
	_ = words.LoadBytes(list) // reads memory, which cannot fail
	for _, line := range more {
		words.LoadLine(line)
	}
	folded := make(map[string]bool, len(words))
	for w := range words {
		folded[Fold(w)] = true
	}
	return folded
}

// singularPortuguese does for folded words what the stemmer does for accented
// ones: nações (nacoes) and nação (nacao) have one stem.
func singularPortuguese(word string) string {
	if len(word) > 4 && (strings.HasSuffix(word, "oes") || strings.HasSuffix(word, "aes")) {
		return word[:len(word)-3] + "ao"
	}
	return word
}

// singularEnglish is for the plurals without an s that statements are full of.
func singularEnglish(word string) string {
	switch word {
	case "children":
		return "child"
	case "women":
		return "woman"
	case "men":
		return "man"
	}
	return word
}

// keepsFirstLetter tells whether a stem begins with the first letter of its
// words. Only Arabic puts articles and prepositions before them.
func (l *Analyzer) keepsFirstLetter() bool { return l.Script != unicode.Arabic }

// IsStopWord tells whether a folded word is a stop word of the language.
func (l *Analyzer) IsStopWord(folded string) bool { return l.StopWords[folded] }

// Stem is the stem of a folded word. Numbers, and words in another script than
// the language's own, are left as they are.
func (l *Analyzer) Stem(folded string) string {
	if l.stemmer == nil || len(folded) < 2 || len(folded) > 128 {
		return folded
	}
	for _, r := range folded {
		if !unicode.Is(l.Script, r) && !unicode.Is(unicode.Mn, r) {
			return folded
		}
	}
	word := folded
	if l.prepare != nil {
		word = l.prepare(word)
	}
	return l.guardedStem(word)
}

// guardedStem calls the stemmer, which is third-party code: on unexpected words it
// may panic or leave nothing.
func (l *Analyzer) guardedStem(word string) (stem string) {
	defer func() {
		if recover() != nil {
			stem = word
		}
	}()
	out := l.stemmer.Filter(analysis.TokenStream{{Term: []byte(word)}})
	if len(out) != 1 || len(out[0].Term) == 0 || !utf8.Valid(out[0].Term) {
		return word
	}
	return string(out[0].Term)
}

// AnalyzerOf is the index of the analyzer for a language; the plain one for
// languages without their own.
func AnalyzerOf(analyzers []*Analyzer, l corpus.Language) int {
	for i, reading := range analyzers {
		if reading.Code == string(l) {
			return i
		}
	}
	return len(analyzers) - 1
}
