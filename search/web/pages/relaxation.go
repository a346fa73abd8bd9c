package pages

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// relaxation is a way out of an empty answer: what to give up, and how much
// there would be then.
type relaxation struct {
	Text  string
	Count int
	URL   string
}

// The most parts of a question that are counted one by one.
const maxParts = 6

// relaxations says what other values, names and spellings would bring, then what
// lifting each filter would, then all of them, then what each part of the
// question finds alone: an empty answer is honest only if it says why it is
// empty. If nothing brings anything there are none.
func (s *Pages) relaxations(ctx context.Context, ix *limit.Index, l *ui.Locale, st request.State, r search.Request, results *search.Results) ([]relaxation, error) {
	out, err := s.replacements(ctx, ix, l, st, r, results)
	if err != nil {
		return nil, err
	}
	for _, way := range append(s.withoutFilters(l, st), partByPart(l, st, r.Query)...) {
		n, err := count(ctx, ix, way.state)
		if err != nil {
			return nil, err
		}
		out = append(out, relaxation{way.text, n, way.state.FirstPage().Address("/search")})
	}
	if !slices.ContainsFunc(out, func(x relaxation) bool { return x.Count > 0 }) {
		return nil, nil
	}
	return out, nil
}

// alternative is a state that asks for less.
type alternative struct {
	text  string
	state request.State
}

func (s *Pages) withoutFilters(l *ui.Locale, st request.State) []alternative {
	var out []alternative
	filters := 0
	for _, f := range search.FacetFields {
		if len(st.Values[f]) == 0 {
			continue
		}
		filters++
		names := make([]string, len(st.Values[f]))
		for i, id := range st.Values[f] {
			names[i] = s.PageLabel(f, id, l.Lang)
		}
		out = append(out, alternative{l.Text("zero.without", "Field", l.Text("field."+string(f)), "Values", list(l, names)), st.Without(f)})
	}
	if st.From != "" || st.To != "" {
		filters++
		out = append(out, alternative{l.Text("zero.undated"), st.WithoutDates()})
	}
	if st.Exact {
		inexact := st
		inexact.Exact = false
		out = append(out, alternative{l.Text("zero.inexact"), inexact})
	}
	if filters > 1 {
		out = append(out, alternative{l.Text("zero.unfiltered"), st.WithoutFilters()})
	}
	return out
}

// partByPart asks for each part of a question that wants several at once.
func partByPart(l *ui.Locale, st request.State, asked query.Expr) []alternative {
	var parts []query.Expr
	switch e := asked.(type) {
	case query.All:
		parts = e
	case query.And:
		parts = e
	}
	if len(parts) < 2 || len(parts) > maxParts {
		return nil
	}
	var out []alternative
	for _, part := range parts {
		if _, ok := part.(query.Not); ok {
			continue
		}
		alone := st
		alone.Q = part.String()
		out = append(out, alternative{l.Text("zero.only", "Part", alone.Q), alone})
	}
	return out
}

// The most ways of each kind that an empty answer offers instead.
const maxReplacements = 3

// The most other names that are counted.
const maxNames = 24

// replacements lists what would find something in the place of what was asked: the
// languages that have it, the value a filter was meant to have, other names of
// a phrase, and another spelling. Ways that find nothing are left out.
func (s *Pages) replacements(ctx context.Context, ix *limit.Index, l *ui.Locale, st request.State, r search.Request, results *search.Results) ([]relaxation, error) {
	var out []relaxation
	try := func(ways []alternative) error {
		var found []relaxation
		for _, way := range ways {
			n, err := count(ctx, ix, way.state)
			if err != nil {
				return err
			}
			if n > 0 {
				found = append(found, relaxation{way.text, n, way.state.FirstPage().Address("/search")})
			}
		}
		slices.SortStableFunc(found, func(a, b relaxation) int { return cmp.Compare(b.Count, a.Count) })
		out = append(out, found[:min(len(found), maxReplacements)]...)
		return nil
	}
	if err := try(s.otherLanguages(l, st, results)); err != nil {
		return nil, err
	}
	names, err := s.nearNames(ctx, ix, l, st)
	if err == nil {
		err = try(names)
	}
	if err == nil {
		err = try(s.otherNames(l, st, r))
	}
	if err != nil {
		return nil, err
	}
	if bare := st.WithoutFilters(); bare.Query() != st.FirstPage().Query() {
		// The spelling that finds something within the filters is offered already.
		unfiltered, err := bare.Request()
		if err != nil {
			return nil, err
		}
		meant, err := s.didYouMean(ctx, ix, bare, unfiltered, results)
		if err != nil {
			return nil, err
		}
		if meant != nil {
			out = append(out, relaxation{l.Text("zero.spelled", "Q", meant.Q), meant.Total, meant.URL})
		}
	}
	return out, nil
}

