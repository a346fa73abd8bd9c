package pages

import (
	"context"

	"rostrum/search"
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

// relaxations says why an answer is empty: see search.Relaxer.
func (s *Pages) relaxations(ctx context.Context, ix *limit.Index, l *ui.Locale, st request.State, r search.Request, results *search.Results) ([]relaxation, error) {
	x := search.Relaxer{Searcher: ix, Label: s.Labels(l.Lang)}
	x.Thesaurus, _ = s.Names.(search.Thesaurus)
	x.Suggest = func(ctx context.Context, r search.SuggestRequest) (*search.Suggestions, error) {
		return ix.Suggest(ctx, r.Text, r.Size, r.Label, r.Kinds...)
	}
	x.Correct = func(ctx context.Context, r search.Request, results *search.Results) (*search.Correction, error) {
		return ix.DidYouMean(ctx, r, results, s.QueryNames(ui.Negotiate(st.Lang, "")))
	}
	ways, err := x.Relax(ctx, r, results)
	if err != nil {
		return nil, err
	}
	var out []relaxation
	for _, way := range ways {
		text, to := s.relaxed(l, st, way)
		out = append(out, relaxation{text, way.Total, to.FirstPage().Address("/search")})
	}
	return out, nil
}

// relaxed says what a way out gives up, and is the search that it leads to.
func (s *Pages) relaxed(l *ui.Locale, st request.State, way search.Relaxation) (string, request.State) {
	named := func(message string) string {
		names := make([]string, len(way.Values))
		for i, id := range way.Values {
			names[i] = s.PageLabel(way.Field, id, l.Lang)
		}
		return l.Text(message, "Field", l.Text("field."+string(way.Field)), "Values", list(l, names))
	}
	asking := st
	if way.Request.Query != nil {
		asking.Q = way.Request.Query.String()
	}
	switch way.Kind {
	case search.RelaxValue:
		return named("zero.instead"), st.Without(way.Field).Toggle(way.Field, way.Values[0])
	case search.RelaxName:
		return l.Text("zero.equivalent", "Q", asking.Q), asking
	case search.RelaxSpelling:
		return l.Text("zero.spelled", "Q", asking.Q), asking.WithoutFilters()
	case search.RelaxFilter:
		return named("zero.without"), st.Without(way.Field)
	case search.RelaxDates:
		return l.Text("zero.undated"), st.WithoutDates()
	case search.RelaxExact:
		inexact := st
		inexact.Exact = false
		return l.Text("zero.inexact"), inexact
	case search.RelaxFilters:
		return l.Text("zero.unfiltered"), st.WithoutFilters()
	}
	return l.Text("zero.only", "Part", asking.Q), asking
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

// suggestion is the question that was perhaps meant.
type suggestion struct {
	Q     string
	Total int
	URL   string // of its page
}

// suggested is a correction as it is shown; nil if there is none.
func suggested(st request.State, correction *search.Correction) *suggestion {
	if correction == nil {
		return nil
	}
	other := st.Asking(correction.Query)
	return &suggestion{Q: other.Q, Total: correction.Total, URL: other.Address("/search")}
}
