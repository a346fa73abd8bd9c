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

// Parameters of the search page and of the API. Pages ignore unknown parameters,
// which links often collect; the API rejects them.
var (
	sharedParameters = []string{"q", "exact", "from", "to", "sort", "page", "lang", "lenient", "translate", "languages", "drop"}
	// exportParameters are those of exports and feeds.
	exportParameters = []string{"since", "size", "cursor", "collapse", "expand"}
	apiParameters    = []string{"since", "size", "cursor", "collapse", "explain"}
)

// The maximum number of values of one facet.
const maxValues = 64

// DefaultMaxBytes is the default limit on the length of a query in an address.
const DefaultMaxBytes = 512

// Parser decodes addresses.
type Parser struct {
	Names    resolver
	MaxBytes int // of a query, and of a single value
}

// resolver returns the id for an id, name, acronym or alias in any language.
type resolver interface {
	Resolve(f corpus.Field, name string) (string, bool)
}

// Decoder returns a decoder of parameters that collects their errors.
func (p Parser) Decoder(values url.Values) *decoder { return &decoder{values: values, Parser: p} }

// decoder decodes parameters and collects their errors.
type decoder struct {
	Parser
	values url.Values
	strict bool // values that are present must be valid
	Errors ValidationErrors
}

// aliases are former names of parameters, which are still accepted, with former
// values where they differ.
var aliases = []struct {
	old, name string
	values    map[string]string
}{
	{"hl", "lang", nil},
	{"unique", "collapse", map[string]string{"document": "none"}},
	{"more", "expand", nil},
}

// Parameters parses the query part of an address. Unlike url.Query it reports what it
// cannot parse. Former names are replaced by current ones; a current name takes
// precedence.
func Parameters(raw string) (url.Values, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, Invalid("address", "fault.escape")
	}
	for _, a := range aliases {
		given := values[a.old]
		delete(values, a.old)
		if len(given) == 1 && values.Has(a.name) || len(given) == 0 {
			continue
		}
		for i, value := range given {
			if now, ok := a.values[value]; ok {
				given[i] = now
			}
		}
		values[a.name] = append(values[a.name], given...) // several are refused
	}
	return values, nil
}

// ReadOnly parses an address that may have only these parameters.
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

// State decodes an address. strict is for the API: it rejects what it does not know,
// and accepts parameters that only programs may use.
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
	st.Bridge = d.Choice("languages", OtherLanguages) != ""
	st.Drop = d.drops()
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

// Export decodes the address of an export or a feed: like a strict State, but it
// accepts what links from pages carry.
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

// Allow reports parameters that are neither a facet nor in single, and those given
// twice.
func (d *decoder) Allow(single []string) { d.refuse(single, search.FacetFields) }

// AllowOnly is Allow for endpoints without filters.
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

// Query returns the query of a search.
func (d *decoder) Query() string { return d.Text("q") }

// Text returns a text without surrounding spaces.
func (d *decoder) Text(name string) string { return d.checked(name, d.values.Get(name)) }

// maxPassage limits the length of a leniently parsed query, in bytes: of a pasted
// passage, the first words are searched for.
const maxPassage = 4 * search.MaxQuote

// passage returns a text that may be a passage.
func (d *decoder) passage(name string) string {
	return d.within(name, d.values.Get(name), max(maxPassage, d.MaxBytes))
}

// checked validates a text and its length before anything else reads it.
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

// Filters returns the values of all facets.
func (d *decoder) Filters() map[corpus.Field][]string {
	values := map[corpus.Field][]string{}
	for _, f := range search.FacetFields {
		if ids := d.facet(f); len(ids) > 0 {
			values[f] = ids
		}
	}
	return values
}

// facet returns the ids for the values of a filter.
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

// Date returns a normalized date, or "".
func (d *decoder) Date(name string) string {
	given := strings.TrimSpace(d.values.Get(name))
	if given == "" && (!d.strict || !d.values.Has(name)) { // forms send fields that were not filled in
		return ""
	}
	date, err := corpus.ParseDate(given)
	if err != nil {
		d.Errors.Add(name, "fault.date")
		return ""
	}
	return date.String()
}

// Since returns a normalized date or time.
func (d *decoder) Since() string {
	given := strings.TrimSpace(d.values.Get("since"))
	if given == "" { // of a feed reader that has not seen anything yet
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

// Documents reports whether documents are counted instead of works.
func (d *decoder) Documents() bool { return d.Choice("collapse", "work", "none") == "none" }

// Cursor returns the cursor of a page of results.
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

// Choice returns one of the values, or "" if none is given.
func (d *decoder) Choice(name string, values ...string) string {
	given := d.values.Get(name)
	if given != "" && !slices.Contains(values, given) {
		d.Errors.Add(name, "fault.choice", "Values", strings.Join(values, ", "))
		return ""
	}
	return given
}

// Int returns a number from 1 to most, or otherwise if none is given.
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

// Bool returns true or false; false if none is given.
func (d *decoder) Bool(name string) bool {
	switch d.values.Get(name) {
	case "true", "1", "on": // browsers send "on" for a ticked box without a value
		return true
	case "", "false", "0":
	default:
		d.Errors.Add(name, "fault.choice", "Values", "true, false")
	}
	return false
}

// TakeBool removes a boolean parameter from an address and returns it; false if it is
// missing.
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

// Resolve returns the id for a filter's value. An unknown name is kept: it may be a
// name from a catalogue.
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

// Printable shortens text from a client before it is repeated.
func Printable(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}

// Lang returns the interface language that an address requests, if it is available;
// or "".
func Lang(r *http.Request) string {
	values := r.URL.Query()
	given := cmp.Or(values.Get("lang"), values.Get("hl"))
	if slices.Contains(ui.Languages, corpus.Language(given)) {
		return given
	}
	return ""
}
