package web

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/ui"
)

// Parameters of the search page and of the API. A page ignores others, as
// links gather them on their way; a program is told.
var (
	sharedParameters = []string{"q", "exact", "from", "to", "sort", "page", "hl"}
	apiParameters    = []string{"since", "size", "cursor", "unique", "explain"}
)

// The most values of one facet that an address may ask for.
const maxValues = 64

// parser reads addresses.
type parser struct {
	names    resolver
	maxBytes int // of a query, and of a value
}

// resolver finds the id for an id, name, acronym or alias in any language.
type resolver interface {
	Resolve(f corpus.Field, name string) (string, bool)
}

func (p parser) decoder(values url.Values) *decoder { return &decoder{values: values, parser: p} }

// decoder reads an address and gathers what is wrong with it.
type decoder struct {
	parser
	values url.Values
	bad    faults
}

// parameters reads the part after the question mark, and unlike url.Query
// does not drop what it cannot read.
func parameters(raw string) (url.Values, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, faults{{Parameter: "address", Position: -1, message: "fault.escape"}}
	}
	return values, nil
}

// readOnly reads an address that may have these parameters and no others.
func readOnly(raw string, names ...string) (url.Values, error) {
	values, err := parameters(raw)
	if err != nil {
		return nil, err
	}
	d := &decoder{values: values}
	if d.only(names...); len(d.bad) > 0 {
		return nil, d.bad
	}
	return values, nil
}

// state reads an address. Strict is for programs: it refuses what it does
// not know, and takes what only they may ask for.
func (p parser) state(raw string, strict bool) (state, error) {
	values, err := parameters(raw)
	if err != nil {
		return state{}, err
	}
	d := p.decoder(values)
	st := state{Page: 1, Size: defaultSize, Lang: values.Get("hl")}
	if strict {
		d.known(slices.Concat(sharedParameters, apiParameters))
	}
	st.Q = d.words()
	st.Values = d.filters()
	st.From, st.To = d.date("from"), d.date("to")
	st.Sort = d.sort()
	st.Exact = d.truth("exact")
	if strict {
		st.Since = d.since()
		st.Size = d.whole("size", defaultSize, search.MaxSize)
		st.Cursor = d.cursor()
		st.Unique = d.unique()
		st.Debug = d.truth("explain")
	}
	st.Page = d.whole("page", 1, search.MaxWindow/st.Size)
	if f := corpus.Field(values.Get("more")); slices.Contains(search.FacetFields, f) {
		st.Whole = f
	}
	if len(d.bad) > 0 {
		return st, d.bad
	}
	return st, nil
}

// known complains of parameters that are neither a facet nor one of single, and
// of those given twice.
func (d *decoder) known(single []string) { d.refuse(single, search.FacetFields) }

// only is known where nothing can be filtered.
func (d *decoder) only(single ...string) { d.refuse(single, nil) }

func (d *decoder) refuse(single []string, repeated []corpus.Field) {
	for _, name := range slices.Sorted(maps.Keys(d.values)) {
		switch {
		case slices.Contains(repeated, corpus.Field(name)):
		case !slices.Contains(single, name):
			d.bad.add(printable(name), "fault.unknown")
		case len(d.values[name]) > 1:
			d.bad.add(name, "fault.twice")
		}
	}
}

func (d *decoder) words() string { return d.text("q") }

func (d *decoder) text(name string) string { return d.checked(name, d.values.Get(name)) }

// checked is a text if it is one, and short enough, before anybody reads it.
func (d *decoder) checked(name, text string) string {
	text = strings.TrimSpace(text)
	switch {
	case len(text) > d.maxBytes:
		d.bad.add(name, "fault.long", "Bytes", d.maxBytes)
	case !utf8.ValidString(text):
		d.bad.add(name, "fault.encoding")
	default:
		return text
	}
	return ""
}

// filters reads the values of all facets.
func (d *decoder) filters() map[corpus.Field][]string {
	values := map[corpus.Field][]string{}
	for _, f := range search.FacetFields {
		if ids := d.facet(f); len(ids) > 0 {
			values[f] = ids
		}
	}
	return values
}

// facet reads the values of a filter and finds the ids they stand for.
func (d *decoder) facet(f corpus.Field) []string {
	var ids []string
	if len(d.values[string(f)]) > maxValues {
		d.bad.add(string(f), "fault.many", "Values", maxValues)
		return nil
	}
	for _, name := range d.values[string(f)] {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
		case len(name) > d.maxBytes:
			d.bad.add(string(f), "fault.long", "Bytes", d.maxBytes)
		case !utf8.ValidString(name):
			d.bad.add(string(f), "fault.encoding")
		default:
			if id := resolve(d.names, f, name); !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func (d *decoder) date(name string) string {
	given := strings.TrimSpace(d.values.Get(name))
	if given == "" {
		return ""
	}
	date, err := corpus.ParseDate(given)
	if err != nil {
		d.bad.add(name, "fault.date")
		return ""
	}
	return date.String()
}

// since is a date or a moment in one form.
func (d *decoder) since() string {
	given := strings.TrimSpace(d.values.Get("since"))
	if given == "" {
		return ""
	}
	at, err := search.ParseSince(given)
	switch {
	case err != nil:
		d.bad.add("since", "fault.since")
		return ""
	case strings.ContainsAny(given, "Tt"):
		return at.UTC().Format(time.RFC3339)
	}
	return given
}

// unique tells whether each document counts, and not each work.
func (d *decoder) unique() bool { return d.choice("unique", "work", "document") == "document" }

func (d *decoder) cursor() string {
	given := d.values.Get("cursor")
	if given != "" && d.values.Get("page") != "" {
		d.bad.add("cursor", "fault.cursor-and-page")
	}
	return given
}

func (d *decoder) sort() search.Sort {
	return search.Sort(d.choice("sort", string(search.SortRelevance), string(search.SortNewest), string(search.SortOldest), string(search.SortAdded)))
}

// choice is one of the values, or "" where none is given.
func (d *decoder) choice(name string, values ...string) string {
	given := d.values.Get(name)
	if given != "" && !slices.Contains(values, given) {
		d.bad.add(name, "fault.choice", "Values", strings.Join(values, ", "))
		return ""
	}
	return given
}

// whole is a number from 1 to most, or otherwise where none is given.
func (d *decoder) whole(name string, otherwise, most int) int {
	given := d.values.Get(name)
	if given == "" {
		return otherwise
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 || n > most {
		d.bad.add(name, "fault.number", "Most", most)
		return otherwise
	}
	return n
}

func (d *decoder) truth(name string) bool {
	switch d.values.Get(name) {
	case "true", "1", "on": // the last is what a ticked box without a value sends
		return true
	case "", "false", "0":
	default:
		d.bad.add(name, "fault.choice", "Values", "true, false")
	}
	return false
}

// resolve finds the id that a filter's value stands for. An unknown name stays
// as it is: it may be one that a catalogue brought in.
func resolve(names resolver, f corpus.Field, name string) string {
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

// asked is the language in the address, if it is one of ours.
func asked(values url.Values) string {
	hl := values.Get("hl")
	for _, lang := range ui.Languages {
		if string(lang) == hl {
			return hl
		}
	}
	return ""
}
