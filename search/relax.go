package search

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"rostrum/corpus"
	"rostrum/search/query"
)

// Relaxation is a way out of an empty result: a request that asks for something else or for less, and
// what it finds.
type Relaxation struct {
	Kind    RelaxationKind
	Field   corpus.Field // of RelaxValue and RelaxFilter
	Values  []string     // the ids put in (RelaxValue) or given up (RelaxFilter)
	Request Request      // counts only
	Total   int
}

// RelaxationKind says what a Relaxation gives up, or what it puts in the place of something.
type RelaxationKind string

// The kinds.
const (
	RelaxValue    RelaxationKind = "value"    // another value of a filter
	RelaxName     RelaxationKind = "name"     // another name of a phrase
	RelaxSpelling RelaxationKind = "spelling" // another spelling, without filters
	RelaxFilter   RelaxationKind = "filter"   // without the filter on one field
	RelaxDates    RelaxationKind = "dates"    // on any date
	RelaxExact    RelaxationKind = "exact"    // not only the exact words
	RelaxFilters  RelaxationKind = "filters"  // without any filter
	RelaxPart     RelaxationKind = "part"     // a part of the query alone
)

// Limits on what is counted for one empty result.
const (
	maxRelaxedParts = 6  // of a query, that are counted one by one
	maxReplacements = 3  // values, or names, offered instead
	maxRelaxedNames = 24 // other names that are counted
)

// Relaxer explains empty results. Only Searcher is required.
type Relaxer struct {
	Searcher Searcher
	// Suggest completes names, to find those that unknown ones in filters are near to. An error that
	// wraps corpus.ErrNotFound means that the engine cannot.
	Suggest func(context.Context, SuggestRequest) (*Suggestions, error)
	// Correct finds another spelling of a request that found results; see DidYouMean.
	Correct   func(context.Context, Request, *Results) (*Correction, error)
	Thesaurus Thesaurus
	Label     func(corpus.Field, string) string // names an id for Suggest
}

// Relax lists what other values, names and spellings would find, then what lifting each filter would,
// then all of them, then what each part of the query finds alone. Replacements that find nothing are
// left out; if nothing finds anything the list is empty. Errors are those of Searcher.
func (x Relaxer) Relax(ctx context.Context, r Request, results *Results) ([]Relaxation, error) {
	out, err := x.replacements(ctx, countOf(r), results)
	if err != nil {
		return nil, err
	}
	for _, way := range append(withoutFilters(countOf(r)), partByPart(countOf(r))...) {
		if way.Total, err = x.count(ctx, way.Request); err != nil {
			return nil, err
		}
		out = append(out, way)
	}
	if !slices.ContainsFunc(out, func(way Relaxation) bool { return way.Total > 0 }) {
		return nil, nil
	}
	return out, nil
}

// countOf is a request that only counts what another finds.
func countOf(r Request) Request {
	return Request{Query: r.Query, Exact: r.Exact, Untranslated: r.Untranslated, Language: r.Language, Filters: r.Filters, Sort: r.Sort, Documents: r.Documents}
}

func (x Relaxer) count(ctx context.Context, r Request) (int, error) {
	results, err := x.Searcher.Search(ctx, r)
	if err != nil {
		return 0, err
	}
	return results.Total, nil
}

// with are filters with other values of one field, or none.
func (f Filters) with(field corpus.Field, values ...string) Filters {
	out := f
	out.Values = map[corpus.Field][]string{}
	for name, ids := range f.Values {
		if name != field {
			out.Values[name] = ids
		}
	}
	if len(values) > 0 {
		out.Values[field] = values
	}
	return out
}

func withoutFilters(r Request) []Relaxation {
	var out []Relaxation
	filters := 0
	for _, f := range FacetFields {
		if len(r.Filters.Values[f]) == 0 {
			continue
		}
		filters++
		less := r
		less.Filters = r.Filters.with(f)
		out = append(out, Relaxation{Kind: RelaxFilter, Field: f, Values: r.Filters.Values[f], Request: less})
	}
	if !r.Filters.From.IsZero() || !r.Filters.To.IsZero() {
		filters++
		less := r
		less.Filters.From, less.Filters.To = corpus.Date{}, corpus.Date{}
		out = append(out, Relaxation{Kind: RelaxDates, Request: less})
	}
	if r.Exact {
		less := r
		less.Exact = false
		out = append(out, Relaxation{Kind: RelaxExact, Request: less})
	}
	if filters > 1 {
		less := r
		less.Filters = Filters{Since: r.Filters.Since}
		out = append(out, Relaxation{Kind: RelaxFilters, Request: less})
	}
	return out
}

// partByPart asks for each part of a query that wants several at once.
func partByPart(r Request) []Relaxation {
	var parts []query.Expr
	switch e := r.Query.(type) {
	case query.All:
		parts = e
	case query.And:
		parts = e
	}
	if len(parts) < 2 || len(parts) > maxRelaxedParts {
		return nil
	}
	var out []Relaxation
	for _, part := range parts {
		if _, ok := part.(query.Not); ok {
			continue
		}
		alone := r
		alone.Query = part
		out = append(out, Relaxation{Kind: RelaxPart, Request: alone})
	}
	return out
}

