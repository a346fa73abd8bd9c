package quality

import (
	"cmp"
	"math"
	"slices"

	"rostrum/corpus"
)

// The constants of textbook BM25, as Robertson and Zaragoza give their usual
// range (2009) and Lucene its defaults.
const (
	textbookK1 = 1.2
	textbookB  = 0.75
)

// textbook ranks by plain BM25: a document is the bag of tokens of its title
// and text, a query a bag of tokens, and nothing else counts. It is the line
// below which an engine of ours must not fall, on the same tokens.
//
// It keeps the postings of only those tokens that some query has.
type textbook struct {
	tokens   func(corpus.Language, string) []string
	queries  []string
	asked    map[corpus.Language][][]string // the tokens of each query
	postings map[term][]posting
	ids      []string
	lengths  []int
	total    int
}

// term is a token of one language: the same letters in two languages are two words.
type term struct {
	language corpus.Language
	token    string
}

type posting struct{ document, count int }

func newTextbook(tokens func(corpus.Language, string) []string, queries []Query) *textbook {
	t := &textbook{tokens: tokens, asked: map[corpus.Language][][]string{}, postings: map[term][]posting{}}
	for _, q := range queries {
		t.queries = append(t.queries, q.Text)
	}
	return t
}

// ask makes sure that the queries are read in a language.
func (t *textbook) ask(language corpus.Language) {
	if _, ok := t.asked[language]; ok {
		return
	}
	asked := make([][]string, len(t.queries))
	for i, q := range t.queries {
		asked[i] = t.tokens(language, q)
		for _, token := range asked[i] {
			if _, ok := t.postings[term{language, token}]; !ok {
				t.postings[term{language, token}] = nil
			}
		}
	}
	t.asked[language] = asked
}

func (t *textbook) add(d Document, language corpus.Language) {
	t.ask(language)
	number := len(t.ids)
	tokens := append(t.tokens(language, d.Title), t.tokens(language, d.Text)...)
	counts := map[term]int{}
	for _, token := range tokens {
		word := term{language, token}
		if _, ok := t.postings[word]; ok {
			counts[word]++
		}
	}
	for word, n := range counts {
		t.postings[word] = append(t.postings[word], posting{number, n})
	}
	t.ids = append(t.ids, d.ID)
	t.lengths = append(t.lengths, len(tokens))
	t.total += len(tokens)
}

// rank is the best documents for the query with this number, best first; those
// of one score by id.
func (t *textbook) rank(query, size int) []string {
	scores := map[int]float64{}
	n := float64(len(t.ids))
	average := float64(t.total) / n
	for language, asked := range t.asked {
		for _, token := range asked[query] {
			list := t.postings[term{language, token}]
			frequency := float64(len(list))
			idf := math.Log(1 + (n-frequency+.5)/(frequency+.5))
			for _, p := range list {
				tf := float64(p.count)
				norm := textbookK1 * (1 - textbookB + textbookB*float64(t.lengths[p.document])/average)
				scores[p.document] += idf * tf * (textbookK1 + 1) / (tf + norm)
			}
		}
	}
	found := make([]int, 0, len(scores))
	for d := range scores {
		found = append(found, d)
	}
	slices.SortFunc(found, func(a, b int) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(t.ids[a], t.ids[b]))
	})
	ranking := make([]string, 0, size)
	for _, d := range found[:min(size, len(found))] {
		ranking = append(ranking, t.ids[d])
	}
	return ranking
}
