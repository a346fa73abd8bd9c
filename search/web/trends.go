package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/ui"
)

// trendState is what an address of the trends asks for: the state of a search
// whose one question is replaced by several, and what is counted by.
type trendState struct {
	state
	Queries []string // none asks for everything
	places  []int    // of the queries among those of the address, blank ones included
	By      corpus.Field
	Split   corpus.Field // "" for none
	Rows    int          // as asked for; 0 leaves it to the form of the answer
	Share   bool         // shares are shown, not numbers
}

// noSplit is how an address says that nothing is split.
const noSplit = "none"

// trendRows is how many rows are listed unless more are asked for.
const trendRows = 20

const (
	apiTrendsPath = "/api/v1/trends"
	trendsPath    = "/trends"
)

var trendParameters = []string{"exact", "from", "to", "by", "split", "limit", "share", "format", "hl"}

// trends reads an address. Strict is for programs, as in state: they
// get no split unless they ask for it.
func (p parser) trends(raw string, strict bool) (trendState, error) {
	values, err := parameters(raw)
	if err != nil {
		return trendState{}, err
	}
	questions := values["q"]
	values.Del("q")
	d := p.decoder(values)
	if strict {
		d.known(trendParameters)
	}
	st := trendState{state: state{Page: 1, Size: defaultSize, Lang: values.Get("hl")}}
	if len(questions) > search.MaxTrendQueries {
		d.bad.add("q", "fault.many", "Values", search.MaxTrendQueries)
		questions = nil
	}
	for i, q := range questions {
		before := len(d.bad)
		if q = d.checked("q", q); q != "" {
			st.Queries, st.places = append(st.Queries, q), append(st.places, i)
		}
		for j := range d.bad[before:] {
			d.bad[before+j].nth = i
		}
	}
	st.Values = d.filters()
	st.From, st.To = d.date("from"), d.date("to")
	st.Exact, st.Share = d.truth("exact"), d.truth("share")
	fields := make([]string, len(search.FacetFields))
	for i, f := range search.FacetFields {
		fields[i] = string(f)
	}
	st.By, st.Split = corpus.FieldSession, corpus.FieldOrganization
	if by := d.choice("by", fields...); by != "" {
		st.By = corpus.Field(by)
	}
	switch split := d.choice("split", append(fields, noSplit)...); {
	case split == noSplit, split == "" && strict:
		st.Split = ""
	case split != "":
		st.Split = corpus.Field(split)
	}
	if st.Split == st.By {
		if strict {
			d.bad.add("split", "fault.split")
		}
		st.Split = ""
	}
	st.Rows = d.whole("limit", 0, search.MaxTrendRows)
	if len(d.bad) > 0 {
		return st, d.bad
	}
	return st, nil
}

// query writes the state as the part of an address after the question mark.
func (st trendState) query() string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+url.QueryEscape(value))
		}
	}
	for _, q := range st.Queries {
		add("q", q)
	}
	add("by", string(st.By))
	if st.Split == "" {
		add("split", noSplit)
	}
	add("split", string(st.Split))
	if st.Rows > 0 {
		add("limit", strconv.Itoa(st.Rows))
	}
	if st.Share {
		add("share", "true")
	}
	if rest := st.state.query(); rest != "" {
		parts = append(parts, rest)
	}
	return strings.Join(parts, "&")
}

// trendsOf is the address that counts what a search finds.
func trendsOf(st state) string {
	counted := trendState{state: st.first(), By: corpus.FieldSession, Split: corpus.FieldOrganization}
	if st.Q != "" {
		counted.Queries = []string{st.Q}
	}
	counted.Q, counted.Sort = "", ""
	return counted.address(trendsPath)
}

func (st trendState) address(path string) string { return path + "?" + st.query() }

// csv is the address of the same numbers, all of them, as a table.
func (st trendState) csv() string {
	st.Rows = 0
	return st.address(apiTrendsPath) + "&format=csv"
}

// request reads a state as a question for the engine.
func (st trendState) request(rows int) (search.TrendRequest, error) {
	plain, err := st.state.request()
	if err != nil {
		return search.TrendRequest{}, err
	}
	r := search.TrendRequest{Exact: st.Exact, Filters: plain.Filters, By: st.By, Split: st.Split, Rows: rows}
	if st.Rows > 0 {
		r.Rows = st.Rows
	}
	for i, q := range st.Queries {
		expr, err := parse(q)
		if list, ok := asFaults(err); ok {
			for j := range list {
				list[j].nth = st.places[i]
			}
		}
		if err != nil {
			return r, err
		}
		r.Queries = append(r.Queries, expr)
	}
	if len(r.Queries) == 0 {
		r.Queries = append(r.Queries, nil)
	}
	return r, nil
}

// of is the search that one number stands for: a query, with the values it is
// counted for in place of the filters on their fields.
func (st trendState) of(query int, by, split string) state {
	one := st.first()
	if query < len(st.Queries) {
		one.Q = st.Queries[query]
	}
	for f, id := range map[corpus.Field]string{st.By: by, st.Split: split} {
		if id != "" {
			one = one.without(f).toggle(f, id)
		}
	}
	return one
}

// The types below are the JSON of /api/v1/trends.

