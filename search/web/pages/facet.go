package pages

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// facetShown is how many values of a facet are listed until more are wanted.
const facetShown = 7

// FacetView is one list of the margin.
type FacetView struct {
	Field  corpus.Field
	Values []FacetLine
	More   string // address that lists all; "" if all are
	Less   string
	All    int
}

// FacetLine is one value, or a link to its page.
type FacetLine struct {
	ID       string
	Label    string
	Title    string          // the long name, where the label is short
	Lang     corpus.Language // of the label, if it is not the interface's
	Count    int
	Selected bool
	URL      string
}

// Useful tells whether the list narrows anything: one value that all have does not.
func (v FacetView) Useful(total int) bool {
	switch len(v.Values) {
	case 0:
		return false
	case 1:
		return v.Values[0].Selected || v.Values[0].Count < total
	}
	return true
}

// FacetView lists a facet of the results of st, with links that narrow and widen them.
func (s *Pages) FacetView(l *ui.Locale, st request.State, f corpus.Field, facet search.Facet) FacetView {
	view := FacetView{Field: f, All: len(facet.Values)}
	for _, v := range NewestFirst(f, shown(f, facet.Values, st.Expand == f)) {
		line := FacetLine{
			ID: v.ID, Label: s.PageLabel(f, v.ID, l.Lang), Count: v.Count, Selected: v.Selected, URL: st.Toggle(f, v.ID).Address("/search"),
		}
		switch f {
		case corpus.FieldLanguage:
			line.Lang = corpus.Language(v.ID)
		case corpus.FieldSession:
			line.Title, line.Label = line.Label, s.ShortSession(l, corpus.SessionID(v.ID))
		}
		view.Values = append(view.Values, line)
	}
	if !Chronological(f) {
		byName(l, view.Values)
	}
	other, anchor := st, "#facet-"+string(f)
	switch {
	case st.Expand == f && view.All > facetShown:
		other.Expand = ""
		view.Less = other.Address("/search") + anchor
	case len(view.Values) < view.All:
		other.Expand = f
		view.More = other.Address("/search") + anchor
	}
	return view
}

// shown are the values listed: the most frequent and those selected, or all.
// Of sessions and years as frequent as each other the newer ones are listed.
func shown(f corpus.Field, values []search.FacetValue, all bool) []search.FacetValue {
	values = slices.Clone(values)
	if all {
		return values
	}
	if Chronological(f) {
		slices.SortStableFunc(values, func(a, b search.FacetValue) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(ordinal(b.ID), ordinal(a.ID)))
		})
	}
	var out []search.FacetValue
	for _, v := range values {
		if v.Selected || len(out) < facetShown {
			out = append(out, v)
		}
	}
	return out
}

// Chronological tells whether the values of a field have an order in time.
func Chronological(f corpus.Field) bool { return f == corpus.FieldSession || f == corpus.FieldYear }

// NewestFirst puts sessions and years into their order, newest first; other values
// stay in the order of their counts.
func NewestFirst(f corpus.Field, values []search.FacetValue) []search.FacetValue {
	if !Chronological(f) {
		return values
	}
	slices.SortStableFunc(values, func(a, b search.FacetValue) int {
		return cmp.Compare(ordinal(b.ID), ordinal(a.ID))
	})
	return values
}

// ordinal is the number of an ordinary session, or a year; others come last.
func ordinal(id string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "ASP"))
	if err != nil {
		return -1
	}
	return n
}

// byName orders lines by count, and those of one count by name.
func byName(l *ui.Locale, lines []FacetLine) {
	slices.SortStableFunc(lines, func(a, b FacetLine) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), l.Compare(a.Label, b.Label))
	})
}
