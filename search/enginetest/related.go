package enginetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// lexical is a corpus in which some statements speak of one matter in words of
// its own, and the others of anything else.
func lexical() []corpus.Statement {
	var out []corpus.Statement
	for i := range 24 {
		s := corpus.Statement{
			ID: corpus.ID(fmt.Sprintf("s%02d", i)), Language: corpus.English, Status: corpus.StatusGood, Title: "Remarks",
			Authors: []corpus.OrgID{"FRA"}, Topics: []corpus.TopicID{"budget"},
		}
		s.Work = corpus.WorkID(s.ID)
		text := fmt.Sprintf("We thank the Assembly. The budget of the Court grows in year%d.", i)
		if i%4 == 0 {
			s.Topics, s.Situations = []corpus.TopicID{"cooperation"}, []corpus.SituationID{"darfur"}
			text = fmt.Sprintf("The fugitives of year%d are at large. In year%d outstanding arrest warrants, year%d.", i, i, i)
		}
		s.Pages = []corpus.Page{{Number: 1, Text: text, Language: corpus.English, Method: corpus.MethodTextLayer}}
		out = append(out, s)
	}
	return out
}

// testRelated expects what leads on from an answer to be what its statements
// have in common and others have not, with the count that a search for it gives.
func testRelated(t *testing.T, s *suite) {
	engine := s.open(t, lexical()...)
	ask := func(req search.Request) *search.Results {
		res, err := engine.Search(context.Background(), req)
		if err != nil {
			t.Fatalf("%v: %v", req.Query, err)
		}
		return res
	}
	res := ask(search.Request{Query: query.Word{Text: "fugitive"}, Related: search.MaxRelated})
	var got []string
	for _, r := range res.Related {
		got = append(got, string(r.Kind)+" "+r.ID+r.Text)
		q := query.Expr(query.Phrase{Text: r.Text})
		if r.ID != "" {
			q = query.Field{Name: string(r.Kind), Value: query.Word{Text: r.ID}}
		}
		if n := ask(search.Request{Query: q}).Total; n != r.Count || n == 0 {
			t.Errorf("%s%s is said to find %d works, and finds %d", r.ID, r.Text, r.Count, n)
		}
	}
	for _, want := range []string{"topic cooperation", "situation darfur", "phrase outstanding arrest warrants"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not among %q", want, got)
		}
	}
	for _, common := range []string{"organization FRA", "topic budget"} {
		if slices.Contains(got, common) {
			t.Errorf("%s is no more frequent than elsewhere, and is among %q", common, got)
		}
	}
	of := func(req search.Request) []search.Related {
		req.Related = search.MaxRelated
		return ask(req).Related
	}
	named := search.Related{Kind: search.SuggestTopic, ID: "cooperation", Count: 6}
	if got := of(search.Request{Query: query.And{query.Word{Text: "fugitive"}, query.Field{Name: "topic", Value: query.Word{Text: "cooperation"}}}}); slices.Contains(got, named) {
		t.Errorf("the topic that was asked for is related: %v", got)
	}
	if got := of(search.Request{}); len(got) > 0 {
		t.Errorf("everything is related to %v", got)
	}
	if got := of(search.Request{Query: query.Word{Text: "nothing"}}); len(got) > 0 {
		t.Errorf("nothing is related to %v", got)
	}
}

// testSpelling asks how words are spelt.
func testSpelling(t *testing.T, s *suite) {
	speller := s.open(t, lexical()...).(search.Speller)
	for _, tt := range []struct {
		word, want string // "": no other
		known      bool
	}{
		{"budget", "", true},
		{"Budgets", "", true},
		{"buget", "budget", false},
		{"bugdet", "budget", false},
		{"budgett", "budget", false},
		{"outstnading", "outstanding", false},
		{"arrestwarrants", "arrest warrants", false},
		{"l'assembley", "l'assembly", false},
		{"xqzqxqzq", "", false},
		{"cuort", "court", false},
		{"2021", "", true},
		{"国际", "", true},
		{"...", "", true},
	} {
		got, err := speller.Spell(context.Background(), search.SpellRequest{Word: tt.word})
		if err != nil {
			t.Errorf("%s: %v", tt.word, err)
			continue
		}
		if got.Known != tt.known || (tt.want == "") != (len(got.Others) == 0) || tt.want != "" && got.Others[0] != tt.want {
			t.Errorf("%s: known %v, spelt %q; want %v, %q", tt.word, got.Known, got.Others, tt.known, tt.want)
		}
	}
}
