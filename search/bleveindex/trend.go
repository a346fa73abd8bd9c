package bleveindex

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
	"rostrum/search/query"
)

// Trend counts works by the values of fields; see search.Trender.
func (ix *Index) Trend(ctx context.Context, req search.TrendRequest) (*search.Trend, error) {
	return guarded(ctx, "trend", func() (*search.Trend, error) { return ix.trend(ctx, req) })
}

func (ix *Index) trend(ctx context.Context, req search.TrendRequest) (*search.Trend, error) {
	start := time.Now()
	if err := req.Check(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := newRun(ctx, ix)
	// Filters on the counted fields select the values to count; otherwise a statement
	// with two values would be counted for the wrong one.
	filters := req.Filters
	filters.Values = map[corpus.Field][]string{}
	for f, values := range req.Filters.Values {
		if f != req.By && f != req.Split {
			filters.Values[f] = values
		}
	}
	res := &search.Trend{Index: ix.gen.Info}
	everything, err := r.find(nil, search.Request{Filters: filters})
	if err != nil {
		return nil, err
	}
	sets := make([][]uint32, 0, len(req.Queries)+1)
	for _, q := range req.Queries {
		found, forms, err := r.findQuery(ix, q, req, filters)
		if err != nil {
			return nil, err
		}
		res.Forms = append(res.Forms, forms)
		res.Relaxed = append(res.Relaxed, found.main.full != nil)
		sets = append(sets, found.main.docs(ix.gen, nil))
	}
	sets = append(sets, everything.main.docs(ix.gen, nil))

	c := newCrosstab(ix.gen, req)
	for i, docs := range sets {
		if err := c.count(r, i, docs, c.totals); err != nil {
			return nil, err
		}
	}
	res.Total = tally(c.total)
	res.Columns = c.columns.values(c.ofColumn)
	if req.Split == "" {
		res.Took = time.Since(start)
		return res, nil
	}
	rows, left := search.ChooseRows(c.rows.values(c.ofRow), req.Rows)
	res.Left = left
	c.chosen = make([]bool, len(c.ofRow))
	for _, row := range rows {
		c.chosen[c.rows.ordinal(row.ID)] = true
	}
	for i, docs := range sets {
		if err := c.count(r, i, docs, c.crossing); err != nil {
			return nil, err
		}
	}
	for _, row := range rows {
		res.Rows = append(res.Rows, search.TrendRow{TrendValue: row, Cells: c.cellsOf(row.ID)})
	}
	res.Took = time.Since(start)
	return res, nil
}

// findQuery evaluates a query within filters, and lists the forms of its words in the
// counted statements.
func (r *run) findQuery(ix *Index, q query.Expr, of search.TrendRequest, filters search.Filters) (evaluated, []search.WordForms, error) {
	req := search.Request{Query: q, Exact: of.Exact, Filters: filters}
	plan, err := search.NewPlan(req, ix.queryContext())
	if err != nil {
		return evaluated{}, nil, err
	}
	typed, _, err := r.typed(ix, plan.Root, "")
	if err != nil {
		return evaluated{}, nil, err
	}
	lowered, err := analysis.Lower(ix.analyzers, plan.Root, typed)
	if err != nil {
		return evaluated{}, nil, err
	}
	found, err := r.find(lowered.Root, req)
	if err != nil {
		return evaluated{}, nil, err
	}
	counted := make([]*roaring.Bitmap, len(found.main.found))
	for si, docs := range found.main.found {
		filters, err := r.filters(si, of.Filters)
		if err != nil {
			return evaluated{}, nil, err
		}
		counted[si] = filters.apply(docs, "")
	}
	forms, err := r.forms(lowered.Concepts, counted)
	return found, forms, err
}

// crosstab counts works by two fields for several sets of statements: those of each
// query, and all. A statement without a value counts for the ordinal after the last.
type crosstab struct {
	gen           *generation.Generation
	columns, rows axis
	total         []int
	ofColumn      [][]int
	ofRow         [][]int
	cells         map[[2]uint32][]int
	chosen        []bool // by ordinal of the row
	sets          int
}

// axis is a field to count by; without one, all statements have the same value.
type axis struct {
	table    *generation.FacetTable
	selected []bool // by ordinal; nil: all
}

func newAxis(g *generation.Generation, field corpus.Field, selected []string) axis {
	a := axis{table: g.Facets[field]}
	if a.table == nil || len(selected) == 0 {
		return a
	}
	a.selected = make([]bool, len(a.table.Values)+1)
	for ord, value := range a.table.Values {
		a.selected[ord] = slices.ContainsFunc(selected, func(s string) bool { return strings.EqualFold(s, value) })
	}
	return a
}

// size is the number of ordinals.
func (a axis) size() int {
	if a.table == nil {
		return 1
	}
	return len(a.table.Values) + 1
}

// of appends the ordinals of a statement.
func (a axis) of(doc uint32, out []uint32) []uint32 {
	var ords []uint32
	if a.table != nil {
		ords = a.table.Of(doc)
	}
	if len(ords) == 0 && a.selected == nil {
		return append(out, uint32(a.size()-1))
	}
	for _, ord := range ords {
		if a.selected == nil || a.selected[ord] {
			out = append(out, ord)
		}
	}
	return out
}

// ordinal returns the ordinal of a value; "" is none.
func (a axis) ordinal(id string) uint32 {
	if id == "" || a.table == nil {
		return uint32(a.size() - 1)
	}
	ord, _ := slices.BinarySearch(a.table.Values, id)
	return uint32(ord)
}

// id returns the value of an ordinal.
func (a axis) id(ord int) string {
	if ord == a.size()-1 {
		return ""
	}
	return a.table.Values[ord]
}

// values returns the values with works, and their tallies.
func (a axis) values(counts [][]int) []search.TrendValue {
	var out []search.TrendValue
	for ord, n := range counts {
		if n != nil {
			out = append(out, search.TrendValue{ID: a.id(ord), Tally: tally(n)})
		}
	}
	return out
}

// tally returns the counts of the sets as a Tally.
func tally(counts []int) search.Tally {
	last := len(counts) - 1
	return search.Tally{Works: counts[:last:last], Of: counts[last]}
}

func newCrosstab(g *generation.Generation, req search.TrendRequest) *crosstab {
	c := &crosstab{
		gen: g, columns: newAxis(g, req.By, req.Filters.Values[req.By]), rows: newAxis(g, req.Split, req.Filters.Values[req.Split]),
		sets: len(req.Queries) + 1, cells: map[[2]uint32][]int{},
	}
	c.total = make([]int, c.sets)
	c.ofColumn = make([][]int, c.columns.size())
	c.ofRow = make([][]int, c.rows.size())
	return c
}

// pairs are the ordinals of columns and rows of a statement.
type pairs struct{ columns, rows []uint32 }

// count calls add for each work of a set, with the pairs of each of its statements;
// works without pairs are skipped.
func (c *crosstab) count(r *run, set int, docs []uint32, add func(set int, statements []pairs)) error {
	several := map[uint32][]pairs{} // works with several statements
	one := make([]pairs, 1)
	for _, doc := range docs {
		if err := r.work.Spend(segment.PostingWork); err != nil {
			return err
		}
		shared := c.gen.Shared[doc]
		p := &one[0]
		if shared {
			p = &pairs{}
		}
		p.columns, p.rows = c.columns.of(doc, p.columns[:0]), c.rows.of(doc, p.rows[:0])
		if len(p.columns) == 0 || len(p.rows) == 0 {
			continue
		}
		if shared {
			several[c.gen.Works[doc]] = append(several[c.gen.Works[doc]], *p)
		} else {
			add(set, one)
		}
	}
	for _, statements := range several {
		add(set, statements)
	}
	return nil
}

// totals counts a work once in total, for each column and for each row.
func (c *crosstab) totals(set int, statements []pairs) {
	c.total[set]++
	for i, p := range statements {
		before := statements[:i]
		for _, col := range p.columns {
			if !slices.ContainsFunc(before, func(q pairs) bool { return slices.Contains(q.columns, col) }) {
				c.bump(&c.ofColumn[col], set)
			}
		}
		for _, row := range p.rows {
			if !slices.ContainsFunc(before, func(q pairs) bool { return slices.Contains(q.rows, row) }) {
				c.bump(&c.ofRow[row], set)
			}
		}
	}
}

// crossing counts a work once for each column of each selected row.
func (c *crosstab) crossing(set int, statements []pairs) {
	for i, p := range statements {
		for _, row := range p.rows {
			if !c.chosen[row] {
				continue
			}
			for _, col := range p.columns {
				if slices.ContainsFunc(statements[:i], func(q pairs) bool { return slices.Contains(q.rows, row) && slices.Contains(q.columns, col) }) {
					continue
				}
				n := c.cells[[2]uint32{row, col}]
				c.bump(&n, set)
				c.cells[[2]uint32{row, col}] = n
			}
		}
	}
}

func (c *crosstab) bump(counts *[]int, set int) {
	if *counts == nil {
		*counts = make([]int, c.sets)
	}
	(*counts)[set]++
}

// cellsOf returns the tallies of a row by column.
func (c *crosstab) cellsOf(id string) map[string]search.Tally {
	row := c.rows.ordinal(id)
	out := map[string]search.Tally{}
	for col := range c.ofColumn {
		if n, ok := c.cells[[2]uint32{row, uint32(col)}]; ok {
			out[c.columns.id(col)] = tally(n)
		}
	}
	return out
}
