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

// Version changes whenever the same text would be indexed otherwise
// than before. An index made by another version is not used.
const Version = 4

// A languageReading is how the words of one language are brought to their
// stems, and which of them are too common to ask for.
type Analyzer struct {
	Code    string // also the name of the field that holds its stems
	stemmer func(folded string) string
	// family brings a word and what is derived from it together; nil where there
	// is no such stemmer.
	family    analysis.TokenFilter
	Script    *unicode.RangeTable // only words of this script are stemmed
	StopWords map[string]bool     // folded
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

// NewAnalyzers makes the analyzers, plain last. Stemmers see folded words: with
// or without its accents a word has one stem, so no query depends on them.
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

// accented are the letters that languages write beside those of ASCII. English
// takes words from others, but nothing tells a word of those from English.
var accented = map[string]string{
	string(corpus.English):    "",
	string(corpus.French):     "àâæçéèêëîïôœùûüÿ",
	string(corpus.Spanish):    "áéíñóúü",
	string(corpus.Portuguese): "áâãàçéêíóôõúü",
}

// Accents tells whether the language writes letters with accents in most of its
// texts.
func (l *Analyzer) Accents() bool { return accented[l.Code] != "" }

// Writes tells whether the language can have a word with these letters, in
// exact form.
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

// A text of at least sureWords words is in another language than it is taken for
// when that one's stop words make up sureShare of them, twice as many as those of
// any other do; among the languages of one script nothing is commoner and nothing
// less shared.
const (
	sureWords = 8
	sureShare = 0.2
)

// ReadingOf is the reading for a text that is taken for a language, and whether
// that is sure. Where its own stop words say otherwise they are believed: of
// short texts and mixed documents the language is often mistaken.
func ReadingOf(languages []*Analyzer, taken int, text string) (reading int, sure bool) {
	counts := make([]int, len(languages))
	words := 0
	Tokenize(text, func(t Token) {
		if t.Class != ClassWord || words >= sureSample {
			return
		}
		words++
		fold := FoldForm(ExactForm(text[t.Start:t.End]))
		for i, l := range languages {
			if l.IsStopWord(fold) {
				counts[i]++
			}
		}
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
	// Related languages share small words: of those, what it is taken for stands.
	return taken, told && counts[taken] >= second && 2*counts[taken] >= counts[best]
}

// sureSample bounds how many words of a text are looked at for its language.
const sureSample = 400

// Speaks tells whether this is the reading of one language, as against that of
// all which have none.
func (l *Analyzer) Speaks() bool { return l.Code != plainLanguage }

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
	return l.stemmer(folded)
}

// Family is a form that a word has in common with those derived from it:
// prosecute, prosecutor and prosecution. It is "" where the language has none.
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
		if recover() != nil { // others wrote it, not for all that stands in texts
			family = ""
		}
	}()
	out := l.family.Filter(analysis.TokenStream{{Term: []byte(folded)}})
	if len(out) != 1 || !utf8.Valid(out[0].Term) {
		return ""
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

// Readings are the readings of a statement's title and of each of its pages. A
// page that tells its language is read in it, another in the one it is taken
// for, and the title in that of the first page that tells its own. sure tells
// whether any does, or there is no text to tell it.
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
