// Package request says what was asked: it reads addresses into requests for an
// engine, finds what is wrong with them, and writes the state of a page as an
// address again. It knows nothing of HTTP beyond that.
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

// DefaultSize is the number of hits on a page.
const DefaultSize = 10

// State is a search as its address says it: what was asked, how it is
// narrowed, in which order, and how far one has turned the pages. Pages and
// links are made from states, so that every view has an address.
type State struct {
	Q         string
	Exact     bool
	Values    map[corpus.Field][]string // ids
	From      string
	To        string
	Since     string      // only what was added then or later; a date or a moment
	Sort      search.Sort // "" leaves the choice to the question
	Page      int         // 1-based
	Size      int
	Cursor    string
	Documents bool         // each translation is a hit of its own
	Expand    corpus.Field // the facet whose list is shown in full
	Lang      string       // of the interface, if asked for
	Back      string       // address of the page of ours that led to a statement; see ComingFrom
	Debug     bool
	Plain     bool // without other names and translations
	// Typing takes the last word for the beginning of one: somebody is still at it.
	// Links do not carry it; they have the query that was searched for.
	Typing bool
	// Lenient reads what cannot be read as it stands in the most sensible way.
	Lenient bool
}

// Of is the state of a request whose query is written q, at its first page.
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

// Query writes the state as the part of an address after the question mark, in
// one order, so that equal states have equal addresses.
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
	add("back", st.Back)
	add("lang", st.Lang)
	return strings.Join(parts, "&")
}

// Address is the state's address at path.
func (st State) Address(path string) string {
	if q := st.Query(); q != "" {
		return path + "?" + q
	}
	return path
}

// Order is the order of hits in force.
func (st State) Order() search.Sort {
	switch {
	case st.Sort != "":
		return st.Sort
	case st.Q == "":
		return search.SortNewest
	}
	return search.SortRelevance
}

// FirstPage is the state at its first page.
func (st State) FirstPage() State {
	st.Page, st.Cursor, st.Expand = 1, "", ""
	return st
}

// Asking is the first page of another query.
func (st State) Asking(q query.Expr) State {
	st = st.FirstPage()
	st.Q, st.Typing = q.String(), false
	return st
}

// WithPage is the state at another page.
func (st State) WithPage(page int) State {
	st.Page, st.Cursor = page, ""
	return st
}

// WithSort is the first page in another order.
func (st State) WithSort(by search.Sort) State {
	st = st.FirstPage()
	st.Sort = by
	return st
}

// Toggle adds a value to a filter or takes it out.
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

// Without lifts the whole filter on a field.
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

// WithoutDates is the first page with the filter on dates lifted.
func (st State) WithoutDates() State {
	st = st.FirstPage()
	st.From, st.To = "", ""
	return st
}

// WithoutFilters keeps only the question.
func (st State) WithoutFilters() State {
	st = st.FirstPage().WithoutDates()
	st.Values = nil
	return st
}
