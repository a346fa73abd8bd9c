package request

import (
	"cmp"
	"maps"
	"net/http"
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
	sharedParameters = []string{"q", "exact", "from", "to", "sort", "page", "lang", "lenient", "translate"}
	// exportParameters are those of the addresses of exports and feeds.
	exportParameters = []string{"since", "size", "cursor", "collapse", "expand"}
	apiParameters    = []string{"since", "size", "cursor", "collapse", "explain"}
)

// The most values of one facet that an address may ask for.
const maxValues = 64

// DefaultMaxBytes is how long a query may be in an address, unless more or less
// is allowed.
const DefaultMaxBytes = 512

// Parser reads addresses.
type Parser struct {
	Names    resolver
	MaxBytes int // of a query, and of a value
}

// resolver finds the id for an id, name, acronym or alias in any language.
type resolver interface {
	Resolve(f corpus.Field, name string) (string, bool)
}

// Decoder reads parameters one by one, and gathers what is wrong with them.
func (p Parser) Decoder(values url.Values) *decoder { return &decoder{values: values, Parser: p} }

// decoder reads an address and gathers what is wrong with it.
type decoder struct {
	Parser
	values url.Values
	strict bool // what is there has to be of its form
	Errors ValidationErrors
}

// aliases are the parameters' former names, which go on being read, with those
// of their values that had others too.
var aliases = []struct {
	old, name string
	values    map[string]string
}{
	{"hl", "lang", nil},
	{"unique", "collapse", map[string]string{"document": "none"}},
	{"more", "expand", nil},
}

// Parameters reads the part of an address after the question mark, and unlike
// url.Query does not drop what it cannot read. Parameters have their present
// names, whichever were given; of two that are one the present one holds.
func Parameters(raw string) (url.Values, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, Invalid("address", "fault.escape")
	}
	for _, a := range aliases {
		given := values[a.old]
		delete(values, a.old)
		if len(given) == 0 || values.Has(a.name) {
			continue
		}
		for i, value := range given {
			if now, ok := a.values[value]; ok {
				given[i] = now
			}
		}
		values[a.name] = given
	}
	return values, nil
}

// ReadOnly reads an address that may have these parameters and no others.
func ReadOnly(raw string, names ...string) (url.Values, error) {
	values, err := Parameters(raw)
	if err != nil {
		return nil, err
	}
	d := &decoder{values: values}
	if d.AllowOnly(names...); len(d.Errors) > 0 {
		return nil, d.Errors
	}
	return values, nil
}

// State reads an address. Strict is for programs: it refuses what it does
// not know, and takes what only they may ask for.
func (p Parser) State(raw string, strict bool) (State, error) {
	values, err := Parameters(raw)
	if err != nil {
		return State{}, err
	}
	d := p.Decoder(values)
	st := State{Page: 1, Size: DefaultSize, Lang: values.Get("lang")}
	if strict {
		d.Allow(slices.Concat(sharedParameters, apiParameters))
	}
	st.Lenient = d.Bool("lenient")
	if strict && st.Lenient {
		st.Q = d.passage("q")
	} else {
		st.Q = d.Query()
	}
	st.Values = d.Filters()
	st.From, st.To = d.Date("from"), d.Date("to")
	st.Sort = d.sort()
	st.Exact = d.Bool("exact")
	st.Plain = values.Has("translate") && !d.Bool("translate")
	if strict {
		st.Since = d.Since()
		st.Size = d.Int("size", DefaultSize, search.MaxSize)
		st.Cursor = d.Cursor()
		st.Documents = d.Documents()
		st.Debug = d.Bool("explain")
	}
	st.Typing = !strict && d.Bool("typing")
	if back := values.Get("back"); !strict && ours(back) {
		st.Back = back
	}
	st.Page = d.Int("page", 1, search.MaxWindow/st.Size)
	if f := corpus.Field(values.Get("expand")); slices.Contains(search.FacetFields, f) {
		st.Expand = f
	}
	if len(d.Errors) > 0 {
		return st, d.Errors
	}
	return st, nil
}

// Export reads the address of an export or a feed, which programs follow: like
// State it refuses what it does not know, but takes what links from pages carry.
func (p Parser) Export(raw string, feed bool) (State, error) {
	st, err := p.State(raw, false)
	if err != nil {
		return st, err
	}
	values, err := Parameters(raw)
	if err != nil {
		return st, err
	}
	d := p.Decoder(values)
	d.Allow(slices.Concat(sharedParameters, exportParameters))
	st.Since, st.Documents = d.Since(), d.Documents()
	if feed {
		st.Cursor = d.Cursor()
	}
	if len(d.Errors) > 0 {
		return st, d.Errors
	}
	return st, nil
}

// Allow complains of parameters that are neither a facet nor one of single, and
// of those given twice.
func (d *decoder) Allow(single []string) { d.refuse(single, search.FacetFields) }

// AllowOnly is known where nothing can be filtered.
func (d *decoder) AllowOnly(single ...string) { d.refuse(single, nil) }

func (d *decoder) refuse(single []string, repeated []corpus.Field) {
	d.strict = true
	for _, name := range slices.Sorted(maps.Keys(d.values)) {
		switch {
		case slices.Contains(repeated, corpus.Field(name)):
		case !slices.Contains(single, name):
			d.Errors.Add(Printable(name), "fault.unknown")
		case len(d.values[name]) > 1:
			d.Errors.Add(name, "fault.twice")
		}
	}
}

