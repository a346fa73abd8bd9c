package web

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search"
)

// The most an engine will skip to; further on there are cursors.
const maxDepth = 10_000

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
	Sort   search.Sort // "" leaves the choice to the question
	Page   int         // 1-based
	Size   int
	Cursor string
	Unique bool         // each translation is a hit of its own
	Whole  corpus.Field // the facet whose list is shown in full
	Lang   string       // of the interface, if asked for
	Debug  bool
}

// fault is one thing wrong with an address, in words for the person who wrote it.
type fault struct {
	Parameter string
	Position  int // code points into the parameter, or -1
	Message   string
}

// faults is an error that wraps corpus.ErrInvalid.
type faults []fault

func (f faults) Error() string {
	parts := make([]string, len(f))
	for i, x := range f {
		parts[i] = x.Parameter + ": " + x.Message
	}
	return strings.Join(parts, "; ")
}

func (faults) Unwrap() error { return corpus.ErrInvalid }

// Parameters of the search page and of the API. A page ignores others, as
// links gather them on their way; a program is told.
var (
	sharedParameters = []string{"q", "exact", "from", "to", "sort", "page", "hl"}
	apiParameters    = []string{"size", "cursor", "unique", "explain"}
)

// readState reads an address. Strict refuses what it does not know.
func readState(v url.Values, limits Limits, names Names, strict bool) (state, error) {
	st := state{Values: map[corpus.Field][]string{}, Page: 1, Size: defaultSize, Lang: v.Get("hl")}
	var bad faults
	fail := func(parameter, message string) {
		bad = append(bad, fault{Parameter: parameter, Position: -1, Message: message})
	}
	if strict {
		for name := range v {
			if !slices.Contains(sharedParameters, name) && !slices.Contains(apiParameters, name) &&
				!slices.Contains(search.FacetFields, corpus.Field(name)) {
				fail(printable(name), "there is no such parameter")
			}
		}
		slices.SortFunc(bad, func(a, b fault) int { return strings.Compare(a.Parameter, b.Parameter) })
	}
	st.Q = strings.TrimSpace(v.Get("q"))
	switch {
	case len(st.Q) > limits.QueryBytes:
		fail("q", "is longer than "+strconv.Itoa(limits.QueryBytes)+" bytes")
		st.Q = ""
	case !utf8.ValidString(st.Q):
		fail("q", "is not text in UTF-8")
		st.Q = ""
	}
	for _, f := range search.FacetFields {
		for _, name := range v[string(f)] {
			if name = strings.TrimSpace(name); name == "" {
				continue
			}
			if !utf8.ValidString(name) || len(name) > limits.QueryBytes {
				fail(string(f), "is too long, or not text in UTF-8")
				continue
			}
			if id := resolve(names, f, name); !slices.Contains(st.Values[f], id) {
				st.Values[f] = append(st.Values[f], id)
			}
		}
		if len(st.Values[f]) > 64 {
			fail(string(f), "takes 64 values at most")
		}
	}
	for name, into := range map[string]*string{"from": &st.From, "to": &st.To} {
		given := strings.TrimSpace(v.Get(name))
		if _, err := corpus.ParseDate(given); given != "" && err != nil {
			fail(name, "write a date as 2021, 2021-12 or 2021-12-08")
		} else {
			*into = given
		}
	}
	switch sort := search.Sort(v.Get("sort")); sort {
	case "", search.SortRelevance, search.SortNewest, search.SortOldest:
		st.Sort = sort
	default:
		fail("sort", "is one of relevance, newest and oldest")
	}
	whole := func(name string, into *int, least, most int) {
		if given := v.Get(name); given != "" {
			n, err := strconv.Atoi(given)
			if err != nil || n < least || n > most {
				fail(name, "is a whole number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most))
				return
			}
			*into = n
		}
	}
	if strict {
		whole("size", &st.Size, 1, 100)
		st.Cursor = v.Get("cursor")
		if st.Cursor != "" && v.Get("page") != "" {
			fail("cursor", "cannot be used together with page")
		}
		switch v.Get("unique") {
		case "", "work":
		case "document":
			st.Unique = true
		default:
			fail("unique", "is work or document")
		}
		st.Debug = truth(v, "explain", fail)
	}
	whole("page", &st.Page, 1, maxDepth/st.Size)
	st.Exact = truth(v, "exact", fail)
	if f := corpus.Field(v.Get("more")); slices.Contains(search.FacetFields, f) {
		st.Whole = f
	}
	if len(bad) > 0 {
		return st, bad
	}
	return st, nil
}

func truth(v url.Values, name string, fail func(parameter, message string)) bool {
	switch v.Get(name) {
	case "true", "1", "on":
		return true
	case "", "false", "0":
	default:
		fail(name, "is true or false")
	}
	return false
}

// resolve finds the id that a filter's value stands for. An unknown name stays
// as it is: it may be one that a catalogue brought in.
func resolve(names Names, f corpus.Field, name string) string {
	if f == corpus.FieldLanguage {
		if lang, ok := corpus.ParseLanguage(name); ok {
			return string(lang)
		}
		return name
	}
	if id, ok := names.Resolve(f, name); ok {
		return id
	}
	return name
}

// printable shortens what a stranger wrote before it is repeated to them.
func printable(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
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

// narrowed tells whether anything but the words limits the answer.
func (st state) narrowed() bool {
	for _, ids := range st.Values {
		if len(ids) > 0 {
			return true
		}
	}
	return st.From != "" || st.To != ""
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

func (st state) in(lang corpus.Language) state {
	st.Lang = string(lang)
	return st
}

func (st state) has(f corpus.Field, id string) bool { return slices.Contains(st.Values[f], id) }

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

// asFaults gives the faults in err, if it is about the address.
func asFaults(err error) (faults, bool) {
	var f faults
	ok := errors.As(err, &f)
	return f, ok
}
