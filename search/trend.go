package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/search/query"
)

// Trender is implemented by engines that can count works by the values of one or two
// fields, for several queries at once; use a type assertion.
type Trender interface {
	// Trend counts works. Its errors are those of Searcher.Search.
	Trend(context.Context, TrendRequest) (*Trend, error)
}

// Limits on a request.
const (
	MaxTrendQueries = 4
	MaxTrendRows    = 1000
)

// TrendRequest counts the works matching each query by the values of By and, if set,
// of Split. A filter on one of these fields selects the values to count.
type TrendRequest struct {
	Queries []query.Expr // 1 to MaxTrendQueries; nil matches everything
	Exact   bool
	Filters Filters
	By      corpus.Field // of FacetFields
	Split   corpus.Field // of FacetFields, other than By; "" for none
	// Rows is the number of values of Split, most works first; 0 means all, up to
	// MaxTrendRows.
	Rows int
	// Notes explain how a lenient parse interpreted the queries and the dates. They do not affect the counts.
	Notes []query.Note
}

// Check validates the request.
func (r TrendRequest) Check() error {
	switch {
	case len(r.Queries) == 0 || len(r.Queries) > MaxTrendQueries:
		return corpus.ErrInvalid.Errorf("there are %d queries; 1 to %d can be counted side by side", len(r.Queries), MaxTrendQueries)
	case r.Rows < 0 || r.Rows > MaxTrendRows:
		return corpus.ErrInvalid.Errorf("rows is %d; it may be 0 to %d", r.Rows, MaxTrendRows)
	case !slices.Contains(FacetFields, r.By):
		return corpus.ErrInvalid.Errorf("%q is not a field to count by", r.By)
	case r.Split != "" && !slices.Contains(FacetFields, r.Split):
		return corpus.ErrInvalid.Errorf("%q is not a field to split by", r.Split)
	case r.Split == r.By:
		return corpus.ErrInvalid.Errorf("%q is counted by already; split by another field", r.Split)
	}
	return Request{Filters: r.Filters}.check()
}

// Trend is the answer to a TrendRequest. Each number of works equals the total of a
// search with the filters and these values, and Of that of the same search without a
// query.
type Trend struct {
	Total   Tally
	Relaxed []bool        // by query, as in Results
	Forms   [][]WordForms // by query, as in Results
	Columns []TrendValue
	Rows    []TrendRow
	Left    int // number of values of Split not in Rows
	Took    time.Duration
	Index   IndexInfo
}

// Tally is a number of works for each query, and of all works.
type Tally struct {
	Works []int // by query
	Of    int
}

// Share is the share of works that match a query, 0 to 1.
func (t Tally) Share(query int) float64 {
	if t.Of == 0 {
		return 0
	}
	return float64(t.Works[query]) / float64(t.Of)
}

// Sum is the sum over all queries.
func (t Tally) Sum() (n int) {
	for _, works := range t.Works {
		n += works
	}
	return n
}

// TrendValue is the tally of one value of a field. An empty ID stands for statements
// without a value.
type TrendValue struct {
	ID string
	Tally
}

// TrendRow is a value of Split with tallies by the values of By. Cells has only
// values with works.
type TrendRow struct {
	TrendValue
	Cells map[string]Tally // by the ID of the column
}

// Cell returns the tally of a row in a column.
func (r TrendRow) Cell(column string) Tally {
	if t, ok := r.Cells[column]; ok {
		return t
	}
	return Tally{Works: make([]int, len(r.Works))}
}

// Arrange sorts columns and rows: sessions by start date, years numerically, other
// values by works. Sessions with an unknown start follow the others, and statements
// without a value come last.
func (t *Trend) Arrange(r TrendRequest, start func(corpus.SessionID) corpus.Date) {
	order := func(f corpus.Field) func(a, b TrendValue) int {
		when := func(id string) string {
			if f == corpus.FieldSession {
				if d := start(corpus.SessionID(id)); !d.IsZero() {
					return d.First()
				}
				return "9"
			}
			return id
		}
		return func(a, b TrendValue) int {
			if a.ID == "" || b.ID == "" {
				return strings.Compare(b.ID, a.ID)
			}
			if f == corpus.FieldSession || f == corpus.FieldYear {
				return cmp.Or(strings.Compare(when(a.ID), when(b.ID)), strings.Compare(a.ID, b.ID))
			}
			return byWorks(a, b)
		}
	}
	slices.SortFunc(t.Columns, order(r.By))
	rows := order(r.Split)
	slices.SortFunc(t.Rows, func(a, b TrendRow) int { return rows(a.TrendValue, b.TrendValue) })
}

// byWorks compares by matching works, then by all works, then by id.
func byWorks(a, b TrendValue) int {
	return cmp.Or(cmp.Compare(b.Sum(), a.Sum()), cmp.Compare(b.Of, a.Of), strings.Compare(a.ID, b.ID))
}

// ChooseRows keeps the rows with the most works; left is the number of the others.
func ChooseRows(rows []TrendValue, wanted int) (kept []TrendValue, left int) {
	if wanted == 0 {
		wanted = MaxTrendRows
	}
	slices.SortFunc(rows, byWorks)
	kept = rows[:min(wanted, len(rows))]
	return kept, len(rows) - len(kept)
}
