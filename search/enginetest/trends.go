package enginetest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// testTrends holds every number that an engine counts by fields to the total of
// the search that it stands for.
func testTrends(t *testing.T, s *suite) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPart(t)
		for range requestsPerPart {
			checkTrend(t, s.index, s.drawn, p.drawTrend(t))
		}
	})
}

func (p part) drawTrend(t *rapid.T) search.TrendRequest {
	req := search.TrendRequest{
		Filters: p.drawFilters(t), By: rapid.SampledFrom(search.FacetFields).Draw(t, "by"), Rows: rapid.IntRange(0, 3).Draw(t, "rows"),
	}
	for range rapid.IntRange(1, search.MaxTrendQueries).Draw(t, "queries") {
		req.Queries = append(req.Queries, p.drawQuery(t))
	}
	if split := rapid.SampledFrom(search.FacetFields).Draw(t, "split"); split != req.By {
		req.Split = split
	}
	return req
}

func checkTrend(t *rapid.T, engine search.Searcher, m model, req search.TrendRequest) {
	got, err := engine.(search.Trender).Trend(context.Background(), req)
	if err != nil {
		t.Fatalf("%v: %v", req, err)
	}
	counter := newCounter(m, req)
	checkTally(t, engine, counter, req, "", "", got.Total, true)
	columns, rows := map[string]bool{}, map[string]bool{}
	for _, c := range got.Columns {
		columns[c.ID] = true
		checkTally(t, engine, counter, req, "column "+c.ID, "", c.Tally, c.ID != "", chosen{req.By, c.ID})
	}
	for _, r := range got.Rows {
		rows[r.ID] = true
		checkTally(t, engine, counter, req, "row "+r.ID, "", r.Tally, r.ID != "", chosen{req.Split, r.ID})
		for column := range columns {
			checkTally(t, engine, counter, req, "row "+r.ID, column, r.Cell(column), r.ID != "" && column != "", chosen{req.By, column}, chosen{req.Split, r.ID})
		}
		for column := range r.Cells {
			if !columns[column] {
				t.Fatalf("%v: row %q has a cell for %q, which is no column", req, r.ID, column)
			}
		}
	}
	wantColumns, wantRows := m.valuesOf(req, req.By), m.valuesOf(req, req.Split)
	if len(columns) != len(wantColumns) || len(got.Columns) != len(columns) {
		t.Fatalf("%v: columns %v, want %v", req, got.Columns, wantColumns)
	}
	wanted := len(wantRows)
	if req.Rows > 0 {
		wanted = min(wanted, req.Rows)
	}
	if len(rows) != wanted || len(got.Rows) != wanted || got.Left != len(wantRows)-wanted {
		t.Fatalf("%v: rows %v and %d left, want %d of %v", req, got.Rows, got.Left, wanted, wantRows)
	}
	for i := 1; i < len(got.Rows); i++ {
		if got.Rows[i-1].Sum() < got.Rows[i].Sum() {
			t.Fatalf("%v: row %q comes before %q, which has more works", req, got.Rows[i-1].ID, got.Rows[i].ID)
		}
	}
}

// chosen is the value of a field that is counted for; "" stands for none.
type chosen struct {
	field corpus.Field
	id    string
}

// checkTally compares with the model, and with what searches find where a
// search can ask for it: there is no filter for statements without a value.
func checkTally(t *rapid.T, engine search.Searcher, counter counter, req search.TrendRequest, row, column string, got search.Tally, searchable bool, values ...chosen) {
	filters := req.Filters
	for _, v := range values {
		filters.Values = with(filters.Values, v.field, v.id)
	}
	for i, q := range slices.Concat(req.Queries, []query.Expr{nil}) {
		n := got.Of
		if i < len(req.Queries) {
			n = got.Works[i]
		}
		if want := counter.counted(i, values); n != want {
			t.Fatalf("%v: %s %s counts %d works for %v, want %d", req, row, column, n, q, want)
		}
		if searchable {
			if want := mustAsk(t, engine, search.Request{Query: q, Filters: filters}).Total; n != want {
				t.Fatalf("%v: %s %s counts %d works for %v, but %d are found", req, row, column, n, q, want)
			}
		}
	}
}

// counter counts the works that a trend stands for by the model.
type counter struct {
	model
	filters search.Filters
	found   []expected // by query, and last what everything finds
}

func newCounter(m model, req search.TrendRequest) counter {
	c := counter{model: m, filters: req.Filters}
	for _, q := range slices.Concat(req.Queries, []query.Expr{nil}) {
		c.found = append(c.found, m.answer(search.Request{Query: q, Filters: req.Filters}))
	}
	return c
}

// counted is the number of works of which a statement matches a query and has
// all values.
func (c counter) counted(q int, all []chosen) int {
	for _, v := range all {
		if len(c.filters.Values[v.field]) > 0 && !slices.Contains(c.filters.Values[v.field], v.id) {
			return 0
		}
	}
	found := c.found[q]
	ids := map[corpus.ID]bool{}
	for _, s := range c.statements {
		if !found.full[s.ID] && !found.some[s.ID] {
			continue
		}
		if !slices.ContainsFunc(all, func(v chosen) bool { return !slices.Contains(orNone(values(s, v.field)), v.id) }) {
			ids[s.ID] = true
		}
	}
	return c.units(ids, false)
}

// valuesOf are the values of a field among the statements that are counted.
func (m model) valuesOf(req search.TrendRequest, f corpus.Field) map[string]bool {
	out := map[string]bool{}
	if f == "" {
		return out
	}
	for _, s := range m.statements {
		if !lets(req.Filters, s) {
			continue
		}
		for _, v := range orNone(values(s, f)) {
			if len(req.Filters.Values[f]) == 0 || slices.Contains(req.Filters.Values[f], v) {
				out[v] = true
			}
		}
	}
	return out
}

func orNone(values []string) []string {
	if len(values) == 0 {
		return []string{""}
	}
	return values
}

// testTrendsRefused asks for what cannot be counted.
func testTrendsRefused(t *testing.T, s *suite) {
	engine := s.open(t, few()...).(search.Trender)
	one := []query.Expr{nil}
	for name, req := range map[string]search.TrendRequest{
		"no query":       {By: corpus.FieldSession},
		"five queries":   {Queries: make([]query.Expr, 5), By: corpus.FieldSession},
		"by nothing":     {Queries: one},
		"by title":       {Queries: one, By: corpus.FieldTitle},
		"split by title": {Queries: one, By: corpus.FieldSession, Split: corpus.FieldTitle},
		"split by by":    {Queries: one, By: corpus.FieldSession, Split: corpus.FieldSession},
		"negative rows":  {Queries: one, By: corpus.FieldSession, Split: corpus.FieldTopic, Rows: -1},
		"other filter":   {Queries: one, By: corpus.FieldSession, Filters: search.Filters{Values: map[corpus.Field][]string{corpus.FieldTitle: {"x"}}}},
		"too short":      {Queries: []query.Expr{query.Word{Text: "qa", Prefix: true}}, By: corpus.FieldSession},
	} {
		if res, err := engine.Trend(context.Background(), req); res != nil || !errors.Is(err, corpus.ErrInvalid) {
			t.Errorf("%s: got %v and error %v, want a fault of the request", name, res, err)
		}
	}
	late, stop := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer stop()
	if res, err := engine.Trend(late, search.TrendRequest{Queries: one, By: corpus.FieldSession}); !errors.Is(err, context.DeadlineExceeded) || res != nil {
		t.Errorf("too late: %v, %v", res, err)
	}
}
