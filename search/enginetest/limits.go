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
