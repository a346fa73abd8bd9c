package enginetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// suggestNames are names that drawn statements carry, as an authority might label them.
var suggestNames = map[string]string{
	"hrw": "Pux Observatory (Qax)", "FRA": "Répuvlique vem", "cicc": "Coalition zor", "cooperation": "Tol coopération", "ASP1": "First qax", "ASP2": "Second qax",
}

func suggestLabel(_ corpus.Field, id string) string {
	if name, ok := suggestNames[strings.TrimRight(id, "0123456789")]; ok {
		return name
	}
	return id
}

// testSuggestions holds engines that suggest to what reading every statement
// says there is: nothing but that is suggested, with the right count, and
// whoever's id begins so is.
func testSuggestions(t *testing.T, s *suite) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPart(t)
		texts := []string{"a", "coop", "bud", "asp1", "qax", "pux", p.own("hrw"), p.own("qax1"), p.own("tol1") + " v", p.own("vem1"), p.own("zoo1")}
		checkSuggestions(t, s.index, s.drawn, rapid.SampledFrom(texts).Draw(t, "text"))
	})
}

func checkSuggestions(t *rapid.T, engine search.Searcher, m model, text string) {
	res, err := engine.(search.Suggester).Suggest(context.Background(), search.SuggestRequest{Text: text, Size: search.MaxSuggestions, Label: suggestLabel})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	place := 0
	var listed []string
	for _, s := range res.Items {
		at := slices.Index(search.SuggestionKinds, s.Kind)
		if at < place {
			t.Fatalf("%q: %s stands after %s", text, s.Kind, search.SuggestionKinds[place])
		}
		place = at
		listed = append(listed, string(s.Kind)+":"+s.ID)
		if want := m.suggested(s); s.Count != want || want == 0 {
			t.Fatalf("%q: %s %q is said to have %d works and has %d", text, s.Kind, s.ID+s.Text, s.Count, want)
		}
		shown := len([]rune(s.Text))
		end := 0
		for _, r := range s.Ranges {
			if r.Start < end || r.End <= r.Start || r.End > shown {
				t.Fatalf("%q: the ranges %v are not in order within %q", text, s.Ranges, s.Text)
			}
			end = r.End
		}
		if len(s.Ranges) == 0 && s.Name == "" {
			t.Fatalf("%q: nothing says why %s %q is suggested", text, s.Kind, s.Text)
		}
	}
	for kind, field := range map[search.SuggestionKind]corpus.Field{
		search.SuggestOrganization: corpus.FieldOrganization, search.SuggestTopic: corpus.FieldTopic, search.SuggestSession: corpus.FieldSession,
	} {
		for _, s := range m.statements {
			for _, v := range values(s, field) {
				if strings.HasPrefix(strings.ToLower(v), text) && !slices.Contains(listed, string(kind)+":"+v) {
					t.Fatalf("%q: %s %s is not suggested among %q", text, kind, v, listed)
				}
			}
		}
	}
}

// suggested counts the works that have what is suggested.
func (m model) suggested(s search.Suggestion) int {
	has := map[corpus.ID]bool{}
	for _, d := range m.statements {
		switch s.Kind {
		case search.SuggestWord:
			has[d.ID] = holds(query.Word{Text: s.Text}, tokensOf(d))
		case search.SuggestPhrase:
			has[d.ID] = holds(query.Phrase{Text: s.Text}, tokensOf(d))
		case search.SuggestTitle:
			has[d.ID] = d.Title == s.Text
		default:
			has[d.ID] = slices.Contains(values(d, corpus.Field(s.Kind)), s.ID)
		}
		if !has[d.ID] {
			delete(has, d.ID)
		}
	}
	return m.units(has, false)
}

