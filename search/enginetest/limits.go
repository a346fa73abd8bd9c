package enginetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// few are three statements, enough to be asked about.
func few() []corpus.Statement {
	var out []corpus.Statement
	for i, text := range []string{"The court and the victims.", "Victims of crimes before the court.", "The budget of the court."} {
		id := fmt.Sprintf("few%d", i)
		out = append(out, corpus.Statement{
			ID: corpus.ID(id), Work: corpus.WorkID(id), Title: fmt.Sprintf("Statement %d", i), Language: corpus.English, Status: corpus.StatusGood,
			Pages: []corpus.Page{{Number: 1, Text: text, Language: corpus.English}},
		})
	}
	return out
}

// testRefused asks for what no engine may give.
func testRefused(t *testing.T, s *suite) {
	engine := s.open(t, few()...)
	many := query.Or{}
	for i := range search.DefaultMaxClauses + 1 {
		many = append(many, query.Word{Text: fmt.Sprintf("word%d", i)})
	}
	tests := []struct {
		name string
		req  search.Request
		want error
	}{
		{"negative size", search.Request{Size: -1}, corpus.ErrInvalid},
		{"size over 100", search.Request{Size: 101}, corpus.ErrInvalid},
		{"negative from", search.Request{From: -1}, corpus.ErrInvalid},
		{"window over 10,000", search.Request{From: 9_999, Size: 2}, corpus.ErrInvalid},
		{"from beside a cursor", search.Request{From: 1, Size: 1, Cursor: "x"}, corpus.ErrInvalid},
		{"passages over 10", search.Request{Passages: 11}, corpus.ErrInvalid},
		{"unknown sort", search.Request{Sort: "length"}, corpus.ErrInvalid},
		{"unknown facet", search.Request{Facets: []corpus.Field{"colour"}}, corpus.ErrInvalid},
		{"unknown filter", search.Request{Filters: search.Filters{Values: map[corpus.Field][]string{"colour": {"red"}}}}, corpus.ErrInvalid},
		{"33 words", search.Request{Query: many}, corpus.ErrOverLimit},
		{"short prefix", search.Request{Query: query.Word{Text: "co", Prefix: true}}, corpus.ErrInvalid},
		{"short fuzzy word", search.Request{Query: query.Word{Text: "cou", Fuzzy: true}}, corpus.ErrInvalid},
		{"long fuzzy word", search.Request{Query: query.Word{Text: strings.Repeat("a", 33), Fuzzy: true}}, corpus.ErrInvalid},
		{"unknown field in the query", search.Request{Query: query.Field{Name: "colour", Value: query.Word{Text: "red"}}}, corpus.ErrInvalid},
		{"impossible date", search.Request{Query: query.Range{From: "2021-13"}}, corpus.ErrInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, err := engine.Search(context.Background(), tt.req)
			if !errors.Is(err, tt.want) || res != nil {
				t.Errorf("got %v and error %v, want an error that is %q", res, err, tt.want)
			}
		})
	}
}

// testDeadline asks when the time is over: there is no answer then, not a part of one.
func testDeadline(t *testing.T, s *suite) {
	engine := s.open(t, few()...)
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	late, stop := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer stop()
	for _, q := range []query.Expr{nil, query.Word{Text: "court"}, query.Word{Text: "cou", Prefix: true}, query.Word{Text: "cuort", Fuzzy: true}, query.Phrase{Text: "the court"}} {
		req := search.Request{Query: q, Size: 10, Facets: search.FacetFields, Passages: 3}
		if res, err := engine.Search(cancelled, req); !errors.Is(err, context.Canceled) || res != nil {
			t.Errorf("%v, cancelled: %v, %v", q, res, err)
		}
		if res, err := engine.Search(late, req); !errors.Is(err, context.DeadlineExceeded) || res != nil {
			t.Errorf("%v, too late: %v, %v", q, res, err)
		}
	}
}

// testBudget asks what reads more than a request may: there is no answer then,
// and what reads little is answered all the same.
func testBudget(t *testing.T, s *suite) {
	engine := s.open(t, numbered(40)...)
	const words = "victims before the court"
	questions := map[string]func(context.Context) error{}
	for _, q := range []query.Expr{
		query.Word{Text: "victims"}, query.Word{Text: "vict", Prefix: true}, query.Word{Text: "victmis", Fuzzy: true},
		query.Phrase{Text: words}, query.Phrase{Text: words, Slop: 3},
	} {
		questions[q.String()] = func(ctx context.Context) error {
			_, err := engine.Search(ctx, search.Request{Query: q, Size: 1, Passages: 1})
			return err
		}
	}
	if quoter, ok := engine.(search.Quoter); ok {
		questions["quotation"] = func(ctx context.Context) error {
			_, err := quoter.Quote(ctx, search.QuoteRequest{Text: words})
			return err
		}
	}
	if trender, ok := engine.(search.Trender); ok {
		questions["trend"] = func(ctx context.Context) error {
			_, err := trender.Trend(ctx, search.TrendRequest{By: corpus.FieldSession, Queries: []query.Expr{query.Phrase{Text: words}}})
			return err
		}
	}
	for name, ask := range questions {
		free := &search.Budget{Max: search.DefaultWork}
		if err := ask(search.WithBudget(t.Context(), free)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		slowed := 0
		tight := &search.Budget{Max: free.Spent / 2, Slow: func() error { slowed++; return nil }}
		if err := ask(search.WithBudget(t.Context(), tight)); !errors.Is(err, search.ErrTooMuchWork) || !errors.Is(err, corpus.ErrOverLimit) {
			t.Errorf("%s, which spends %d, with half of that: %v", name, free.Spent, err)
		}
		if slowed > 1 {
			t.Errorf("%s was slowed down %d times", name, slowed)
		}
		stop := errors.New("no room")
		if err := ask(search.WithBudget(t.Context(), &search.Budget{Max: free.Spent, Slow: func() error { return stop }})); !errors.Is(err, stop) {
			t.Errorf("%s, where there is no room for slow questions: %v", name, err)
		}
	}
}

// testEmpty asks an index of nothing.
func testEmpty(t *testing.T, s *suite) {
	engine := s.open(t)
	for _, q := range []query.Expr{nil, query.Word{Text: "court"}, query.Word{Text: "cou", Prefix: true}, query.Word{Text: "court", Fuzzy: true}, query.Phrase{Text: "the court"}, query.Not{X: query.Word{Text: "court"}}} {
		res, err := engine.Search(context.Background(), search.Request{Query: q, Size: 10, Facets: search.FacetFields, Passages: 3})
		if err != nil {
			t.Errorf("%v: %v", q, err)
		} else if res.Total != 0 || len(res.Hits) != 0 || res.Next != "" {
			t.Errorf("%v: found %d in nothing", q, res.Total)
		}
	}
}
