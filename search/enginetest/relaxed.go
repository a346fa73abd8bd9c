package enginetest

import (
	"context"
	"fmt"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// testRelaxed asks questions as people write them. Small words and elided
// articles must not keep an answer away, and where enough statements hold every
// word, those that hold only some stay away.
func testRelaxed(t *testing.T, s *suite) {
	statements := few()
	add := func(id string, language corpus.Language, text string) {
		statements = append(statements, corpus.Statement{
			ID: corpus.ID(id), Work: corpus.WorkID(id), Title: id, Language: language, Status: corpus.StatusGood,
			Pages: []corpus.Page{{Number: 1, Text: text, Language: language}},
		})
	}
	add("fr", corpus.French, "Nous demandons la fin de l’impunité pour les auteurs des crimes.")
	for i := range search.RelaxBelow {
		add(fmt.Sprintf("both%02d", i), corpus.English, "Complementarity and reparations are both named here.")
	}
	add("one", corpus.English, "Only reparations are named.")
	for i := range search.RelaxBelow - 1 {
		add(fmt.Sprintf("fewer%02d", i), corpus.English, "Outreach and detention are both named here.")
	}
	add("other", corpus.English, "Only outreach is named.")
	engine := s.open(t, statements...)
	words := func(list ...string) query.All {
		var all query.All
		for _, w := range list {
			all = append(all, query.Word{Text: w})
		}
		return all
	}
	tests := []struct {
		name    string
		q       query.Expr
		full    []corpus.ID // come first, in any order
		total   int
		relaxed bool
	}{
		{"elided article", words("fin", "de", "l'impunité"), []corpus.ID{"fr"}, 1, false},
		{"article of the language typed", words("des", "crimes"), nil, 2, false},
		{"a word that nothing holds", words("budget", "unicorns"), []corpus.ID{"few2"}, 1, true},
		{"all first", words("victims", "crimes"), []corpus.ID{"few1"}, 3, true},
		{"enough hold all", words("complementarity", "reparations"), nil, search.RelaxBelow, false},
		{"one too few hold all", words("outreach", "detention"), []corpus.ID{"fewer00"}, search.RelaxBelow, true},
		{"and is strict", query.And{query.Word{Text: "victims"}, query.Word{Text: "crimes"}}, []corpus.ID{"few1"}, 1, false},
		{"what is excluded stays away", append(words("victims", "crimes"), query.Not{X: query.Word{Text: "budget"}}), []corpus.ID{"few1"}, 3, true},
		{"a field must hold", append(words("victims", "crimes"), query.Field{Name: "language", Value: query.Word{Text: "fr"}}), nil, 1, true},
		{"a title must hold", append(words("victims", "crimes"), query.Field{Name: "title", Value: query.Word{Text: "statement"}}), []corpus.ID{"few1"}, 2, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, err := engine.Search(context.Background(), search.Request{Query: tt.q, Size: 50})
			if err != nil {
				t.Fatal(err)
			}
			found := idsOf(res)
			if res.Total != tt.total || res.Relaxed != tt.relaxed || len(found) < len(tt.full) {
				t.Fatalf("found %v, relaxed %v; want %d, relaxed %v", found, res.Relaxed, tt.total, tt.relaxed)
			}
			for i, id := range tt.full {
				if found[i] != id {
					t.Errorf("place %d has %s, want %s", i+1, found[i], id)
				}
			}
		})
	}
}
