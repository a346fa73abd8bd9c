package export

import (
	"encoding/csv"
	"io"
	"strconv"

	"rostrum/corpus"
	"rostrum/search"
)

// Ids of rows and columns that stand for no value.
const (
	trendAll  = "all"  // a row or column of totals
	trendNone = "none" // statements without a value
)

// Trend writes counts as CSV. Without a split each line is a query and a value, with
// the matching statements, all statements, and the share. With a split each line is a
// query and a row, and each column a value; cells are counts or, with shares, shares.
// The last column lists the forms in which the words of the query were counted.
func Trend(w io.Writer, r search.TrendRequest, t *search.Trend, shares bool, o Options) error {
	if o.Language == "" {
		o.Language = corpus.English
	}
	if o.Mark {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return err
		}
	}
	out := trendTable{csv: csv.NewWriter(w), options: o, shares: shares}
	if r.Split == "" {
		out.list(r, t)
	} else {
		out.matrix(r, t)
	}
	out.csv.Flush()
	return out.csv.Error()
}

// trendTable leaves the first error to its csv.Writer.
type trendTable struct {
	csv     *csv.Writer
	options Options
	shares  bool
}

func (w *trendTable) line(cells ...string) {
	for i := range cells {
		cells[i] = inert(cells[i])
	}
	_ = w.csv.Write(cells) // the error stays until Flush
}

func (w *trendTable) list(r search.TrendRequest, t *search.Trend) {
	w.line("query", string(r.By), "label", "statements", "all", "share", "forms")
	for i := range r.Queries {
		for _, c := range append(t.Columns[:len(t.Columns):len(t.Columns)], search.TrendValue{ID: trendAll, Tally: t.Total}) {
			w.line(queryText(r, i), orNone(c.ID), w.label(r.By, c.ID), strconv.Itoa(c.Works[i]), strconv.Itoa(c.Of), share(c.Tally, i), forms(t, i))
		}
	}
}

func (w *trendTable) matrix(r search.TrendRequest, t *search.Trend) {
	head := []string{"query", string(r.Split), "label"}
	for _, c := range t.Columns {
		head = append(head, orNone(c.ID))
	}
	w.line(append(head, trendAll, "forms")...)
	total := search.TrendRow{TrendValue: search.TrendValue{ID: trendAll, Tally: t.Total}, Cells: map[string]search.Tally{}}
	for _, c := range t.Columns {
		total.Cells[c.ID] = c.Tally
	}
	for i := range r.Queries {
		for _, row := range append(t.Rows[:len(t.Rows):len(t.Rows)], total) {
			cells := []string{queryText(r, i), orNone(row.ID), w.label(r.Split, row.ID)}
			for _, c := range t.Columns {
				cells = append(cells, w.number(row.Cell(c.ID), i))
			}
			w.line(append(cells, w.number(row.Tally, i), forms(t, i))...)
		}
	}
}

// number is empty where there are no statements that could match.
func (w *trendTable) number(n search.Tally, query int) string {
	switch {
	case n.Of == 0:
		return ""
	case w.shares:
		return share(n, query)
	}
	return strconv.Itoa(n.Works[query])
}

func (w *trendTable) label(f corpus.Field, id string) string {
	if id == "" || id == trendAll || w.options.Names == nil {
		return orNone(id)
	}
	return w.options.Names.Label(f, id, w.options.Language)
}

func share(n search.Tally, query int) string {
	return strconv.FormatFloat(n.Share(query), 'f', 4, 64)
}

func orNone(id string) string {
	if id == "" {
		return trendNone
	}
	return id
}

func queryText(r search.TrendRequest, i int) string {
	if r.Queries[i] == nil {
		return ""
	}
	return r.Queries[i].String()
}

func forms(t *search.Trend, query int) string {
	if query >= len(t.Forms) {
		return ""
	}
	return search.ListForms(t.Forms[query])
}
