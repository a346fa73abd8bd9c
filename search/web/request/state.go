// Package request decodes addresses into requests for an engine, reports their
// errors, and encodes the state of a page as an address. It uses nothing else of
// HTTP.
package request

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// DefaultSize is the number of results on a page.
const DefaultSize = 10

// State is a search as encoded in its address: query, filters, order and page. Pages
// and links are made from states, so that every view has an address.
type State struct {
	Q         string
	Exact     bool
	Values    map[corpus.Field][]string // ids
	From      string
	To        string
	Since     string      // added at or after this date or time
	Sort      search.Sort // "" leaves the choice to the question
	Page      int         // 1-based
	Size      int
	Cursor    string
	Documents bool         // each translation is a hit of its own
	Expand    corpus.Field // the facet whose values are all listed
	Lang      string       // of the interface, if asked for
	Back      string       // the page of this site that led to a statement; see ComingFrom
	Debug     bool
	Plain     bool // without other names and translations
	// Bridge asks the API for statements in other languages beside the results, and pages for those alone.
	Bridge bool
	Drop   []corpus.Name // words of other languages to leave out
	// Typing treats the last word as a prefix, since it is still being typed. Links
	// do not carry it; they carry the query that was searched for.
	Typing bool
	// Lenient interprets an invalid query in the most sensible way.
	Lenient bool
}

// Of returns the state of a request, on its first page; q is its query as written.
func Of(q string, r search.Request) State {
	st := State{Q: strings.TrimSpace(q), Exact: r.Exact, Sort: r.Sort, Page: 1, Size: r.Size, Documents: r.Documents}
	st.filter(r.Filters)
	return st
}

func (st *State) filter(f search.Filters) {
	st.Values, st.From, st.To = map[corpus.Field][]string{}, f.From.String(), f.To.String()
	for field, ids := range f.Values {
		for _, id := range ids {
			if !slices.Contains(st.Values[field], id) {
				st.Values[field] = append(st.Values[field], id)
			}
		}
	}
	if !f.Since.IsZero() {
		st.Since = f.Since.UTC().Format(time.RFC3339)
	}
}

// Query encodes the state as the query part of an address, in a fixed order, so that
// equal states have equal addresses.
func (st State) Query() string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+url.QueryEscape(value))
		}
	}
	add("q", st.Q)
	if st.Exact {
		add("exact", "true")
	}
	for _, f := range search.FacetFields {
		for _, id := range st.Values[f] {
			add(string(f), id)
		}
	}
	add("from", st.From)
	add("to", st.To)
	add("since", st.Since)
	add("sort", string(st.Sort))
	if st.Documents {
		add("collapse", "none")
	}
	if st.Size != 0 && st.Size != DefaultSize {
		add("size", strconv.Itoa(st.Size))
	}
	if st.Page > 1 {
		add("page", strconv.Itoa(st.Page))
	}
	add("cursor", st.Cursor)
	add("expand", string(st.Expand))
	if st.Plain {
		add("translate", "false")
	}
	if st.Lenient {
		add("lenient", "true")
	}
	if st.Bridge {
		add("languages", OtherLanguages)
	}
	add("drop", dropParameter(st.Drop))
	add("back", st.Back)
	add("lang", st.Lang)
	return strings.Join(parts, "&")
}

// Address returns the state's address at a path.
func (st State) Address(path string) string {
	if q := st.Query(); q != "" {
		return path + "?" + q
	}
	return path
}

// Order returns the effective order of results.
func (st State) Order() search.Sort {
	switch {
	case st.Sort != "":
		return st.Sort
	case st.Q == "":
		return search.SortNewest
	}
	return search.SortRelevance
}

// FirstPage returns the state on its first page.
func (st State) FirstPage() State {
	st.Page, st.Cursor, st.Expand = 1, "", ""
	return st
}

// Asking returns the first page for another query.
func (st State) Asking(q query.Expr) State {
	st = st.FirstPage()
	st.Q, st.Typing, st.Drop = q.String(), false, nil
	return st
}

// WithPage returns the state on another page.
func (st State) WithPage(page int) State {
	st.Page, st.Cursor = page, ""
	return st
}

// WithSort returns the first page in another order.
func (st State) WithSort(by search.Sort) State {
	st = st.FirstPage()
	st.Sort = by
	return st
}

// Toggle adds a value to a filter, or removes it.
func (st State) Toggle(f corpus.Field, id string) State {
	st = st.FirstPage()
	values := make(map[corpus.Field][]string, len(st.Values)+1)
	for k, v := range st.Values {
		values[k] = v
	}
	if i := slices.Index(values[f], id); i >= 0 {
		values[f] = slices.Delete(slices.Clone(values[f]), i, i+1)
	} else {
		values[f] = append(slices.Clone(values[f]), id)
	}
	st.Values = values
	return st
}

// Without removes the filter on a field.
func (st State) Without(f corpus.Field) State {
	st = st.FirstPage()
	values := make(map[corpus.Field][]string, len(st.Values))
	for k, v := range st.Values {
		if k != f {
			values[k] = v
		}
	}
	st.Values = values
	return st
}

// WithoutDates removes the filter on dates, and returns the first page.
func (st State) WithoutDates() State {
	st = st.FirstPage()
	st.From, st.To = "", ""
	return st
}

// WithoutFilters keeps only the query.
func (st State) WithoutFilters() State {
	st = st.FirstPage().WithoutDates()
	st.Values = nil
	return st
}
