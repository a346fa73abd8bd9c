package client

import (
	"net/url"
	"strconv"

	"rostrum/corpus"
	"rostrum/search"
)

// Filters narrow an answer: by field, ids or any names. Values of one field are
// alternatives; fields add up.
type Filters struct {
	Values   map[corpus.Field][]string
	From, To string // 2021, 2021-12 or 2021-12-06; "" for no bound
}

func (f Filters) add(params url.Values) {
	for field, values := range f.Values {
		params[string(field)] = values
	}
	set(params, "from", f.From)
	set(params, "to", f.To)
}

// Question is a search. Zero values leave a choice to the service.
type Question struct {
	Q string
	Filters
	Since  string // only what was added then or later; see search.ParseSince
	Sort   search.Sort
	Size   int
	Page   int // from 1
	Cursor string
	Exact  bool
	// Lenient reads what cannot be read as it stands in the most sensible way.
	Lenient bool
	// Untranslated leaves other names and translations out.
	Untranslated bool
}

// Params is the question as an address writes it.
func (q Question) Params() url.Values {
	params := url.Values{"q": {q.Q}}
	if q.Untranslated {
		params.Set("translate", "false")
	}
	if q.Lenient {
		params.Set("lenient", "true")
	}
	q.add(params)
	set(params, "since", q.Since)
	set(params, "sort", string(q.Sort))
	set(params, "cursor", q.Cursor)
	setNumber(params, "size", q.Size)
	setNumber(params, "page", q.Page)
	setTruth(params, "exact", q.Exact)
	return params
}

// Quotation is a passage to check.
type Quotation struct {
	Text string
	Filters
	Size int
}

// Params is the quotation as an address writes it.
func (q Quotation) Params() url.Values {
	params := url.Values{"text": {q.Text}}
	q.add(params)
	setNumber(params, "size", q.Size)
	return params
}

// TrendQuestion asks for counts by one field, and by a second one if there is one.
type TrendQuestion struct {
	Queries []string
	Filters
	By, Split corpus.Field
	Limit     int
	Exact     bool
}

// Params is the question as an address writes it.
func (q TrendQuestion) Params() url.Values {
	params := url.Values{}
	if len(q.Queries) > 0 {
		params["q"] = q.Queries
	}
	q.add(params)
	set(params, "by", string(q.By))
	set(params, "split", string(q.Split))
	setNumber(params, "limit", q.Limit)
	setTruth(params, "exact", q.Exact)
	return params
}

func set(params url.Values, name, value string) {
	if value != "" {
		params.Set(name, value)
	}
}

func setNumber(params url.Values, name string, n int) {
	if n != 0 {
		params.Set(name, strconv.Itoa(n))
	}
}

func setTruth(params url.Values, name string, on bool) {
	if on {
		params.Set(name, "true")
	}
}
