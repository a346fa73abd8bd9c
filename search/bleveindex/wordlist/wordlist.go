// Package wordlist lists the words of an index by language.
package wordlist

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
)

// form is the most frequent word with a stem.
type form struct {
	text  string
	count int
	total int // of all words with the stem
}

// Each calls visit once for each stem of a language, in order, with the word that
// occurs most often and how often all words with the stem do; and run with each run of
// Chinese characters, in which nothing tells the words apart. Stop words are left out.
func Each(ctx context.Context, gen *generation.Generation, analyzers []*analysis.Analyzer, visit func(l corpus.Language, word string, count int), run func(l corpus.Language, text string)) error {
	forms := make([]map[string]*form, len(analyzers)) // by language and stem
	for i := range forms {
		forms[i] = map[string]*form{}
	}
	for _, s := range gen.Segments {
		counts := make([][]int, len(analyzers))
		for i := range counts {
			counts[i] = make([]int, s.Lexicon.Words.Len())
		}
		for it := s.Live.Iterator(); it.HasNext(); {
			if err := ctx.Err(); err != nil {
				return err
			}
			count(s, it.Next(), analyzers, counts, run)
		}
		for i, a := range analyzers {
			if !a.Speaks() {
				continue
			}
			for id, n := range counts[i] {
				if n > 0 {
					add(forms[i], a, s.Lexicon.Words.At(id), n)
				}
			}
		}
	}
	for i, a := range analyzers {
		for _, stem := range slices.Sorted(maps.Keys(forms[i])) {
			visit(corpus.Language(a.Code), forms[i][stem].text, forms[i][stem].total)
		}
	}
	return nil
}

// count counts the words of a statement by analyzer and number, and passes on the runs
// of Chinese characters.
func count(s *segment.Segment, doc uint32, analyzers []*analysis.Analyzer, counts [][]int, run func(l corpus.Language, text string)) {
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			run(corpus.Chinese, text.String())
			text.Reset()
		}
	}
	last := -1
	s.EachWord(doc, func(part, language int, id uint32) {
		if int(id) >= s.Lexicon.Words.Len() {
			return
		}
		if analyzers[language].Code != string(corpus.Chinese) {
			counts[language][id]++
			return
		}
		word := s.Lexicon.Words.At(int(id))
		chinese := ideographs(word)
		if part != last || !chinese {
			flush()
		}
		if last = part; chinese {
			text.WriteString(word)
		}
	})
	flush()
}

// add adds a word that occurs n times to the forms of its stem.
func add(forms map[string]*form, a *analysis.Analyzer, word string, n int) {
	fold := analysis.FoldForm(word)
	if a.IsStopWord(fold) || !a.Writes(word) {
		return
	}
	stem := a.Stem(fold)
	f := forms[stem]
	if f == nil {
		f = &form{}
		forms[strings.Clone(stem)] = f
	}
	if f.total += n; n > f.count {
		f.text, f.count = strings.Clone(word), n
	}
}

// ideographs reports whether a word is written in Chinese characters.
func ideographs(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.Is(unicode.Han, r)
}
