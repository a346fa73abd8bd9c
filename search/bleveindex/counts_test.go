package bleveindex_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
)

// Answers do not depend on whether postings are decoded one by one, unpacked, or
// cached, and the cache stays within its limit.
func TestUnpackedPostings(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("peace security court justice victims budget treaty reform witness appeal village harbour")
	var list []corpus.Statement
	for n := range 3000 {
		var text []string
		for i, w := range words {
			for range random.IntN(4) {
				if random.IntN(i+1) == 0 { // the first words are in nearly all statements, the last in few
					text = append(text, w)
				}
			}
		}
		id := fmt.Sprintf("s%04d", n)
		s := statement(id, "Statement "+id, corpus.English, strings.Join(text, " "))
		s.Session = corpus.SessionID(fmt.Sprintf("ASP%d", 1+n%20))
		list = append(list, s)
	}
	cfg := bleveindex.Config{Dir: t.TempDir()}
	ix := open(t, cfg, list...)
	ask := func(q string, filter ...string) *search.Results {
		t.Helper()
		e, err := query.Parse(q)
		if err != nil {
			t.Fatal(err)
		}
		res, err := ix.Search(context.Background(), search.Request{
			Query: e, Sort: search.SortRelevance, Size: 50, Facets: search.FacetFields,
			Filters: search.Filters{Values: map[corpus.Field][]string{corpus.FieldSession: filter}},
		})
		if err != nil {
			t.Fatal(err)
		}
		res.Took = 0
		return res
	}
	type question struct {
		text   string
		filter []string
	}
	questions := []question{{"harbour", nil}, {"village harbour appeal", nil}, {"vic* OR peace", nil}, {"peace budget", []string{"ASP3"}}, {"harbour peace", []string{"ASP3", "ASP4"}}}
	for _, w := range words {
		questions = append(questions, question{w, nil}, question{"peace " + w, nil}, question{"security court " + w, nil})
	}
	const limit = 40 << 10
	for _, q := range questions {
		bleveindex.LimitCounts(ix, 0)
		want := ask(q.text, q.filter...)
		if want.Total == 0 {
			t.Errorf("%s: nothing found", q.text)
		}
		bytes := bleveindex.LimitCounts(ix, 1<<20)
		for _, when := range []string{"unpacked", "found unpacked"} {
			if diff := cmp.Diff(want, ask(q.text, q.filter...)); diff != "" {
				t.Errorf("%s, %s: (-read one by one +now)\n%s", q.text, when, diff)
			}
		}
		if bytes() == 0 && want.Total > 500 && len(q.filter) == 0 {
			t.Errorf("%s: nothing was kept of %d postings", q.text, want.Total)
		}
	}
	bytes := bleveindex.LimitCounts(ix, limit)
	for _, q := range questions {
		ask(q.text, q.filter...)
		if n := bytes(); n > limit {
			t.Fatalf("after %s, %d bytes are kept; the limit is %d", q.text, n, limit)
		}
	}
	if bytes() == 0 {
		t.Error("nothing is kept within a small limit")
	}
}
