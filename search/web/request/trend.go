package request

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
)

// TrendState is a trends page as encoded in its address: like State, with several
// queries and the fields to count by.
type TrendState struct {
	State
	Queries []string // none counts all statements
	places  []int    // positions of the queries among all parameters q, including empty ones
	By      corpus.Field
	Split   corpus.Field // "" for none
	Rows    int          // as requested; 0 leaves it to the output format
	Share   bool         // show shares instead of numbers
}

// noSplit is the value for no second field.
const noSplit = "none"

// TrendRows is the default number of rows.
const TrendRows = 20

var trendParameters = []string{"exact", "from", "to", "by", "split", "limit", "share", "format", "lang", "lenient"}

// Trends decodes an address. strict is for the API, as in State: without a parameter
// for it, there is no second field.
func (p Parser) Trends(raw string, strict bool) (TrendState, error) {
	values, err := Parameters(raw)
	if err != nil {
		return TrendState{}, err
	}
	questions := values["q"]
	values.Del("q")
	d := p.Decoder(values)
	if strict {
		d.Allow(trendParameters)
	}
	st := TrendState{State: State{Page: 1, Size: DefaultSize, Lang: values.Get("lang")}}
	if len(questions) > search.MaxTrendQueries {
		d.Errors.Add("q", "fault.many", "Values", search.MaxTrendQueries)
		questions = nil
	}
	for i, q := range questions {
		before := len(d.Errors)
		if q = d.checked("q", q); q != "" {
			st.Queries, st.places = append(st.Queries, q), append(st.places, i)
		}
		for j := range d.Errors[before:] {
			d.Errors[before+j].Index = i
		}
	}
	st.Values = d.Filters()
	st.From, st.To = d.Date("from"), d.Date("to")
	st.Exact, st.Share, st.Lenient = d.Bool("exact"), d.Bool("share"), d.Bool("lenient")
	fields := make([]string, len(search.FacetFields))
	for i, f := range search.FacetFields {
		fields[i] = string(f)
	}
	st.By, st.Split = corpus.FieldSession, corpus.FieldOrganization
	if by := d.Choice("by", fields...); by != "" {
		st.By = corpus.Field(by)
	}
	switch split := d.Choice("split", append(fields, noSplit)...); {
	case split == noSplit, split == "" && strict:
		st.Split = ""
	case split != "":
		st.Split = corpus.Field(split)
	}
	if st.Split == st.By {
		if strict {
			d.Errors.Add("split", "fault.split")
		}
		st.Split = ""
	}
	st.Rows = d.Int("limit", 0, search.MaxTrendRows)
	if len(d.Errors) > 0 {
		return st, d.Errors
	}
	return st, nil
}

// OfTrends returns the state of a request; queries are as written.
func OfTrends(queries []string, r search.TrendRequest, share bool) TrendState {
	st := TrendState{State: State{Exact: r.Exact, Page: 1, Size: DefaultSize}, Queries: queries, By: r.By, Split: r.Split, Rows: r.Rows, Share: share}
	st.filter(r.Filters)
	return st
}

// Query encodes the state as the query part of an address.
func (st TrendState) Query() string {
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
	if rest := st.State.Query(); rest != "" {
		parts = append(parts, rest)
	}
	return strings.Join(parts, "&")
}

// TrendsOf returns the address of the trends of a search.
func TrendsOf(st State) string {
	counted := TrendState{State: st.FirstPage(), By: corpus.FieldSession, Split: corpus.FieldOrganization}
	if st.Q != "" {
		counted.Queries = []string{st.Q}
	}
	counted.Q, counted.Sort = "", ""
	return counted.Address(TrendsPath)
}

// Address returns the state's address at a path.
func (st TrendState) Address(path string) string { return path + "?" + st.Query() }

// CSV returns the address of the complete table as CSV.
func (st TrendState) CSV() string {
	st.Rows = 0
	return st.Address(api.TrendsPath) + "&format=csv"
}

// Request converts a state to a request for the engine.
func (st TrendState) Request(rows int) (search.TrendRequest, error) {
	plain, err := st.State.Request()
	if err != nil {
		return search.TrendRequest{}, err
	}
	r := search.TrendRequest{Exact: st.Exact, Filters: plain.Filters, By: st.By, Split: st.Split, Rows: rows, Notes: plain.Notes}
	if st.Rows > 0 {
		r.Rows = st.Rows
	}
	for i, q := range st.Queries {
		if st.Lenient {
			expr, notes := Lenient(q)
			r.Queries, r.Notes = append(r.Queries, expr), append(r.Notes, notes...)
			continue
		}
		expr, err := Parse(q)
		if list, ok := errors.AsType[ValidationErrors](err); ok {
			for j := range list {
				list[j].Index = st.places[i]
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

// Read is Request for pages, which read queries leniently. The returned state is
// Lenient only if something was not read as written, so that links say so only then.
func (st TrendState) Read(rows int) (TrendState, search.TrendRequest, error) {
	st.Lenient = true
	r, err := st.Request(rows)
	st.Lenient = len(r.Notes) > 0
	return st, r, err
}

// Search returns the search behind one number: a query, with filters on the values it
// was counted for.
func (st TrendState) Search(query int, by, split string) State {
	one := st.FirstPage()
	if query < len(st.Queries) {
		one.Q = st.Queries[query]
	}
	for f, id := range map[corpus.Field]string{st.By: by, st.Split: split} {
		if id != "" {
			one = one.Without(f).Toggle(f, id)
		}
	}
	return one
}
