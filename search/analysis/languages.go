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
	"rostrum/search/analysis/stem"
)

// AnalysisVersion changes whenever the same text would be indexed otherwise
// than before. An index made by another version is not used.
const AnalysisVersion = 3

// A languageReading is how the words of one language are brought to their
// stems, and which of them are too common to ask for.
type LanguageReading struct {
	Code    string // also the name of the field that holds its stems
	stemmer func(folded string) string
	Script  *unicode.RangeTable // the stemmer is asked for words of this script only
	Stops   map[string]bool     // folded
	known   stemMemory
}

// stemMemory keeps the stems of words that passages were looked through for.
// The words of a corpus come again and again, and stemming is dear.
type stemMemory struct {
	mu    sync.RWMutex
	stems map[string]string
}

// rememberedStems bounds the memory of a language to a few megabytes.
const rememberedStems = 1 << 16

// rememberedStem is the same as stem, and dear only the first time.
func (l *LanguageReading) rememberedStem(folded string) string {
	l.known.mu.RLock()
	stem, ok := l.known.stems[folded]
	l.known.mu.RUnlock()
	if ok {
		return stem
	}
	stem = l.Stem(folded)
	l.known.mu.Lock()
	defer l.known.mu.Unlock()
	if l.known.stems == nil || len(l.known.stems) >= rememberedStems {
		l.known.stems = map[string]string{}
	}
	l.known.stems[strings.Clone(folded)] = strings.Clone(stem) // or they would hold on to the page they are cut from
	return stem
}

// plainLanguage reads texts in languages that have no analyser of their own.
const plainLanguage = "plain"

// NewLanguages makes the readings, plain last. Stemmers see folded words: with
// or without its accents a word has one stem, so no query depends on them.
func NewLanguages() []*LanguageReading {
	return []*LanguageReading{
		{Code: string(corpus.Arabic), stemmer: stem.Arabic, Script: unicode.Arabic, Stops: stopWords(ar.ArabicStopWords)},
		{Code: string(corpus.English), stemmer: stem.English, Script: unicode.Latin, Stops: stopWords(en.EnglishStopWords, "s t d ll m re ve")},
		{Code: string(corpus.Spanish), stemmer: stem.Spanish, Script: unicode.Latin, Stops: stopWords(es.SpanishStopWords)},
		{Code: string(corpus.French), stemmer: stem.French, Script: unicode.Latin, Stops: stopWords(fr.FrenchStopWords, "qu jusqu quoiqu lorsqu puisqu")},
		{Code: string(corpus.Portuguese), stemmer: stem.Portuguese, Script: unicode.Latin, Stops: stopWords(pt.PortugueseStopWords)},
		{Code: string(corpus.Russian), stemmer: stem.Russian, Script: unicode.Cyrillic, Stops: stopWords(ru.RussianStopWords)},
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
		folded[FoldForm(ExactForm(w))] = true
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

// Writes tells whether the language can have a word with these letters, in
// exact form.
func (l *LanguageReading) Writes(exact string) bool {
	for _, r := range exact {
		switch {
		case r < utf8.RuneSelf && l.Script != unicode.Latin && l.Script != nil && unicode.IsLetter(r):
			return false
		case r < utf8.RuneSelf || !unicode.IsLetter(r):
		case l.Script == nil:
		case !unicode.Is(l.Script, r), l.Script == unicode.Latin && !strings.ContainsRune(accented[l.Code], r):
			return false
		}
	}
	return true
}

// Speaks tells whether this is the reading of one language, as against that of
// all which have none.
func (l *LanguageReading) Speaks() bool { return l.Code != plainLanguage }

// keepsBeginning tells whether a stem begins with the first letter of its
// words. Only Arabic puts articles and prepositions before them.
func (l *LanguageReading) keepsBeginning() bool { return l.Script != unicode.Arabic }

// IsStop tells whether a folded word is too common in the language to ask for.
func (l *LanguageReading) IsStop(folded string) bool { return l.Stops[folded] }

// Stem is the stem of a folded word. Numbers, and words in another script than
// the language's own, are left as they are.
func (l *LanguageReading) Stem(folded string) string {
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

// LanguageOf is the reading for text in the language, plain for those without one.
func LanguageOf(languages []*LanguageReading, l corpus.Language) int {
	for i, reading := range languages {
		if reading.Code == string(l) {
			return i
		}
	}
	return len(languages) - 1
}
