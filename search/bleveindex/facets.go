package bleveindex

import (
	"cmp"
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
)

// countFacet counts the works of docs by the values of a field. docs must leave
// out the field's own filter.
func (g *generation) countFacet(field corpus.Field, docs []uint32, req search.Request) search.Facet {
	t := g.facets[field]
	counts := make([]int, len(t.values))
	var facet search.Facet
	// A work of several statements counts once for each value that any of them has.
	seen := map[uint64]bool{}
	valued := map[uint32]bool{} // works of several statements, by whether one has a value
	for _, doc := range docs {
		ords := t.of(doc)
		if req.Documents || !g.shared[doc] {
			if len(ords) == 0 {
				facet.Missing++
			}
			for _, ord := range ords {
				counts[ord]++
			}
			continue
		}
		w := g.works[doc]
		valued[w] = valued[w] || len(ords) > 0
		for _, ord := range ords {
			if key := uint64(ord)<<32 | uint64(w); !seen[key] {
				seen[key] = true
				counts[ord]++
			}
		}
	}
	for _, has := range valued {
		if !has {
			facet.Missing++
		}
	}
	selected := func(value string) bool {
		return slices.ContainsFunc(req.Filters.Values[field], func(v string) bool { return strings.EqualFold(v, value) })
	}
	listed := make([]bool, len(t.values))
	hidden := false
	for ord, n := range counts {
		if s := selected(t.values[ord]); n > 0 || s {
			facet.Values = append(facet.Values, search.FacetValue{ID: t.values[ord], Count: n, Selected: s})
		}
	}
	slices.SortFunc(facet.Values, func(a, b search.FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
	if req.FacetSize > 0 && len(facet.Values) > req.FacetSize {
		kept := facet.Values[:0]
		for i, v := range facet.Values {
			if i < req.FacetSize || v.Selected {
				kept = append(kept, v)
			} else {
				hidden = true
			}
		}
		facet.Values = kept
	}
	if hidden {
		for _, v := range facet.Values {
			if ord, ok := slices.BinarySearch(t.values, v.ID); ok {
				listed[ord] = true
			}
		}
		facet.Other = g.countOther(t, docs, listed, req.Documents)
	}
	return facet
}

// countOther counts the works that have values, but none of those listed.
func (g *generation) countOther(t *facetTable, docs []uint32, listed []bool, documents bool) int {
	others := 0
	works := map[uint32]bool{} // whether the work has a listed value
	for _, doc := range docs {
		ords := t.of(doc)
		if len(ords) == 0 {
			continue
		}
		has := slices.ContainsFunc(ords, func(ord uint32) bool { return listed[ord] })
		if !documents && g.shared[doc] {
			w := g.works[doc]
			works[w] = works[w] || has
		} else if !has {
			others++
		}
	}
	for _, has := range works {
		if !has {
			others++
		}
	}
	return others
}