type trendAnswer struct {
	Query   trendQuery        `json:"query"`
	TookMS  float64           `json:"took_ms"`
	Index   search.IndexInfo  `json:"index"`
	Total   trendTally        `json:"total"`
	Columns []trendValue      `json:"columns"`
	Rows    []trendRow        `json:"rows,omitempty"`
	Left    int               `json:"left"` // rows that are not listed
	Links   map[string]string `json:"links"`
}

type trendQuery struct {
	Q          []string                  `json:"q"`
	Normalized []string                  `json:"normalized"`
	Relaxed    []bool                    `json:"relaxed"`
	Exact      bool                      `json:"exact,omitempty"`
	By         corpus.Field              `json:"by"`
	Split      corpus.Field              `json:"split,omitempty"`
	Filters    map[corpus.Field][]string `json:"filters"`
	From       string                    `json:"from,omitempty"`
	To         string                    `json:"to,omitempty"`
}

// trendTally has a count for each query, in the order they were asked in.
type trendTally struct {
	Corpus int          `json:"corpus"` // statements with or without the query
	Counts []trendCount `json:"counts"`
}

type trendCount struct {
	Count int     `json:"count"`
	Share float64 `json:"share"`
	URL   string  `json:"url,omitempty"` // the search it stands for
}

type trendValue struct {
	ID    string `json:"id"` // "" for statements without any
	Label string `json:"label,omitempty"`
	trendTally
}

type trendRow struct {
	trendValue
	Cells []trendCell `json:"cells"` // those with statements
}

type trendCell struct {
	Column string `json:"column"`
	trendTally
}

func (s *Server) apiTrends(c *gin.Context, ix *Index) error {
	st, err := s.parser.trends(c.Request.URL.RawQuery, true)
	format := c.Query("format")
	if err == nil && format != "" && format != "json" && format != "csv" {
		err = faults{{Parameter: "format", Position: -1, message: "fault.choice", pairs: []any{"Values", "json, csv"}}}
	}
	if err != nil {
		return err
	}
	rows := trendRows
	if format == "csv" {
		rows = 0 // a table is to be kept: all of it
	}
	r, err := st.request(rows)
	if err != nil {
		return err
	}
	t, err := ix.Trend(c.Request.Context(), r, s.began)
	if err != nil {
		return err
	}
	timing(c, t.Took)
	c.Header("Vary", "Accept-Encoding")
	if unchanged(c, s.build(), t.Index.Generation, format+" "+st.query(), "public, max-age=60") {
		return nil
	}
	if format != "csv" {
		return writeJSON(c, http.StatusOK, "application/json; charset=utf-8", s.trendAnswer(st, r, t))
	}
	var table bytes.Buffer
	options := export.Options{Names: s.Names, Language: ui.Negotiate(st.Lang, "")}
	if err := export.Trend(&table, r, t, st.Share, options); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="rostrum-trends.csv"`)
	send(c, http.StatusOK, export.CSV.MediaType(), table.Bytes())
	return nil
}

func (s *Server) trendAnswer(st trendState, r search.TrendRequest, t *search.Trend) trendAnswer {
	lang := ui.Negotiate(st.Lang, "")
	tallied := func(n search.Tally, by, split string, linked bool) trendTally {
		out := trendTally{Corpus: n.Of, Counts: make([]trendCount, len(n.Works))}
		for i, works := range n.Works {
			out.Counts[i] = trendCount{Count: works, Share: n.Share(i)}
			if linked {
				out.Counts[i].URL = st.of(i, by, split).address(apiSearchPath)
			}
		}
		return out
	}
	valued := func(f corpus.Field, v search.TrendValue, by, split string) trendValue {
		out := trendValue{ID: v.ID, trendTally: tallied(v.Tally, by, split, v.ID != "")}
		if v.ID != "" {
			out.Label = s.label(f, v.ID, lang)
		}
		return out
	}
	a := trendAnswer{
		Query: trendQuery{
			Q: append([]string{}, st.Queries...), Normalized: []string{}, Relaxed: t.Relaxed, Exact: st.Exact, By: st.By, Split: st.Split,
			Filters: st.Values, From: st.From, To: st.To,
		},
		TookMS: milliseconds(t.Took), Index: t.Index, Total: tallied(t.Total, "", "", true),
		Columns: []trendValue{}, Left: t.Left,
		Links: map[string]string{"self": st.address(apiTrendsPath), "csv": st.csv(), "page": st.address(trendsPath)},
	}
	for _, q := range r.Queries {
		if q != nil {
			a.Query.Normalized = append(a.Query.Normalized, q.String())
		}
	}
	for _, col := range t.Columns {
		a.Columns = append(a.Columns, valued(st.By, col, col.ID, ""))
	}
	for _, row := range t.Rows {
		line := trendRow{trendValue: valued(st.Split, row.TrendValue, "", row.ID), Cells: []trendCell{}}
		for _, col := range t.Columns {
			if n, ok := row.Cells[col.ID]; ok {
				line.Cells = append(line.Cells, trendCell{col.ID, tallied(n, col.ID, row.ID, col.ID != "" && row.ID != "")})
			}
		}
		a.Rows = append(a.Rows, line)
	}
	return a
}

// trendFields are what can be counted by, as a page offers them.
func trendFields(chosen corpus.Field) []option {
	var out []option
	for _, f := range search.FacetFields {
		out = append(out, option{f, f == chosen})
	}
	return out
}
