package enginetest

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rostrum/corpus"
	"rostrum/search"
)

// requestsPerPart is how many requests are drawn for one part.
const requestsPerPart = 8

// testProperties draws requests, and holds the answers to what the model says of
// them.
func testProperties(t *testing.T, s *suite) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPart(t)
		for range requestsPerPart {
			req := p.drawRequest(t)
			checkAnswer(t, s, req)
			checkFacet(t, s.index, s.drawn, req)
			checkPaging(t, s.index, req)
			checkPassages(t, s.index, s.drawn, req)
		}
	})
}

// testMarks draws queries and statements, and looks at what is marked.
func testMarks(t *testing.T, s *suite) {
	rapid.Check(t, func(t *rapid.T) {
		for range requestsPerPart {
			checkMarks(t, s.index, s.drawn, drawPart(t))
		}
	})
}

func mustAsk(t *rapid.T, engine search.Searcher, req search.Request) *search.Results {
	res, err := engine.Search(context.Background(), req)
	if err != nil {
		t.Fatalf("%v: %v", req.Query, err)
	}
	return res
}

// checkAnswer compares what is found, how often and in which order.
func checkAnswer(t *rapid.T, s *suite, req search.Request) {
	m := s.drawn
	want := m.answer(req)
	res := mustAsk(t, s.index, req)
	if res.Relaxed != want.relaxed {
		t.Fatalf("%v: relaxed is %v, want %v", req.Query, res.Relaxed, want.relaxed)
	}
	matching := map[corpus.ID]bool{}
	for id := range want.full {
		matching[id] = true
	}
	for id := range want.some {
		matching[id] = true
	}
	if n := m.units(matching, req.Documents); res.Total != n || len(res.Hits) != n {
		t.Fatalf("%v: total is %d with %d hits, want %d", req.Query, res.Total, len(res.Hits), n)
	}
	works := map[corpus.WorkID]bool{}
	for _, h := range res.Hits {
		id, work := h.Statement.ID, h.Statement.Work
		if !matching[id] {
			t.Fatalf("%v: found %s, which does not match", req.Query, id)
		}
		if !req.Documents && works[work] {
			t.Fatalf("%v: work %s is listed twice", req.Query, work)
		}
		works[work] = true
		checkHit(t, m, h)
		if req.Sort == search.SortAdded && !req.Documents {
			checkFirstOfWork(t, m, matching, h.Statement)
		}
	}
	checkOrder(t, s.Tolerance, m, req, want, res.Hits)
}

// checkHit compares a hit with its statement.
func checkHit(t *rapid.T, m model, h search.Hit) {
	s := m.byID(h.Statement.ID)
	if h.Statement.Title != s.Title || h.PageCount != len(s.Pages) || len(h.Statement.Pages) != 0 || h.Statement.Date != s.Date || !h.Statement.Added.Equal(s.Added) {
		t.Fatalf("hit %s is not as it was indexed: %+v", s.ID, h.Statement)
	}
	var others []corpus.ID
	for _, other := range m.statementsOf(partOf(s)) {
		if other.Work == s.Work && other.ID != s.ID {
			others = append(others, other.ID)
		}
	}
	var named []corpus.ID
	for _, other := range h.Translations {
		named = append(named, other.ID)
		if m.byID(other.ID).Language != other.Language {
			t.Fatalf("hit %s names %s as %q", s.ID, other.ID, other.Language)
		}
	}
	slices.Sort(named)
	if !slices.Equal(named, others) {
		t.Fatalf("hit %s names %v as its translations, want %v", s.ID, named, others)
	}
}

// checkFirstOfWork expects that a work is shown by what of it was there first.
func checkFirstOfWork(t *rapid.T, m model, matching map[corpus.ID]bool, shown corpus.Statement) {
	for id := range matching {
		if other := m.byID(id); other.Work == shown.Work && other.Added.Before(shown.Added) {
			t.Fatalf("work %s is shown by %s of %s, and %s of %s was there before", shown.Work, shown.ID, shown.Added, other.ID, other.Added)
		}
	}
}

// checkOrder holds hits to the order asked for.
func checkOrder(t *rapid.T, tolerance Tolerance, m model, req search.Request, want expected, hits []search.Hit) {
	byDate := req.Sort == search.SortNewest || req.Sort == search.SortOldest
	for i := 1; i < len(hits); i++ {
		a, b := hits[i-1].Statement, hits[i].Statement
		switch {
		case req.Sort == search.SortAdded:
			first, second := a.Date.First(), b.Date.First()
			if a.Added.Before(b.Added) || a.Added.Equal(b.Added) && (first < second || first == second && a.ID > b.ID) {
				t.Fatalf("%s of %q, added %s, comes before %s of %q, added %s", a.ID, a.Date, a.Added, b.ID, b.Date, b.Added)
			}
		case byDate || req.Query == nil:
			first, second := a.Date.First(), b.Date.First()
			if req.Sort == search.SortOldest {
				first, second = second, first
			}
			if undated := a.Date.IsZero(); undated && !b.Date.IsZero() || !undated && !b.Date.IsZero() && first < second {
				t.Fatalf("%s: %s of %q comes before %s of %q", req.Sort, a.ID, a.Date, b.ID, b.Date)
			}
		case want.some[a.ID] && want.full[b.ID]:
			t.Fatalf("%v: %s, which holds some words, comes before %s, which holds all", req.Query, a.ID, b.ID)
		case want.full[a.ID] == want.full[b.ID] && !tolerance.inOrder(hits[i-1].Score, hits[i].Score) && hasText(m.byID(b.ID)):
			// What is drawn tells no language, so that it is all taken for the one that
			// was typed; a statement without text may be behind for the one it is said to be in.
			t.Fatalf("%v: %s with %v comes before %s with %v", req.Query, a.ID, hits[i-1].Score, b.ID, hits[i].Score)
		case want.full[a.ID] == want.full[b.ID] && hits[i-1].Score == hits[i].Score && a.ID > b.ID:
			t.Fatalf("%v: %s comes before %s with the same score", req.Query, a.ID, b.ID)
		}
	}
}
