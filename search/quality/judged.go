package quality

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// Question is a judged search in the query language.
type Question struct {
	ID      string                    `yaml:"id"`
	Query   string                    `yaml:"query"`
	Filters map[corpus.Field][]string `yaml:"filters"` // ids or names
	// Relevant are the relevant statements, by id or file, with their grades. One stands for its whole work. If empty,
	// there should be no results.
	Relevant map[string]int `yaml:"relevant"`
}

// ReadQuestions reads a YAML list of judged searches.
func ReadQuestions(r io.Reader) ([]Question, error) {
	var questions []Question
	d := yaml.NewDecoder(r)
	d.KnownFields(true)
	if err := d.Decode(&questions); err != nil {
		fault := strings.Join(strings.Fields(err.Error()), " ") // a YAML fault has several lines
		return nil, corpus.ErrInvalid.Errorf("judged questions: %s; each has id, query, filters and relevant", fault)
	}
	seen := map[string]bool{}
	for i, q := range questions {
		if q.ID == "" || seen[q.ID] {
			return nil, corpus.ErrInvalid.Errorf("judged questions: number %d (%q) needs an id of its own, not %q", i+1, q.Query, q.ID)
		}
		seen[q.ID] = true
		for name, grade := range q.Relevant {
			if grade < 1 {
				return nil, corpus.ErrInvalid.Errorf("judged questions: %s gives %s the grade %d; leave out what is not relevant", q.ID, name, grade)
			}
		}
	}
	return questions, nil
}

// Names leads from what questions call things to ids. A nil function knows none.
type Names struct {
	Statement func(name string) (corpus.ID, bool)            // by id or file
	Value     func(corpus.Field, string) (id string, _ bool) // of a filter
}

// Answered is how one judged question went. If nothing is relevant, each
// measure is 1 if nothing was found and 0 otherwise.
type Answered struct {
	Question
	Read   string         // the query as it was understood
	Ranks  map[string]int // of the relevant statements found, 1-based
	Total  int
	NDCG   float64 // of the first ten
	Recall float64 // of the first hundred
	MRR    float64
}

// Judged is how all questions went.
type Judged struct {
	NDCG    float64    `json:"ndcg@10"`
	Recall  float64    `json:"recall@100"`
	MRR     float64    `json:"mrr"`
	Queries int        `json:"queries"`
	Answers []Answered `json:"-"`
}

// Judge asks every question and looks where the relevant works came. A question
// that cannot be asked, or that names a statement nobody knows, is an error: it
// would measure nothing.
func Judge(ctx context.Context, s search.Searcher, questions []Question, names Names) (Judged, error) {
	if len(questions) == 0 {
		return Judged{}, corpus.ErrInvalid.Errorf("there are no questions")
	}
	judged := Judged{Queries: len(questions)}
	n := float64(len(questions))
	for _, q := range questions {
		a, err := answer(ctx, s, q, names)
		if err != nil {
			return Judged{}, fmt.Errorf("question %s: %w", q.ID, err)
		}
		judged.NDCG += a.NDCG / n
		judged.Recall += a.Recall / n
		judged.MRR += a.MRR / n
		judged.Answers = append(judged.Answers, a)
	}
	return judged, nil
}

func answer(ctx context.Context, s search.Searcher, q Question, names Names) (Answered, error) {
	a := Answered{Question: q, Ranks: map[string]int{}}
	e, err := query.Parse(q.Query)
	if err != nil {
		return a, err
	}
	if e != nil {
		a.Read = e.String()
	}
	relevant := map[corpus.ID]string{}
	for name := range q.Relevant {
		id, ok := corpus.ID(name), true
		if names.Statement != nil {
			id, ok = names.Statement(name)
		}
		if !ok {
			return a, corpus.ErrInvalid.Errorf("it judges %q, which is not in the index", name)
		}
		relevant[id] = name
	}
	request := search.Request{Query: e, Size: recallDepth, Filters: search.Filters{Values: map[corpus.Field][]string{}}}
	for field, values := range q.Filters {
		for _, v := range values {
			if names.Value != nil {
				if id, ok := names.Value(field, v); ok {
					v = id
				}
			}
			request.Filters.Values[field] = append(request.Filters.Values[field], v)
		}
	}
	results, err := s.Search(ctx, request)
	if err != nil {
		return a, err
	}
	a.Total = results.Total
	a.measure(results.Hits, relevant)
	return a, nil
}

// measure compares the works found with those that are relevant.
func (a *Answered) measure(hits []search.Hit, relevant map[corpus.ID]string) {
	if len(relevant) == 0 {
		if a.Total == 0 {
			a.NDCG, a.Recall, a.MRR = 1, 1, 1
		}
		return
	}
	ranking := make([]string, len(hits))
	for i, h := range hits {
		members := []corpus.ID{h.Statement.ID}
		for _, t := range h.Translations {
			members = append(members, t.ID)
		}
		at := slices.IndexFunc(members, func(id corpus.ID) bool { return relevant[id] != "" })
		if at < 0 {
			continue // the place stays empty, which no judgment names
		}
		ranking[i] = relevant[members[at]]
		a.Ranks[ranking[i]] = i + 1
	}
	a.NDCG = ndcg(ranking, a.Relevant, gainDepth)
	a.Recall = recall(ranking, a.Relevant, recallDepth)
	a.MRR = reciprocalRank(ranking, a.Relevant)
}
