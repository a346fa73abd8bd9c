package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
)

// defaultSize is the number of hits on a page.
const defaultSize = 10

// state is a search as its address says it: what was asked, how it is
// narrowed, in which order, and how far one has turned the pages. Pages and
// links are made from states, so that every view has an address.
type state struct {
	Q      string
	Exact  bool
	Values map[corpus.Field][]string // ids
	From   string
	To     string
	Since  string      // only what was added then or later; a date or a moment
	Sort   search.Sort // "" leaves the choice to the question
	Page   int         // 1-based
	Size   int
	Cursor string
	Unique bool         // each translation is a hit of its own
	Whole  corpus.Field // the facet whose list is shown in full
	Lang   string       // of the interface, if asked for
	Debug  bool
}

// query writes the state as the part of an address after the question mark, in
// one order, so that equal states have equal addresses.
func (st state) query() string {
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
	if st.Unique {
		add("unique", "document")
	}
	if st.Size != 0 && st.Size != defaultSize {
		add("size", strconv.Itoa(st.Size))
	}
	if st.Page > 1 {
		add("page", strconv.Itoa(st.Page))
	}
	add("cursor", st.Cursor)
	add("more", string(st.Whole))
	add("hl", st.Lang)
	return strings.Join(parts, "&")
}

// address is the state's address at path.
func (st state) address(path string) string {
	if q := st.query(); q != "" {
		return path + "?" + q
	}
	return path
}

// order is the order of hits in force.
func (st state) order() search.Sort {
	switch {
	case st.Sort != "":
		return st.Sort
	case st.Q == "":
		return search.SortNewest
	}
	return search.SortRelevance
}

// The following give a state near this one. All but turn begin at the first page.

func (st state) first() state {
	st.Page, st.Cursor, st.Whole = 1, "", ""
	return st
}

func (st state) turn(page int) state {
	st.Page, st.Cursor = page, ""
	return st
}

func (st state) sorted(by search.Sort) state {
	st = st.first()
	st.Sort = by
	return st
}

// toggle adds a value to a filter or takes it out.
func (st state) toggle(f corpus.Field, id string) state {
	st = st.first()
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

// without lifts the whole filter on a field.
func (st state) without(f corpus.Field) state {
	st = st.first()
	values := make(map[corpus.Field][]string, len(st.Values))
	for k, v := range st.Values {
		if k != f {
			values[k] = v
		}
	}
	st.Values = values
	return st
}

func (st state) undated() state {
	st = st.first()
	st.From, st.To = "", ""
	return st
}

// unfiltered keeps only the question.
func (st state) unfiltered() state {
	st = st.first().undated()
	st.Values = nil
	return st
}
