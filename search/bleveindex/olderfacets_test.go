package bleveindex_test

import (
	"slices"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/enginetest"
	"rostrum/search/query"
)

// TestIndexOlderThanFacet opens an index written before one of the facets was added,
// whichever it is: the other facets count as before, the new one is empty, and the
// next update rebuilds the index.
func TestIndexOlderThanFacet(t *testing.T) {
	all := search.FacetFields
	t.Cleanup(func() { search.FacetFields = all })
	for _, field := range all {
		t.Run(string(field), func(t *testing.T) {
			cfg := bleveindex.Config{Dir: t.TempDir()}
			s := statement("s1", "Remarks", corpus.French, "Un texte.")
			s.Session, s.Topics, s.Authors, s.Type = "ASP20", []corpus.TopicID{"budget"}, []corpus.OrgID{"hrw"}, "statement"
			s.Kinds = []corpus.KindID{"ngo"}
			s.Situations, s.Date = []corpus.SituationID{"Darfur"}, corpus.Date{Year: 2021}
			c := enginetest.NewCatalog(append(many(5), s)...)

			search.FacetFields = slices.DeleteFunc(slices.Clone(all), func(f corpus.Field) bool { return f == field })
			older, _ := update(t, cfg, c)
			search.FacetFields = all

			count := func(ix *bleveindex.Index, f corpus.Field) int {
				res, err := ix.Search(t.Context(), search.Request{Query: query.Word{Text: "texte"}, Facets: all, Size: 1, Passages: 1})
				if err != nil {
					t.Fatal(err)
				}
				if len(res.Facets[f].Values) == 0 {
					return 0
				}
				return res.Facets[f].Values[0].Count
			}
			ix, err := reopen(cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer ix.Close()
			if state := ix.State(); !state.Outdated || state.Degraded != nil {
				t.Errorf("outdated: %v, degraded: %v", state.Outdated, state.Degraded)
			}
			for _, f := range all {
				want := 1
				if f == field {
					want = 0
				}
				if n := count(ix, f); n != want {
					t.Errorf("%s counts %d, want %d", f, n, want)
				}
			}
			filtered, err := ix.Search(t.Context(), search.Request{Filters: search.Filters{Values: map[corpus.Field][]string{field: {"fr"}}}})
			if err != nil || filtered.Total != 0 {
				t.Errorf("a filter by %s lets %v through, %v", field, filtered, err)
			}
			if _, err := ix.Trend(t.Context(), search.TrendRequest{Queries: []query.Expr{nil}, By: field}); err != nil {
				t.Errorf("a trend by %s: %v", field, err)
			}
			if newer, _ := update(t, cfg, c); newer.Generation == older.Generation {
				t.Error("the update left the index as it was")
			}
			rebuilt := openIndex(t, cfg)
			if n := count(rebuilt, field); n != 1 || rebuilt.State().Outdated {
				t.Errorf("after the update %s counts %d, outdated: %v", field, n, rebuilt.State().Outdated)
			}
		})
	}
}
