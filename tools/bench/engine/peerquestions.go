package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"

	"rostrum/corpus"
	"rostrum/search/analysis"
)

// The classes of questions.
const (
	classCommon   = "common term"
	classRare     = "rare term"
	classTwo      = "two terms"
	classThree    = "three common terms"
	classPhrase   = "phrase"
	classPrefix   = "prefix"
	classFuzzy    = "fuzzy"
	classAll      = "all"
	classFiltered = "filtered"
)

var peerClasses = []string{classCommon, classRare, classTwo, classThree, classPhrase, classPrefix, classFuzzy, classAll, classFiltered}

// peerQuestion is a question as the peers read it.
type peerQuestion struct {
	Class string `json:"class"`
	Text  string `json:"text"` // words without accents, or the letters of a prefix
	Year  string `json:"year,omitempty"`
}

func (q peerQuestion) kind() kind {
	switch q.Class {
	case classPhrase:
		return phrase
	case classPrefix:
		return prefix
	case classAll:
		return all
	case classTwo, classThree:
		return twoTerms
	}
	return oneTerm
}

func yearFilter(year string) map[corpus.Field][]string {
	return map[corpus.Field][]string{corpus.FieldYear: {year}}
}

// vocabularySample is how many statements the words of the questions are drawn from.
const vocabularySample = 4000

// vocabulary is how many statements of a sample hold a word or two words that stand
// together.
type vocabulary struct {
	statements   int
	words, pairs map[string]int
	texts        [][]string // words of meaning of some statements, each once
	years        []string
}

func readVocabulary(shared string, n int) (*vocabulary, error) {
	v := &vocabulary{words: map[string]int{}, pairs: map[string]int{}}
	var stops []*analysis.Analyzer
	for _, a := range analysis.NewAnalyzers() {
		if a.Code == "en" || a.Code == "es" {
			stops = append(stops, a)
		}
	}
	usual := func(w string) bool {
		return len(w) > 3 && !strings.ContainsFunc(w, func(r rune) bool { return r < 'a' || r > 'z' }) &&
			!slices.ContainsFunc(stops, func(a *analysis.Analyzer) bool { return a.IsStopWord(w) })
	}
	step := max(1, n/vocabularySample)
	number := 0
	for s, err := range statements(shared, n) {
		if err != nil {
			return nil, err
		}
		if number++; number%step != 0 {
			continue
		}
		v.statements++
		words, pairs, before := map[string]bool{}, map[string]bool{}, ""
		for _, w := range strings.FieldsFunc(s.Pages[0].Text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if w = strings.ToLower(w); !usual(w) {
				before = ""
				continue
			}
			words[w] = true
			if before != "" {
				pairs[before+" "+w] = true
			}
			before = w
		}
		for w := range words {
			v.words[w]++
		}
		for p := range pairs {
			v.pairs[p]++
		}
		if len(v.texts) < 1000 {
			v.texts = append(v.texts, slices.Sorted(maps.Keys(words)))
		}
		if y := s.Date.String(); !slices.Contains(v.years, y) {
			v.years = append(v.years, y)
		}
	}
	return v, nil
}

// between lists what a share of the statements holds, the most frequent first.
func (v *vocabulary) between(counts map[string]int, least, most float64) []string {
	var out []string
	for w, n := range counts {
		if share := float64(n) / float64(v.statements); share >= least && share <= most {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b)) })
	return out
}

