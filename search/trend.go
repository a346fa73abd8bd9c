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

// Trender is the power to count works by the values of one field or of two,
// for several queries at once. Engines that have it are found by type assertion.
type Trender interface {
	// Trend counts; its errors are those of Searcher.Search.
	Trend(context.Context, TrendRequest) (*Trend, error)
}

// Bounds on what is counted at once.
const (
	MaxTrendQueries = 4
	MaxTrendRows    = 1000
)

// TrendRequest asks how many works match each query, by the values of By and,
// if there is one, of Split. A filter on one of these fields chooses which of
// its values are counted.
type TrendRequest struct {
	Queries []query.Expr // 1 to MaxTrendQueries; nil matches everything
	Exact   bool
	Filters Filters
	By      corpus.Field // of FacetFields
	Split   corpus.Field // of FacetFields, other than By; "" for none
	// Rows is how many values of Split are wanted, those with the most works;
	// 0 means all there are, up to MaxTrendRows.
	Rows int
}

// Check says what is wrong with the request, if anything is.
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

// Trend is the answer to a TrendRequest. Each number of works is the total that
// a search with the filters and these values finds, and Of what the same search
// finds without the query.
type Trend struct {
	Total   Tally
	Relaxed []bool        // by query, as in Results
	Forms   [][]WordForms // by query, as in Results
	Columns []TrendValue
	Rows    []TrendRow
	Left    int // values of Split that are not among Rows
	Took    time.Duration
	Index   IndexInfo
}

// Tally is a number of works for each query, of all that there are.
type Tally struct {
	Works []int // by query
	Of    int
}

// Share is the part of all works that matches a query, 0 to 1.
func (t Tally) Share(query int) float64 {
	if t.Of == 0 {
		return 0
	}
	return float64(t.Works[query]) / float64(t.Of)
}

// Sum is the number of works of all queries together.
func (t Tally) Sum() (n int) {
	for _, works := range t.Works {
		n += works
	}
	return n
}

// TrendValue is what is counted for one value of a field. An empty ID stands
// for the statements that have none.
type TrendValue struct {
	ID string
	Tally
}

// TrendRow is a value of Split with its works by the values of By. Cells holds
// only values with works.
type TrendRow struct {
	TrendValue
	Cells map[string]Tally // by the ID of the column
}

// Cell is the tally of a row in a column.
func (r TrendRow) Cell(column string) Tally {
	if t, ok := r.Cells[column]; ok {
		return t
	}
	return Tally{Works: make([]int, len(r.Works))}
}

// Arrange puts the columns and rows of a Trend into their order: sessions by
// when they began, years by number, other values by their works. Sessions of
// which start knows nothing follow the others, and what has no value comes last.
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

// byWorks compares by the works that match, then by all works, then by id.
func byWorks(a, b TrendValue) int {
	return cmp.Or(cmp.Compare(b.Sum(), a.Sum()), cmp.Compare(b.Of, a.Of), strings.Compare(a.ID, b.ID))
}

// ChooseRows keeps the rows with the most works.
func ChooseRows(rows []TrendValue, wanted int) (kept []TrendValue, left int) {
	if wanted == 0 {
		wanted = MaxTrendRows
	}
	slices.SortFunc(rows, byWorks)
	kept = rows[:min(wanted, len(rows))]
	return kept, len(rows) - len(kept)
}