// replacements lists what would find something in the place of what was asked: the languages that have
// it, the value a filter was meant to have, other names of a phrase, and another spelling.
func (x Relaxer) replacements(ctx context.Context, r Request, results *Results) ([]Relaxation, error) {
	var out []Relaxation
	for _, list := range []func(context.Context, Request, *Results) ([]Relaxation, error){x.otherLanguages, x.nearNames, x.otherNames} {
		ways, err := list(ctx, r, results)
		if err != nil {
			return nil, err
		}
		var found []Relaxation
		for _, way := range ways {
			if way.Total, err = x.count(ctx, way.Request); err != nil {
				return nil, err
			}
			if way.Total > 0 {
				found = append(found, way)
			}
		}
		slices.SortStableFunc(found, func(a, b Relaxation) int { return cmp.Compare(b.Total, a.Total) })
		out = append(out, found[:min(len(found), maxReplacements)]...)
	}
	if x.Correct == nil || r.Filters.IsEmpty() {
		return out, nil // the spelling that finds something within the filters is offered already
	}
	bare := r
	bare.Filters = Filters{}
	meant, err := x.Correct(ctx, bare, results)
	if err != nil || meant == nil {
		return out, err
	}
	bare.Query = meant.Query
	return append(out, Relaxation{Kind: RelaxSpelling, Request: bare, Total: meant.Total}), nil
}

// otherLanguages are the languages in which the query finds something.
func (x Relaxer) otherLanguages(ctx context.Context, r Request, results *Results) ([]Relaxation, error) {
	if len(r.Filters.Values[corpus.FieldLanguage]) == 0 {
		return nil, nil
	}
	facet, ok := results.Facets[corpus.FieldLanguage]
	if !ok {
		counted := r
		counted.Facets = []corpus.Field{corpus.FieldLanguage}
		again, err := x.Searcher.Search(ctx, counted)
		if err != nil {
			return nil, err
		}
		facet = again.Facets[corpus.FieldLanguage]
	}
	var out []Relaxation
	for _, v := range facet.Values {
		if !v.Selected && v.Count > 0 {
			out = append(out, withValue(r, corpus.FieldLanguage, v.ID))
		}
	}
	return out, nil
}

// withValue is a request with another value in the place of a filter's.
func withValue(r Request, f corpus.Field, id string) Relaxation {
	other := r
	other.Filters = r.Filters.with(f, id)
	return Relaxation{Kind: RelaxValue, Field: f, Values: []string{id}, Request: other}
}

// nearNames are the names that those in the filters are near to, where nothing is called so.
func (x Relaxer) nearNames(ctx context.Context, r Request, _ *Results) ([]Relaxation, error) {
	if x.Suggest == nil {
		return nil, nil
	}
	var out []Relaxation
	for _, kind := range []SuggestionKind{SuggestOrganization, SuggestTopic, SuggestSession, SuggestSituation} {
		f := corpus.Field(kind)
		if len(r.Filters.Values[f]) != 1 {
			continue
		}
		id := r.Filters.Values[f][0]
		n, err := x.count(ctx, Request{Filters: Filters{}.with(f, id)})
		if err != nil {
			return nil, err
		}
		if n > 0 {
			continue
		}
		found, err := x.Suggest(ctx, SuggestRequest{Text: id, Size: 1, Kinds: []SuggestionKind{kind}, Label: x.Label})
		if errors.Is(err, corpus.ErrNotFound) { // this engine suggests nothing
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		for _, item := range found.Items {
			out = append(out, withValue(r, f, item.ID))
		}
	}
	return out, nil
}

// otherNames are the query with its phrases under their other names, in any language. Words outside of
// quotation marks match by these anyway.
func (x Relaxer) otherNames(_ context.Context, r Request, _ *Results) ([]Relaxation, error) {
	if x.Thesaurus == nil || r.Query == nil {
		return nil, nil
	}
	var out []Relaxation
	for _, text := range asTyped(r.Query, r.Exact) {
		for _, name := range x.Thesaurus.Equivalents(text) {
			other := r
			other.Query = replaced(r.Query, text, query.Phrase{Text: name.Text})
			if _, err := query.Parse(other.Query.String()); err == nil && len(out) < maxRelaxedNames {
				out = append(out, Relaxation{Kind: RelaxName, Request: other})
			}
		}
	}
	return out, nil
}

// asTyped are the texts in a query that are looked for as they stand.
func asTyped(x query.Expr, exact bool) []string {
	var out []string
	list := func(parts []query.Expr) {
		for _, part := range parts {
			out = append(out, asTyped(part, exact)...)
		}
	}
	switch x := x.(type) {
	case query.Phrase:
		if x.Slop == 0 {
			out = append(out, x.Text)
		}
	case query.Word:
		if exact && !x.Prefix && !x.Fuzzy {
			out = append(out, x.Text)
		}
	case query.All:
		list(x)
	case query.And:
		list(x)
	case query.Or:
		list(x)
	}
	return out
}

// replaced returns a query with a phrase in place of a word or phrase.
func replaced(x query.Expr, text string, by query.Phrase) query.Expr {
	return query.Map(x, func(x query.Expr) query.Expr {
		switch x := x.(type) {
		case query.Phrase:
			if x.Text == text {
				return by
			}
		case query.Word:
			if x.Text == text {
				return by
			}
		}
		return x
	})
}