// peerQuestions draws n questions of each class, or as many as there are. Each is
// another, but for the one that has no words.
func peerQuestions(shared string, documents, n int) ([]peerQuestion, error) {
	v, err := readVocabulary(shared, documents)
	if err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(16, 14))
	var out []peerQuestion
	add := func(class string, draw func() (text, year string)) {
		seen := map[peerQuestion]bool{}
		for tries := 0; len(seen) < n && tries < 50*n; tries++ {
			text, year := draw()
			q := peerQuestion{class, text, year}
			if text == "" || seen[q] {
				continue
			}
			seen[q] = true
			out = append(out, q)
		}
	}
	from := func(list []string) string { return list[random.IntN(len(list))] }
	common := v.between(v.words, .1, .7)
	some := v.between(v.words, .02, .3)
	rare := v.between(v.words, .001, .01)
	pairs := v.between(v.pairs, .005, .4)
	for name, list := range map[string][]string{"common words": common, "words": some, "rare words": rare, "pairs": pairs} {
		if len(list) == 0 {
			return nil, fmt.Errorf("the statements have no %s to ask for", name)
		}
	}
	together := func(words int, of []string) string {
		text := v.texts[random.IntN(len(v.texts))]
		var have []string
		for _, w := range text {
			if slices.Contains(of, w) {
				have = append(have, w)
			}
		}
		if len(have) < words {
			return ""
		}
		random.Shuffle(len(have), func(i, j int) { have[i], have[j] = have[j], have[i] })
		return strings.Join(have[:words], " ")
	}
	add(classCommon, func() (string, string) { return from(common), "" })
	add(classRare, func() (string, string) { return from(rare), "" })
	add(classTwo, func() (string, string) { return together(2, some), "" })
	add(classThree, func() (string, string) { return together(3, common), "" })
	add(classPhrase, func() (string, string) { return from(pairs), "" })
	add(classPrefix, func() (string, string) {
		w := from(common)
		return w[:min(len(w), 4+random.IntN(2))], ""
	})
	add(classFuzzy, func() (string, string) {
		w := from(some)
		if len(w) < 8 {
			return "", ""
		}
		i := 2 + random.IntN(len(w)-3)
		return w[:i] + w[i+1:], ""
	})
	for range n { // the same: one alone takes less time than some engines can tell
		out = append(out, peerQuestion{Class: classAll})
	}
	add(classFiltered, func() (string, string) { return from(common), from(v.years) })
	return out, nil
}

// askPeer asks Bleve as ask does; the core has neither facets nor marks.
func (s stock) askPeer(ctx context.Context, q peerQuestion, core bool) (int, error) {
	asked := question{kind: q.kind(), text: q.Text}.stock()
	if q.Class == classFuzzy {
		var either []query.Query
		for _, field := range []string{"En", "Es"} {
			f := bleve.NewFuzzyQuery(q.Text)
			f.SetField(field)
			f.SetFuzziness(2)
			either = append(either, f)
		}
		asked = bleve.NewDisjunctionQuery(either...)
	}
	if q.Year != "" {
		year := bleve.NewTermQuery(q.Year)
		year.SetField("Year")
		asked = bleve.NewConjunctionQuery(asked, year)
	}
	req := bleve.NewSearchRequestOptions(asked, 10, 0, false)
	if !core {
		s.whole(req)
	}
	res, err := s.index.SearchInContext(ctx, req)
	if err != nil {
		return 0, err
	}
	return int(res.Total), nil
}

// askPeer asks FTS5 as ask does; the core is the ten best and their number.
func (f fts5) askPeer(ctx context.Context, q peerQuestion, core bool) (int, error) {
	switch {
	case q.Class == classFuzzy || q.Class == classFiltered:
		return -1, nil
	case !core:
		return f.ask(ctx, question{kind: q.kind(), text: q.Text})
	}
	total, counting, args := 0, "SELECT count(*) FROM facets", []any{}
	first := "SELECT rowid, '', '' FROM texts ORDER BY rowid DESC LIMIT 10"
	if q.Class != classAll {
		counting, args = "SELECT count(*) FROM texts WHERE texts MATCH ?", []any{question{kind: q.kind(), text: q.Text}.fts5()}
		first = "SELECT rowid, '', '' FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"
	}
	if err := f.db.QueryRowContext(ctx, counting, args...).Scan(&total); err != nil {
		return 0, err
	}
	return total, f.hits(ctx, first, args...)
}