// testSuggestionsFound asks for completions of a few names and phrases.
func testSuggestionsFound(t *testing.T, s *suite) {
	statement := func(id string, author corpus.OrgID, title, text string) corpus.Statement {
		return corpus.Statement{
			ID: corpus.ID(id), Work: corpus.WorkID(id), Title: title, Language: corpus.English, Status: corpus.StatusGood, Authors: []corpus.OrgID{author},
			Pages: []corpus.Page{{Number: 1, Text: text, Language: corpus.English, Method: corpus.MethodTextLayer}},
		}
	}
	suggester := s.open(t,
		statement("a", "Fédération des Îles", "Über den Fortschritt", "The outstanding arrest warrants were discussed. An arrest warrant was not."),
		statement("b", "Fédération des Îles", "On warrants", "These arrest warrants remain. The rights of victims matter."),
		statement("c", "国际特赦组织", "关于合作", "Rights of victims and arrest warrants."),
		statement("d", "العفو الدولية", "Rights", "Nothing but the rights of victims."),
	).(search.Suggester)
	for _, tt := range []struct {
		text string
		want search.Suggestion // its kind, text and count; a zero one is none
	}{
		{"fede", search.Suggestion{Kind: search.SuggestOrganization, Text: "Fédération des Îles", Count: 2}},
		{"ILE", search.Suggestion{Kind: search.SuggestOrganization, Text: "Fédération des Îles", Count: 2}},
		{"iles fed", search.Suggestion{Kind: search.SuggestOrganization, Text: "Fédération des Îles", Count: 2}},
		{"fedreation", search.Suggestion{Kind: search.SuggestOrganization, Text: "Fédération des Îles", Count: 2}},
		{"fédérattion", search.Suggestion{Kind: search.SuggestOrganization, Text: "Fédération des Îles", Count: 2}},
		{"pederation", search.Suggestion{Kind: search.SuggestOrganization, Text: "Fédération des Îles", Count: 2}},
		{"federx", search.Suggestion{Kind: search.SuggestOrganization, Text: "Fédération des Îles", Count: 2}},
		{"特赦", search.Suggestion{Kind: search.SuggestOrganization, Text: "国际特赦组织", Count: 1}},
		{"عفو", search.Suggestion{Kind: search.SuggestOrganization, Text: "العفو الدولية", Count: 1}},
		{"uber", search.Suggestion{Kind: search.SuggestTitle, Text: "Über den Fortschritt", Count: 1}},
		{"合作", search.Suggestion{Kind: search.SuggestTitle, Text: "关于合作", Count: 1}},
		{"arrest", search.Suggestion{Kind: search.SuggestPhrase, Text: "arrest warrants", Count: 3}},
		{"warr", search.Suggestion{Kind: search.SuggestPhrase, Text: "arrest warrants", Count: 3}},
		{"warr", search.Suggestion{Kind: search.SuggestWord, Text: "warrants", Count: 3}},
		{"warrants", search.Suggestion{Kind: search.SuggestWord, Text: "warrants", Count: 3}},
		{"vict", search.Suggestion{Kind: search.SuggestWord, Text: "victims", Count: 3}},
		{"rights of v", search.Suggestion{Kind: search.SuggestPhrase, Text: "rights of victims", Count: 3}},

		{"fex", search.Suggestion{}},    // too short for a slip
		{"pede", search.Suggestion{}},   // the first letter of a short word
		{"fedxxr", search.Suggestion{}}, // two slips
		{"warrants of v", search.Suggestion{}},
		{"", search.Suggestion{}},
		{" -(\"", search.Suggestion{}},
		{strings.Repeat("fed ", 40), search.Suggestion{}},
	} {
		res, err := suggester.Suggest(context.Background(), search.SuggestRequest{Text: tt.text})
		if err != nil {
			t.Errorf("%q: %v", tt.text, err)
			continue
		}
		if tt.want.Kind == "" {
			if len(res.Items) > 0 {
				t.Errorf("%q: got %v, want nothing", tt.text, res.Items)
			}
			continue
		}
		if !slices.ContainsFunc(res.Items, func(s search.Suggestion) bool {
			return s.Kind == tt.want.Kind && s.Text == tt.want.Text && s.Count == tt.want.Count
		}) {
			t.Errorf("%q: got %v, want %v among them", tt.text, res.Items, tt.want)
		}
	}
	for _, req := range []search.SuggestRequest{
		{Text: "a\xff"}, {Text: strings.Repeat("a", search.MaxSuggestText+1)}, {Text: "a", Size: -1}, {Text: "a", Size: search.MaxSuggestions + 1},
		{Text: "a", Kinds: []search.SuggestionKind{"year"}},
	} {
		if res, err := suggester.Suggest(context.Background(), req); !errors.Is(err, corpus.ErrInvalid) || res != nil {
			t.Errorf("%.20q, size %d, %v: %v and error %v, want a fault", req.Text, req.Size, req.Kinds, res, err)
		}
	}
}
