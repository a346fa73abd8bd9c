package bleveindex_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
)

// What an answer reads and allocates, over the same 1,000 statements: a question that
// comes to cost a third more than when this was written has lost something.
func TestWork(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector allocates for itself")
	}
	ix := open(t, bleveindex.Config{}, generated(1000)...)
	for _, c := range []struct {
		asked       string
		units       int // see search.Budget
		allocations int
	}{
		{"peace", 13563, 536},
		{"harbour", 11263, 485},
		{"peace security", 32244, 761},
		{"peace security court", 37713, 860},
		{`"peace security"`, 47134, 229},
		{`"harbour village"`, 2246, 131},
		{`"peace harbour"~5`, 65768, 736},
		{"secu*", 10542, 561},
		{"securty~", 69942, 845},
		{"", 94612, 257},
	} {
		req := search.Request{Sort: search.SortRelevance, Size: 10, Passages: 3, Facets: search.FacetFields, FacetSize: 100}
		if c.asked != "" {
			var err error
			if req.Query, err = query.Parse(c.asked); err != nil {
				t.Fatal(err)
			}
		}
		budget := &search.Budget{Max: search.DefaultWork}
		ask := func() {
			budget.Spent = 0
			if _, err := ix.Search(search.WithBudget(context.Background(), budget), req); err != nil {
				t.Fatalf("%s: %v", c.asked, err)
			}
		}
		ask() // fills the caches, which are not measured
		allocations := int(testing.AllocsPerRun(5, ask))
		if budget.Spent > c.units*4/3 || allocations > c.allocations*4/3 {
			t.Errorf("%q: %d units of work and %d allocations, from %d and %d", c.asked, budget.Spent, allocations, c.units, c.allocations)
		}
	}
}

// generated makes statements of about 300 words; the first of the words are in
// nearly all, the last in few.
func generated(n int) []corpus.Statement {
	random := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("peace security court justice victims budget treaty reform witness appeal village harbour")
	var list []corpus.Statement
	for i := range n {
		var text []string
		for rank, w := range words {
			for range random.IntN(4) {
				if random.IntN(rank+1) == 0 {
					text = append(text, w)
				}
			}
		}
		for range 300 {
			text = append(text, fmt.Sprintf("w%dx", random.IntN(1+random.IntN(5000))))
		}
		random.Shuffle(len(text), func(i, j int) { text[i], text[j] = text[j], text[i] })
		id := fmt.Sprintf("s%04d", i)
		s := statement(id, "Statement "+id, corpus.English, strings.Join(text, " "))
		s.Session = corpus.SessionID(fmt.Sprintf("ASP%d", 1+i%20))
		list = append(list, s)
	}
	return list
}
