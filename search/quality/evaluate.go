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

// Cut-offs of the measures.
const (
	gainDepth   = 10
	recallDepth = 100
)

// Engine is the engine to measure.
type Engine struct {
	// Build indexes the statements in a temporary folder, with the analysis and ranking of the service, and opens
	// the result. Judged queries can be long: allow more than the usual number of clauses.
	Build func(context.Context, iter.Seq2[corpus.Statement, error]) (Opened, error)
	// Language detects the language of a document; if nil, all are English.
	Language func(text string) corpus.Language
}

// Opened is an open index.
type Opened interface {
	search.Searcher
	io.Closer
}

// Report has the measures and the results by query.
type Report struct {
	NDCG         float64  `json:"ndcg@10"`
	Recall       float64  `json:"recall@100"`
	TextbookNDCG float64  `json:"textbook_bm25_ndcg@10"`
	MRR          float64  `json:"mrr"`
	Queries      int      `json:"queries"`
	Results      []Result `json:"-"`
}

// Result is the result of one query.
type Result struct {
	Query
	Ranking      []string // documents, best first
	NDCG         float64
	Recall       float64
	MRR          float64
	TextbookNDCG float64
}

// Evaluate indexes the documents of a collection and runs every judged query as plain words.
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

// statements converts the documents to statements, and adds each to the BM25 baseline.
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

// documentNames maps ids of statements to those of the collection, and checks that the judgments refer to them.
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

// ask returns the ranking of documents for a query.
func ask(ctx context.Context, s search.Searcher, q Query, names map[corpus.ID]string) ([]string, error) {
	e := query.Plain(q.Text)
	if e == nil { // no words: no results
		return nil, nil
	}
	// A judged query may be a whole abstract.
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

// sum computes the means over the queries.
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
