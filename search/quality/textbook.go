package quality

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/go-porterstemmer"
)

// The constants of textbook BM25, as Robertson and Zaragoza give their usual
// range (2009) and Lucene its defaults.
const (
	textbookK1 = 1.2
	textbookB  = 0.75
)

// textbook ranks by plain BM25: a document is the bag of stems of its title and
// text, a query a bag of stems, and nothing else counts. It is the line below
// which an engine of ours must not fall. All texts are read as English, whatever
// language they are taken for, so that it shares no fault with what it measures.
//
// It keeps the postings of only those stems that some query has.
type textbook struct {
	queries  [][]string // the stems of each query
	postings map[string][]posting
	ids      []string
	lengths  []int
	total    int
}

// Textbook ranks a collection by plain BM25 (1.2, .75; Porter stems, Lucene's
// English stop words) and calls visit with the best hundred documents of each
// query, best first. Queries without a relevant document are among them.
func (c Collection) Textbook(visit func(query string, ranking []string)) error {
	var queries []Query
	for l, err := range readLines(c.Queries) {
		if err != nil {
			return err
		}
		queries = append(queries, Query{ID: l.id(), Text: l.Text})
	}
	t := newTextbook(queries)
	for d, err := range c.documents() {
		if err != nil {
			return err
		}
		t.add(d)
	}
	for i, q := range queries {
		visit(q.ID, t.rank(i, recallDepth))
	}
	return nil
}

type posting struct{ document, count int }

func newTextbook(queries []Query) *textbook {
	t := &textbook{postings: map[string][]posting{}}
	for _, q := range queries {
		stems := textbookStems(q.Text)
		for _, stem := range stems {
			t.postings[stem] = nil
		}
		t.queries = append(t.queries, stems)
	}
	return t
}

// textbookStops are the English stop words of Lucene's EnglishAnalyzer.
var textbookStops = func() map[string]bool {
	stops := map[string]bool{}
	for _, w := range strings.Fields("a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with") {
		stops[w] = true
	}
	return stops
}()

// textbookStems cuts a text at whatever is neither letter nor digit, drops the
// possessive 's and stop words, and stems by Porter's first algorithm, as
// Lucene's EnglishAnalyzer does.
func textbookStems(text string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '\'' && r != '’'
	}) {
		word = strings.Trim(strings.ReplaceAll(word, "’", "'"), "'")
		word = strings.TrimSuffix(word, "'s")
		if word != "" && !textbookStops[word] {
			out = append(out, porterstemmer.StemString(word))
		}
	}
	return out
}

func (t *textbook) add(d Document) {
	number := len(t.ids)
	stems := append(textbookStems(d.Title), textbookStems(d.Text)...)
	counts := map[string]int{}
	for _, stem := range stems {
		if _, ok := t.postings[stem]; ok {
			counts[stem]++
		}
	}
	for stem, n := range counts {
		t.postings[stem] = append(t.postings[stem], posting{number, n})
	}
	t.ids = append(t.ids, d.ID)
	t.lengths = append(t.lengths, len(stems))
	t.total += len(stems)
}

// rank is the best documents for the query with this number, best first; those
// of one score by id.
func (t *textbook) rank(query, size int) []string {
	scores := map[int]float64{}
	n := float64(len(t.ids))
	average := float64(t.total) / n
	for _, stem := range t.queries[query] {
		list := t.postings[stem]
		frequency := float64(len(list))
		idf := math.Log(1 + (n-frequency+.5)/(frequency+.5))
		for _, p := range list {
			tf := float64(p.count)
			norm := textbookK1 * (1 - textbookB + textbookB*float64(t.lengths[p.document])/average)
			scores[p.document] += idf * tf * (textbookK1 + 1) / (tf + norm)
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
