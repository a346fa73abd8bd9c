package quality

import (
	"context"
	"fmt"
	"io"
	"iter"
	"math"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// Depths of the measures.
const (
	gainDepth   = 10
	recallDepth = 100
)

// Engine is what is measured.
type Engine struct {
	// Build indexes the statements in a temporary folder, with the analysis and ranking that
	// the service has, and opens the result. Judged questions can be long: the
	// engine should take more than the usual number of clauses.
	Build func(context.Context, iter.Seq2[corpus.Statement, error]) (Opened, error)
	// Language tells the language of a document; nil takes all for English.
	Language func(text string) corpus.Language
}

// Opened is an engine over an index that was built.
type Opened interface {
	search.Searcher
	io.Closer
}

// Report is what was measured, and on which queries.
type Report struct {
	NDCG         float64  `json:"ndcg@10"`
	Recall       float64  `json:"recall@100"`
	TextbookNDCG float64  `json:"textbook_bm25_ndcg@10"`
	MRR          float64  `json:"mrr"`
	Queries      int      `json:"queries"`
	Results      []Result `json:"-"`
}

// Result is how one query went.
type Result struct {
	Query
	Ranking      []string // of documents, best first
	NDCG         float64
	Recall       float64
	MRR          float64
	TextbookNDCG float64
}

// Evaluate builds an index of the collection's documents and asks it every
// judged question as plain words.
func Evaluate(ctx context.Context, c Collection, e Engine) (report Report, err error) {
	queries, err := c.queries()
	if err != nil {
		return Report{}, err
	}
	plain := newTextbook(queries)
	opened, err := e.Build(ctx, statements(ctx, c, e, plain))
	if err != nil {
		return Report{}, fmt.Errorf("index %s: %w", c.Corpus, err)
	}
	defer func() {
		if closeErr := opened.Close(); err == nil {
			err = closeErr
		}
	}()
	names, err := documentNames(plain.ids, queries, c)
	if err != nil {
		return Report{}, err
	}
	for i, q := range queries {
		ranking, err := ask(ctx, opened, q, names)
		if err != nil {
			return Report{}, fmt.Errorf("query %s: %w", q.ID, err)
		}
		report.Results = append(report.Results, Result{
			Query: q, Ranking: ranking,
			NDCG:         ndcg(ranking, q.Grades, gainDepth),
			Recall:       recall(ranking, q.Grades, recallDepth),
			MRR:          reciprocalRank(ranking, q.Grades),
			TextbookNDCG: ndcg(plain.rank(i, gainDepth), q.Grades, gainDepth),
		})
	}
	report.sum()
	return report, nil
}

// statements turns the documents into statements, and shows each to the textbook.
func statements(ctx context.Context, c Collection, e Engine, plain *textbook) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		for d, err := range c.documents() {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(corpus.Statement{}, err)
				return
			}
			language := corpus.English
			if e.Language != nil {
				language = e.Language(d.Title + "\n" + d.Text)
			}
			plain.add(d)
			id := corpus.NewID(d.ID)
			s := corpus.Statement{
				ID: id, Work: corpus.WorkID(id), Title: d.Title, Language: language, Status: corpus.StatusGood,
				Pages:  []corpus.Page{{Number: 1, Text: d.Text, Language: language, Method: corpus.MethodTextLayer}},
				Origin: corpus.Origin{File: d.ID, Location: d.ID, Source: c.Corpus, MediaType: "text/plain"},
			}
			if !yield(s, nil) {
				return
			}
		}
	}
}

// documentNames leads from the ids of statements back to the collection's, and
// makes sure that the judgments are about these documents.
func documentNames(ids []string, queries []Query, c Collection) (map[corpus.ID]string, error) {
	names := make(map[corpus.ID]string, len(ids))
	for _, id := range ids {
		names[corpus.NewID(id)] = id
	}
	if len(names) < len(ids) {
		return nil, corpus.ErrInvalid.Errorf("%s has %d documents but only %d ids", c.Corpus, len(ids), len(names))
	}
	for _, q := range queries {
		for id := range q.Grades {
			if _, ok := names[corpus.NewID(id)]; ok {
				return names, nil
			}
		}
	}
	return nil, corpus.ErrInvalid.Errorf("%s judges no document of %s", c.Qrels, c.Corpus)
}

// ask is the ranking of the collection's documents for a query.
func ask(ctx context.Context, s search.Searcher, q Query, names map[corpus.ID]string) ([]string, error) {
	e := query.Plain(q.Text)
	if e == nil { // no word: nothing is an answer
		return nil, nil
	}
	// A question of a judged collection may be a whole abstract.
	ctx = search.WithBudget(ctx, &search.Budget{Max: math.MaxInt})
	r, err := s.Search(ctx, search.Request{Query: e, Size: recallDepth, Sort: search.SortRelevance, Documents: true})
	if err != nil {
		return nil, err
	}
	ranking := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		ranking[i] = names[h.Statement.ID]
	}
	return ranking, nil
}

// sum takes the means over the queries.
func (r *Report) sum() {
	r.Queries = len(r.Results)
	n := float64(r.Queries)
	for _, q := range r.Results {
		r.NDCG += q.NDCG / n
		r.Recall += q.Recall / n
		r.MRR += q.MRR / n
		r.TextbookNDCG += q.TextbookNDCG / n
	}
}
