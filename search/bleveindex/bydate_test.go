package bleveindex_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/enginetest"
)

// The newest and oldest of many statements, which are taken from a list in that
// order, are those that comparing all of them gives, as it is done from a cursor on.
func TestByDate(t *testing.T) {
	defer bleveindex.NeverMerge()()
	random := rand.New(rand.NewPCG(9, 10))
	one := func(n int) corpus.Statement {
		s := statement(fmt.Sprintf("s%03d", random.IntN(1000)*1000+n), "Statement", corpus.Languages[n%len(corpus.Languages)], "The court.")
		if random.IntN(4) > 0 {
			s.Date = corpus.Date{Year: 2000 + random.IntN(3), Month: 5, Day: 1 + random.IntN(3)}
		}
		if random.IntN(3) == 0 {
			s.Work = corpus.WorkID(fmt.Sprintf("work%d", random.IntN(40)))
		}
		s.Session = corpus.SessionID(fmt.Sprintf("ASP%d", 1+n%3))
		return s
	}
	c := enginetest.NewCatalog()
	cfg := bleveindex.Config{Dir: t.TempDir()}
	for n := range 300 {
		s := one(n)
		c.Put(s)
		if n%7 == 0 {
			c.Delete(s.ID)
		}
		if n == 200 {
			rebuild(t, cfg, c)
		}
	}
	update(t, cfg, c)
	ix := openIndex(t, cfg)
	for _, req := range []search.Request{
		{Sort: search.SortNewest}, {Sort: search.SortOldest}, {Sort: search.SortNewest, Documents: true}, {Sort: search.SortOldest, Language: corpus.French},
		{Sort: search.SortNewest, Filters: search.Filters{Values: map[corpus.Field][]string{corpus.FieldSession: {"ASP2"}}}},
	} {
		ask := func(req search.Request) *search.Results {
			res, err := ix.Search(context.Background(), req)
			if err != nil {
				t.Fatal(err)
			}
			return res
		}
		req.Size = 100
		whole := ask(req)
		if len(whole.Hits) != min(100, whole.Total) || whole.Total < 60 || (whole.Next == "") != (whole.Total <= 100) {
			t.Fatalf("%+v: %d hits of %d, next %q", req, len(whole.Hits), whole.Total, whole.Next)
		}
		var paged []search.Hit
		req.Size = 13
		for {
			res := ask(req)
			paged = append(paged, res.Hits...)
			if req.Cursor = res.Next; req.Cursor == "" {
				break
			}
		}
		if len(paged) != whole.Total {
			t.Errorf("%+v: %d hits by cursor, want %d", req, len(paged), whole.Total)
		}
		if diff := cmp.Diff(whole.Hits, paged[:len(whole.Hits)]); diff != "" {
			t.Errorf("%+v: (-at once +by cursor)\n%s", req, diff)
		}
	}
}
