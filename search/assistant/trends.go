package assistant

import (
	"context"
	"slices"

	"rostrum/corpus"
	"rostrum/search"
)

type trendsInput struct {
	Queries []string `json:"queries,omitempty" jsonschema:"up to four; without one, all statements are counted"`
	filterInput
	Exact bool   `json:"exact,omitempty"`
	By    string `json:"by,omitempty" jsonschema:"session (default), topic, organization, language, type, situation or year"`
	Split string `json:"split,omitempty" jsonschema:"a second one of these fields"`
	Limit int    `json:"limit,omitempty" jsonschema:"number of values of the second field, most frequent first, 1 to 100; default 20"`
}

type trendsOutput struct {
	Queries []string   `json:"queries"`
	By      string     `json:"by"`
	Split   string     `json:"split,omitempty"`
	Total   tally      `json:"total"`
	Values  []valued   `json:"values"`
	Rows    []valueRow `json:"rows,omitempty"`
	Left    int        `json:"rows_left_out,omitempty"`
}

type tally struct {
	Counts []int `json:"counts" jsonschema:"one for each query"`
	Of     int   `json:"of" jsonschema:"number of statements regardless of the query"`
}

type valued struct {
	ID    string `json:"id" jsonschema:"empty for statements without a value"`
	Label string `json:"label,omitempty"`
	tally
}

type valueRow struct {
	valued
	Cells []valued `json:"cells"`
}

const (
	defaultRows = 20
	maxRows     = 100
)

func (t *tools) trends(ctx context.Context, in trendsInput) (trendsOutput, error) {
	out := trendsOutput{Queries: append([]string{}, in.Queries...), By: in.By, Split: in.Split, Values: []valued{}}
	if out.By == "" {
		out.By = string(corpus.FieldSession)
	}
	filters, err := t.filters(in.filterInput)
	if err != nil {
		return out, err
	}
	r := search.TrendRequest{Filters: filters, Exact: in.Exact, By: corpus.Field(out.By), Split: corpus.Field(in.Split)}
	if r.Rows, err = inRange("limit", in.Limit, defaultRows, maxRows); err != nil {
		return out, err
	}
	for _, q := range in.Queries {
		expr, err := parse(q)
		if err != nil {
			return out, err
		}
		r.Queries = append(r.Queries, expr)
	}
	if len(r.Queries) == 0 {
		r.Queries = append(r.Queries, nil)
	}
	if err := r.Check(); err != nil {
		return out, err
	}
	trend, err := t.config.Engine.Trend(ctx, r)
	if err != nil {
		return out, err
	}
	trend.Arrange(r, t.config.Began)
	counted := func(n search.Tally) tally { return tally{slices.Clone(n.Works), n.Of} }
	value := func(f corpus.Field, id string, n search.Tally) valued {
		v := valued{ID: id, tally: counted(n)}
		if id != "" {
			v.Label = t.label(f, id)
		}
		return v
	}
	out.Total, out.Left = counted(trend.Total), trend.Left
	for _, c := range trend.Columns {
		out.Values = append(out.Values, value(r.By, c.ID, c.Tally))
	}
	for _, row := range trend.Rows {
		line := valueRow{valued: value(r.Split, row.ID, row.Tally), Cells: []valued{}}
		for _, c := range trend.Columns {
			if n, ok := row.Cells[c.ID]; ok {
				line.Cells = append(line.Cells, value(r.By, c.ID, n))
			}
		}
		out.Rows = append(out.Rows, line)
	}
	return out, nil
}
