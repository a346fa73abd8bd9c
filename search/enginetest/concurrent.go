package enginetest

import (
	"context"
	"sync"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// testConcurrent asks one index from many sides at once while the engine
// publishes others; the race detector watches.
func testConcurrent(t *testing.T, s *suite) {
	h := s.Open(t, Config{}, numbered(12)...)
	ix := h.Index()
	var group sync.WaitGroup
	done := make(chan struct{})
	group.Go(func() {
		defer close(done)
		for _, text := range []string{"One.", "Two.", "Three."} {
			h.Put(statement("new", "Remarks", corpus.English, text))
			if _, err := h.Engine.Update(context.Background(), h.Catalog); err != nil {
				t.Error(err)
				return
			}
		}
	})
	requests := []query.Expr{
		nil, query.Word{Text: "victims"}, query.Phrase{Text: "before the court"}, query.Word{Text: "vict", Prefix: true},
		query.Word{Text: "cuort", Fuzzy: true}, query.All{query.Word{Text: "victims"}, query.Word{Text: "statement"}},
	}
	for worker := range 8 {
		group.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-done:
					if i >= 40 {
						return
					}
				default:
				}
				q := requests[(worker+i)%len(requests)]
				res, err := ix.Search(context.Background(), search.Request{Query: q, Size: 5, Passages: 3, Facets: search.FacetFields})
				if err != nil || res.Total != 12 {
					t.Errorf("%v: %v, %v", q, res, err)
					return
				}
			}
		})
	}
	group.Wait()
	if n := finds(t, h.Reopen(), "three"); n != 1 {
		t.Errorf("the last update finds %d", n)
	}
}