// Query is the words of a search.
func (d *decoder) Query() string { return d.Text("q") }

// Text is a text without the spaces around it.
func (d *decoder) Text(name string) string { return d.checked(name, d.values.Get(name)) }

// maxPassage is how many bytes a query may have that is read leniently: of a passage
// that somebody pasted the first words are searched for.
const maxPassage = 4 * search.MaxQuote

// passage is a text that may be a passage.
func (d *decoder) passage(name string) string {
	return d.within(name, d.values.Get(name), max(maxPassage, d.MaxBytes))
}

// checked is a text if it is one, and short enough, before anybody reads it.
func (d *decoder) checked(name, text string) string { return d.within(name, text, d.MaxBytes) }

func (d *decoder) within(name, text string, most int) string {
	text = strings.TrimSpace(text)
	switch {
	case len(text) > most:
		d.Errors.Add(name, "fault.long", "Bytes", most)
	case !utf8.ValidString(text):
		d.Errors.Add(name, "fault.encoding")
	default:
		return text
	}
	return ""
}

// Filters reads the values of all facets.
func (d *decoder) Filters() map[corpus.Field][]string {
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
		d.Errors.Add(string(f), "fault.many", "Values", maxValues)
		return nil
	}
	for _, name := range d.values[string(f)] {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
		case len(name) > d.MaxBytes:
			d.Errors.Add(string(f), "fault.long", "Bytes", d.MaxBytes)
		case !utf8.ValidString(name):
			d.Errors.Add(string(f), "fault.encoding")
		default:
			if id := Resolve(d.Names, f, name); !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// Date is a date in one form, or "".
func (d *decoder) Date(name string) string {
	given := strings.TrimSpace(d.values.Get(name))
	if given == "" && (!d.strict || !d.values.Has(name)) { // forms send fields that nobody filled in
		return ""
	}
	date, err := corpus.ParseDate(given)
	if err != nil {
		d.Errors.Add(name, "fault.date")
		return ""
	}
	return date.String()
}

// Since is a date or a moment in one form.
func (d *decoder) Since() string {
	given := strings.TrimSpace(d.values.Get("since"))
	if given == "" { // of a reader who has seen nothing yet
		return ""
	}
	at, err := search.ParseSince(given)
	switch {
	case err != nil:
		d.Errors.Add("since", "fault.since")
		return ""
	case strings.ContainsAny(given, "Tt"):
		return at.UTC().Format(time.RFC3339)
	}
	return given
}

// Documents tells whether each document counts, and not each work.
func (d *decoder) Documents() bool { return d.Choice("collapse", "work", "none") == "none" }

// Cursor is where an answer goes on.
func (d *decoder) Cursor() string {
	given := d.values.Get("cursor")
	if given != "" && d.values.Get("page") != "" {
		d.Errors.Add("cursor", "fault.cursor-and-page")
	}
	return given
}

func (d *decoder) sort() search.Sort {
	return search.Sort(d.Choice("sort", string(search.SortRelevance), string(search.SortNewest), string(search.SortOldest), string(search.SortAdded)))
}

// Choice is one of the values, or "" where none is given.
func (d *decoder) Choice(name string, values ...string) string {
	given := d.values.Get(name)
	if given != "" && !slices.Contains(values, given) {
		d.Errors.Add(name, "fault.choice", "Values", strings.Join(values, ", "))
		return ""
	}
	return given
}

// Int is a number from 1 to most, or otherwise where none is given.
func (d *decoder) Int(name string, otherwise, most int) int {
	given := d.values.Get(name)
	if given == "" {
		return otherwise
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 || n > most {
		d.Errors.Add(name, "fault.number", "Most", most)
		return otherwise
	}
	return n
}

// Bool is true or false; false where nothing is given.
func (d *decoder) Bool(name string) bool {
	switch d.values.Get(name) {
	case "true", "1", "on": // the last is what a ticked box without a value sends
		return true
	case "", "false", "0":
	default:
		d.Errors.Add(name, "fault.choice", "Values", "true, false")
	}
	return false
}

// TakeBool takes a parameter that is true or false out of an address; it is
// false where it is not given.
func TakeBool(values url.Values, name string) (bool, error) {
	if len(values[name]) > 1 {
		return false, Invalid(name, "fault.twice")
	}
	d := &decoder{values: values}
	yes := d.Bool(name)
	if len(d.Errors) > 0 {
		return false, d.Errors
	}
	values.Del(name)
	return yes, nil
}

// Resolve finds the id that a filter's value stands for. An unknown name stays
// as it is: it may be one that a catalogue brought in.
func Resolve(names resolver, f corpus.Field, name string) string {
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

// Printable shortens what a client wrote before it is repeated.
func Printable(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}

// Lang is the language of the interface that an address asks for, if it is one
// of those there are; or "".
func Lang(r *http.Request) string {
	values := r.URL.Query()
	given := cmp.Or(values.Get("lang"), values.Get("hl"))
	if slices.Contains(ui.Languages, corpus.Language(given)) {
		return given
	}
	return ""
}
