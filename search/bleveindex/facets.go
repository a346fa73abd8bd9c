package bleveindex

import (
	"math"
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex/generation"
)

// grouped are matching statements grouped for counting: single ones, and groups that
// count once because they are one work.
type grouped struct {
	singles []uint32
	works   [][]uint32
}

// group groups statements by work, unless each counts.
func group(g *generation.Generation, docs []uint32, documents bool, sc *scratch) grouped {
	if documents || !anyShared(g, docs) {
		return grouped{singles: docs}
	}
	a := grouped{singles: make([]uint32, 0, len(docs))}
	for _, doc := range docs {
		sc.found[doc] = true
	}
	for _, doc := range docs {
		if !g.Shared[doc] {
			a.singles = append(a.singles, doc)
			continue
		}
		members := g.Members[g.Works[doc]]
		first := slices.IndexFunc(members, func(m uint32) bool { return sc.found[m] })
		if members[first] != doc {
			continue // another statement of the work was seen
		}
		var work []uint32
		for _, m := range members[first:] {
			if sc.found[m] {
				work = append(work, m)
			}
		}
		a.works = append(a.works, work)
	}
	for _, doc := range docs {
		sc.found[doc] = false
	}
	return a
}

func anyShared(g *generation.Generation, docs []uint32) bool {
	for _, doc := range docs {
		if g.Shared[doc] {
			return true
		}
	}
	return false
}

// wholeKey is the cache key of a facet's counts over all statements.
type wholeKey struct {
	field     corpus.Field
	documents bool // statements are counted instead of works
}

type facetCounts struct {
	byValue []int
	missing int
}

// facet counts the matching works by the values of a field. They must have been
// matched without the field's own filter. Counts over all statements are computed
// once.
func (ix *Index) facet(field corpus.Field, found grouped, req search.Request) search.Facet {
	key := wholeKey{field, req.Documents}
	whole := req.Query == nil && req.Filters.IsEmpty()
	if whole {
		if c, ok := ix.whole.Load(key); ok {
			return makeFacet(ix.gen.Facets[field], c.(facetCounts), found, req, field)
		}
	}
	var c facetCounts
	c.byValue, c.missing = countValues(ix.gen.Facets[field], found)
	if whole {
		ix.whole.Store(key, c)
	}
	return makeFacet(ix.gen.Facets[field], c, found, req, field)
}

// makeFacet sorts the values of a field, and adds the selected ones.
func makeFacet(t *generation.FacetTable, c facetCounts, found grouped, req search.Request, field corpus.Field) search.Facet {
	counts, missing := c.byValue, c.missing
	facet := search.Facet{Missing: missing}
	chosen := req.Filters.Values[field]
	// Values are sorted by id, and the sort is stable, so equal counts are in the
	// order of ids.
	order := make([]uint64, 0, len(counts))
	for ord, n := range counts {
		if n > 0 {
			order = append(order, uint64(math.MaxUint32-n)<<32|uint64(ord))
		}
	}
	slices.Sort(order)
	isSelected := func(value string) bool {
		return slices.ContainsFunc(chosen, func(v string) bool { return strings.EqualFold(v, value) })
	}
	facet.Values = make([]search.FacetValue, 0, len(order))
	for _, key := range order {
		ord := uint32(key)
		facet.Values = append(facet.Values, search.FacetValue{ID: t.Values[ord], Count: counts[ord], Selected: isSelected(t.Values[ord])})
	}
	for ord, n := range counts {
		if n == 0 && len(chosen) > 0 && isSelected(t.Values[ord]) {
			facet.Values = append(facet.Values, search.FacetValue{ID: t.Values[ord], Selected: true})
		}
	}
	if req.FacetSize == 0 || len(facet.Values) <= req.FacetSize {
		return facet
	}
	kept := facet.Values[:0]
	for i, v := range facet.Values {
		if i < req.FacetSize || v.Selected {
			kept = append(kept, v)
		}
	}
	if len(kept) < len(facet.Values) {
		facet.Values = kept
		facet.Other = countOther(t, found, counts, kept)
	}
	return facet
}

// countValues counts the matching works by value, and those without a value.
func countValues(t *generation.FacetTable, found grouped) (counts []int, missing int) {
	counts = make([]int, len(t.Values)+1)
	none := len(t.Values)
	if t.Single != nil {
		for _, doc := range found.singles {
			counts[t.Single[doc]]++
		}
	} else {
		for _, doc := range found.singles {
			ords := t.Of(doc)
			if len(ords) == 0 {
				counts[none]++
			}
			for _, ord := range ords {
				counts[ord]++
			}
		}
	}
	var buffer [16]uint32
	for _, work := range found.works {
		ords := t.OfWork(work, buffer[:0])
		if len(ords) == 0 {
			counts[none]++
		}
		for _, ord := range ords {
			counts[ord]++
		}
	}
	return counts[:none], counts[none]
}

// countOther counts the works with values, none of which are listed.
func countOther(t *generation.FacetTable, found grouped, counts []int, listed []search.FacetValue) (others int) {
	hidden := make([]bool, len(t.Values))
	for ord := range hidden {
		hidden[ord] = true
	}
	for _, v := range listed {
		if ord, ok := slices.BinarySearch(t.Values, v.ID); ok {
			hidden[ord] = false
		}
	}
	for ord, n := range counts {
		if hidden[ord] {
			others += n
		}
	}
	// A work with several unlisted values was counted for each.
	correct := func(ords []uint32) {
		n := 0
		for _, ord := range ords {
			if hidden[ord] {
				n++
			}
		}
		if n > 0 && n == len(ords) {
			n-- // once is correct
		}
		others -= n
	}
	if t.Single == nil {
		for _, doc := range found.singles {
			correct(t.Of(doc))
		}
	}
	var buffer [16]uint32
	for _, work := range found.works {
		correct(t.OfWork(work, buffer[:0]))
	}
	return others
}
