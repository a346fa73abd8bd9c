package client

import (
	"net/url"
	"strconv"

	"rostrum/corpus"
	"rostrum/search"
)

// Filters restrict a request: for each field, ids or names. Values of one field are
// alternatives; different fields must all match.
type Filters struct {
	Values   map[corpus.Field][]string
	From, To string // 2021, 2021-12 or 2021-12-06; "" for no limit
}

func (f Filters) add(params url.Values) {
	for field, values := range f.Values {
		params[string(field)] = values
	}
	set(params, "from", f.From)
	set(params, "to", f.To)
}

// Question is a search. Zero values use the defaults of the service.
type Question struct {
	Q string
	Filters
	Since  string // only statements added since then; see search.ParseSince
	Sort   search.Sort
	Size   int
	Page   int // from 1
	Cursor string
	Exact  bool
	// Lenient accepts malformed queries and interprets them as well as possible.
	Lenient bool
	// Untranslated turns off other names and translations.
	Untranslated bool
	// OtherLanguages also asks for statements in other languages that use words of similar meaning.
	OtherLanguages bool
}

// Params returns the question as URL parameters.
func (q Question) Params() url.Values {
	params := url.Values{"q": {q.Q}}
	if q.Untranslated {
		params.Set("translate", "false")
	}
	if q.OtherLanguages {
		params.Set("languages", "bridge")
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

// Quotation is a quotation to check.
type Quotation struct {
	Text string
	Filters
	Size int
}

// Params returns the quotation as URL parameters.
func (q Quotation) Params() url.Values {
	params := url.Values{"text": {q.Text}}
	q.add(params)
	setNumber(params, "size", q.Size)
	return params
}

// TrendQuestion is a request for counts by one field, optionally split by a second.
type TrendQuestion struct {
	Queries []string
	Filters
	By, Split corpus.Field
	Limit     int
	Exact     bool
}

// Params returns the question as URL parameters.
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