// otherLanguages are the languages in which the question finds something.
func (s *Pages) otherLanguages(l *ui.Locale, st request.State, results *search.Results) []alternative {
	if len(st.Values[corpus.FieldLanguage]) == 0 {
		return nil
	}
	var out []alternative
	for _, v := range results.Facets[corpus.FieldLanguage].Values {
		if !v.Selected && v.Count > 0 {
			out = append(out, s.withValue(l, st, corpus.FieldLanguage, v.ID))
		}
	}
	return out
}

// withValue is a state with another value in the place of a filter's.
func (s *Pages) withValue(l *ui.Locale, st request.State, f corpus.Field, id string) alternative {
	text := l.Text("zero.instead", "Field", l.Text("field."+string(f)), "Values", s.PageLabel(f, id, l.Lang))
	return alternative{text, st.Without(f).Toggle(f, id)}
}

// nearNames are the names that those in the filters are near to, where nothing
// is called so.
func (s *Pages) nearNames(ctx context.Context, ix *limit.Index, l *ui.Locale, st request.State) ([]alternative, error) {
	var out []alternative
	for _, kind := range []search.SuggestionKind{search.SuggestOrganization, search.SuggestTopic, search.SuggestSession, search.SuggestSituation} {
		f := corpus.Field(kind)
		if len(st.Values[f]) != 1 {
			continue
		}
		id := st.Values[f][0]
		n, err := count(ctx, ix, request.State{Page: 1, Size: 1}.Toggle(f, id))
		if err != nil {
			return nil, err
		}
		if n > 0 {
			continue
		}
		found, err := ix.Suggest(ctx, id, 1, s.Labels(l.Lang), kind)
		if errors.Is(err, corpus.ErrNotFound) { // this engine suggests nothing
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		for _, item := range found.Items {
			out = append(out, s.withValue(l, st, f, item.ID))
		}
	}
	return out, nil
}

// otherNames are the question with its phrases under their other names, in any
// language. Words outside of quotation marks match by these anyway.
func (s *Pages) otherNames(l *ui.Locale, st request.State, r search.Request) []alternative {
	thesaurus, ok := s.Names.(search.Thesaurus)
	if !ok || r.Query == nil {
		return nil
	}
	var out []alternative
	for _, text := range asTyped(r.Query, st.Exact) {
		for _, name := range thesaurus.Equivalents(text) {
			other := st
			other.Q = replaced(r.Query, text, query.Phrase{Text: name.Text}).String()
			if again, err := request.Parse(other.Q); err == nil && again != nil && len(out) < maxNames {
				out = append(out, alternative{l.Text("zero.equivalent", "Q", other.Q), other})
			}
		}
	}
	return out
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

// replaced is a query with another phrase in the place of a text.
func replaced(x query.Expr, text string, by query.Phrase) query.Expr {
	list := func(parts []query.Expr) []query.Expr {
		out := make([]query.Expr, len(parts))
		for i, part := range parts {
			out[i] = replaced(part, text, by)
		}
		return out
	}
	switch x := x.(type) {
	case query.Phrase:
		if x.Text == text {
			return by
		}
	case query.Word:
		if x.Text == text {
			return by
		}
	case query.All:
		return query.All(list(x))
	case query.And:
		return query.And(list(x))
	case query.Or:
		return query.Or(list(x))
	}
	return x
}

// count is the number of hits a question has.
func count(ctx context.Context, ix *limit.Index, st request.State) (int, error) {
	_, r, err := st.Read()
	if err != nil {
		return 0, err
	}
	r.From, r.Size, r.Cursor = 0, 0, ""
	results, err := ix.Search(ctx, r)
	if err != nil {
		return 0, err
	}
	return results.Total, nil
}

// list joins names as the language does between items of a list.
func list(l *ui.Locale, names []string) string {
	out := ""
	for i, name := range names {
		if i > 0 {
			out += l.Text("list.comma")
		}
		out += name
	}
	return out
}
