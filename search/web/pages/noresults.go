package pages

import (
	"context"
	"slices"

	"rostrum/search"
	"rostrum/search/query"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

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
