package api

import (
	"rostrum/corpus"
	"rostrum/search"
)

// Trends are counts by the values of a field, optionally split by a second one.
type Trends struct {
	Query   TrendQuery        `json:"query"`
	TookMS  float64           `json:"took_ms"`
	Index   search.IndexInfo  `json:"index"`
	Total   Tally             `json:"total"`
	Columns []TrendValue      `json:"columns"`
	Rows    []TrendRow        `json:"rows,omitempty"`
	Left    int               `json:"left"` // number of rows not listed
	Links   map[string]string `json:"links"`
}

// TrendQuery is a counted query, as it was interpreted.
type TrendQuery struct {
	Q          []string                  `json:"q"`
	Normalized []string                  `json:"normalized"`
	Relaxed    []bool                    `json:"relaxed"`
	Forms      [][]WordForms             `json:"forms,omitempty"` // by query
	Notes      []Note                    `json:"notes,omitempty"` // of what was not interpreted as written
	Exact      bool                      `json:"exact,omitempty"`
	By         corpus.Field              `json:"by"`
	Split      corpus.Field              `json:"split,omitempty"`
	Filters    map[corpus.Field][]string `json:"filters"`
	From       string                    `json:"from,omitempty"`
	To         string                    `json:"to,omitempty"`
}

// Tally has a count for each query, in the order of the request.
type Tally struct {
	Corpus int     `json:"corpus"` // statements regardless of the query
	Counts []Count `json:"counts"`
}

// Count is a number of statements, and its share of Corpus.
type Count struct {
	Count int     `json:"count"`
	Share float64 `json:"share"`
	URL   string  `json:"url,omitempty"` // the corresponding search
}

// TrendValue has the counts for one value of a field.
type TrendValue struct {
	ID    string `json:"id"` // "" for statements without a value
	Label string `json:"label,omitempty"`
	Tally
}

// TrendRow has the counts for one value of the second field.
type TrendRow struct {
	TrendValue
	Cells []TrendCell `json:"cells"` // only those with statements
}

// TrendCell has the counts for a pair of values.
type TrendCell struct {
	Column string `json:"column"`
	Tally
}

// Trends converts a result, without links, and fills in Normalized and Relaxed of q.
// url returns the address of the search behind a number: the index of the query and
// the values of both fields, or "".
func (b Builder) Trends(q TrendQuery, r search.TrendRequest, t *search.Trend, url func(query int, by, split string) string) Trends {
	q.Normalized, q.Relaxed = []string{}, t.Relaxed
	for i, expr := range r.Queries {
		if expr != nil {
			q.Normalized = append(q.Normalized, expr.String())
			q.Forms = append(q.Forms, Forms(expr, t.Forms[i], nil))
		}
	}
	tally := func(n search.Tally, by, split string, linked bool) Tally {
		out := Tally{Corpus: n.Of, Counts: make([]Count, len(n.Works))}
		for i, works := range n.Works {
			out.Counts[i] = Count{Count: works, Share: n.Share(i)}
			if linked {
				out.Counts[i].URL = url(i, by, split)
			}
		}
		return out
	}
	value := func(f corpus.Field, v search.TrendValue, by, split string) TrendValue {
		out := TrendValue{ID: v.ID, Tally: tally(v.Tally, by, split, v.ID != "")}
		if v.ID != "" {
			out.Label = b.Label(f, v.ID)
		}
		return out
	}
	out := Trends{
		Query: q, TookMS: Milliseconds(t.Took), Index: t.Index, Total: tally(t.Total, "", "", true),
		Columns: make([]TrendValue, len(t.Columns)), Left: t.Left, Links: map[string]string{},
	}
	for i, col := range t.Columns {
		out.Columns[i] = value(r.By, col, col.ID, "")
	}
	for _, row := range t.Rows {
		line := TrendRow{TrendValue: value(r.Split, row.TrendValue, "", row.ID), Cells: []TrendCell{}}
		for _, col := range t.Columns {
			if n, ok := row.Cells[col.ID]; ok {
				line.Cells = append(line.Cells, TrendCell{col.ID, tally(n, col.ID, row.ID, col.ID != "" && row.ID != "")})
			}
		}
		out.Rows = append(out.Rows, line)
	}
	return out
}
