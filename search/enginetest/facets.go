package enginetest

import (
	"slices"

	"pgregory.net/rapid"

	"rostrum/corpus"
	"rostrum/search"
)

// checkFacet compares every count of a facet with what is found when its value
// is the only one chosen.
func checkFacet(t *rapid.T, engine search.Searcher, m model, req search.Request) {
	req.Passages, req.Size = 0, 0
	res := mustAsk(t, engine, req)
	field := rapid.SampledFrom(search.FacetFields).Draw(t, "facet")
	facet, ok := res.Facets[field]
	if !ok {
		t.Fatalf("the facet %s is missing", field)
	}
	one := req
	one.Facets = nil
	for i, v := range facet.Values {
		one.Filters.Values = with(req.Filters.Values, field, v.ID)
		if n := mustAsk(t, engine, one).Total; n != v.Count {
			t.Fatalf("%v %v: %s %s counts %d, but %d are found with it", req.Query, req.Filters, field, v.ID, v.Count, n)
		}
		if v.Selected != slices.Contains(req.Filters.Values[field], v.ID) {
			t.Fatalf("%s %s: selected is %v", field, v.ID, v.Selected)
		}
		if v.Count == 0 && !v.Selected {
			t.Fatalf("%s %s counts nothing and is listed", field, v.ID)
		}
		if i > 0 && (facet.Values[i-1].Count < v.Count || facet.Values[i-1].Count == v.Count && facet.Values[i-1].ID > v.ID) {
			t.Fatalf("%s: %s comes before %s", field, facet.Values[i-1].ID, v.ID)
		}
	}
	checkRest(t, engine, m, req, field, facet)
}

// checkRest compares what a facet says of the works that its list leaves out.
func checkRest(t *rapid.T, engine search.Searcher, m model, req search.Request, field corpus.Field, facet search.Facet) {
	lifted := req
	lifted.Filters.Values = with(req.Filters.Values, field)
	want := m.answer(lifted)
	req.FacetSize = 1
	short := mustAsk(t, engine, req).Facets[field]
	listed := func(v string) bool {
		return slices.ContainsFunc(short.Values, func(x search.FacetValue) bool { return x.ID == v })
	}
	missing, other, have, haveListed := map[corpus.ID]bool{}, map[corpus.ID]bool{}, map[corpus.ID]bool{}, map[corpus.ID]bool{}
	unit := func(s corpus.Statement) corpus.ID {
		if req.Documents {
			return s.ID
		}
		return corpus.ID(s.Work)
	}
	for _, s := range m.statements {
		if !want.full[s.ID] && !want.some[s.ID] {
			continue
		}
		missing[unit(s)] = true
		for _, v := range values(s, field) {
			have[unit(s)] = true
			haveListed[unit(s)] = haveListed[unit(s)] || listed(v)
		}
	}
	for u := range have {
		delete(missing, u)
		if !haveListed[u] {
			other[u] = true
		}
	}
	if facet.Missing != len(missing) || facet.Other != 0 {
		t.Fatalf("%v: %s is missing in %d works and has %d others, want %d and none", req.Query, field, facet.Missing, facet.Other, len(missing))
	}
	if short.Other != len(other) || short.Missing != len(missing) {
		t.Fatalf("%v: cut to %v, %s counts %d others, want %d", req.Query, short.Values, field, short.Other, len(other))
	}
}

// with is a copy of filters in which a field has these values only.
func with(filters map[corpus.Field][]string, field corpus.Field, values ...string) map[corpus.Field][]string {
	out := map[corpus.Field][]string{field: values}
	for f, v := range filters {
		if f != field {
			out[f] = v
		}
	}
	return out
}
