package coverage_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/coverage"
)

func each(statements ...corpus.Statement) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		for _, s := range statements {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func names(t testing.TB) *authority.Authority {
	t.Helper()
	a, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestFieldsToLookAt(t *testing.T) {
	note := func(f corpus.Field, rule string, confidence float64, unresolved ...string) corpus.Evidence {
		return corpus.Evidence{Field: f, Rule: rule, Confidence: confidence, Unresolved: unresolved}
	}
	tests := []struct {
		name     string
		topics   []corpus.TopicID
		evidence []corpus.Evidence
		want     coverage.Problem
	}{
		{"given", []corpus.TopicID{"budget"}, []corpus.Evidence{note(corpus.FieldTopic, "catalogue", 1)}, ""},
		{"missing", nil, nil, coverage.Missing},
		{"read from weak evidence", []corpus.TopicID{"budget"}, []corpus.Evidence{note(corpus.FieldTopic, "text", coverage.Sure-.01)}, coverage.Unsure},
		{"just sure", []corpus.TopicID{"budget"}, []corpus.Evidence{note(corpus.FieldTopic, "text", coverage.Sure)}, ""},
		{"a name nobody knows", []corpus.TopicID{"Wells"}, []corpus.Evidence{note(corpus.FieldTopic, "catalogue", 1, "Wells")}, coverage.Unknown},
		{"known to have none", nil, []corpus.Evidence{note(corpus.FieldTopic, corpus.RuleCorrection, 1)}, ""},
	}
	for _, test := range tests {
		r, err := coverage.Of(each(corpus.Statement{ID: "a", Work: "a", Topics: test.topics, Evidence: test.evidence}), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := coverage.Problem("")
		for _, f := range r.Fields {
			if f.Field == corpus.FieldTopic && len(f.Documents) > 0 {
				got = f.Documents[0].Problem
			}
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestWhatIsOffered: a value that was read and not set is shown with its words
// before what is merely missing, until somebody corrects the field.
func TestWhatIsOffered(t *testing.T) {
	offer := corpus.Evidence{Field: corpus.FieldOrganization, Value: []string{"FRA"}, Rule: "text", Source: "La France tient à", Confidence: .45}
	offered := corpus.Statement{ID: "b", Work: "b", Offers: []corpus.Evidence{offer}}
	corrected := corpus.Statement{ID: "c", Work: "c", Offers: []corpus.Evidence{offer}}
	corrected.Correct(corpus.Correction{Field: corpus.FieldOrganization, Values: []string{"BEL"}})
	r, err := coverage.Of(each(corpus.Statement{ID: "a", Work: "a"}, offered, corrected), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Fields {
		if f.Field != corpus.FieldOrganization {
			continue
		}
		want := []coverage.Doubt{
			{ID: "b", Problem: coverage.Offered, Values: []string{"FRA"}, Rule: "text", Source: "La France tient à", Confidence: .45},
			{ID: "a", Problem: coverage.Missing},
		}
		if diff := cmp.Diff(want, f.Documents); diff != "" || f.Missing != 2 || f.Offered != 1 {
			t.Errorf("%d missing, %d offered, want 2 and 1; to look at (want first):\n%s", f.Missing, f.Offered, diff)
		}
	}
}

func TestOnlyTheNamesNobodyKnowsAreNamed(t *testing.T) {
	r, err := coverage.Of(each(corpus.Statement{ID: "a", Work: "a", Topics: []corpus.TopicID{"budget", "Wells"}, Evidence: []corpus.Evidence{
		{Field: corpus.FieldTopic, Rule: "catalogue", Confidence: 1, Unresolved: []string{"Wells"}},
	}}), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Fields {
		if f.Field == corpus.FieldTopic && (len(f.Documents) != 1 || !slices.Equal(f.Documents[0].Values, []string{"Wells"})) {
			t.Errorf("to look at: %+v, want one document for the name Wells", f.Documents)
		}
	}
}

func TestWorksAndDocumentsAreCountedApart(t *testing.T) {
	r, err := coverage.Of(each(
		corpus.Statement{ID: "en", Work: "w", Language: "en", Session: "ASP20", Authors: []corpus.OrgID{"hrw", "fidh"}},
		corpus.Statement{ID: "fr", Work: "w", Language: "fr", Session: "ASP20", Authors: []corpus.OrgID{"hrw", "fidh"}},
		corpus.Statement{ID: "x", Work: "x", Language: "en"},
	), nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Statements != 2 || r.Documents != 3 {
		t.Errorf("%d statements in %d documents, want 2 in 3", r.Statements, r.Documents)
	}
	want := map[corpus.Field][]coverage.Count{
		corpus.FieldSession:      {{"ASP20", 1, 2}, {"", 1, 1}},
		corpus.FieldTopic:        {{"", 2, 3}},
		corpus.FieldOrganization: {{"fidh", 1, 2}, {"hrw", 1, 2}, {"", 1, 1}},
		corpus.FieldLanguage:     {{"en", 2, 2}, {"fr", 1, 1}},
	}
	if diff := cmp.Diff(want, r.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestAgainstAListOfSpeakers(t *testing.T) {
	held := []corpus.Statement{
		{ID: "a", Work: "a", Session: "ASP20", Topics: []corpus.TopicID{"cooperation"}, Date: corpus.Date{Year: 2021, Month: 12}, Authors: []corpus.OrgID{"NOR", "SWE"}},
		{ID: "b", Work: "b", Session: "ASP20", Authors: []corpus.OrgID{"FRA"}},
		{ID: "c", Work: "c", Session: "ASP20", Topics: []corpus.TopicID{"budget"}, Authors: []corpus.OrgID{"JPN"}},
		{ID: "d", Work: "c", Session: "ASP20", Topics: []corpus.TopicID{"budget"}, Authors: []corpus.OrgID{"JPN"}, Language: "fr"},
		{ID: "e", Work: "e", Session: "ASP21", Authors: []corpus.OrgID{"KEN"}},
	}
	tests := []struct{ line, want string }{
		{"ASP20,Cooperation,Norway,2021-12-08", "held"},
		{"20ème session,Coopération,Suède,", "held"}, // a joint statement
		{"ASP20,Cooperation,Norway,2022-01-08", "missing"},
		{"ASP20,Budget,Norway,", "missing"},
		{"ASP21,Cooperation,Norway,", "missing"},
		{"ASP20,Budget,France,", "perhaps"},
		{"ASP20,,France,2021-12-08", "perhaps"},
		{"ASP20,,France,", "held"},
		{"ASP20,,Unknown Friends of Wells,", "missing"},
	}
	for _, test := range tests {
		list, faults, err := coverage.ReadSpeakers(strings.NewReader("session,topic,organization,date\n"+test.line+"\n"), names(t), corpus.ParseDate)
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		r, err := coverage.Of(each(held...), list)
		if err != nil {
			t.Fatal(err)
		}
		got := map[bool]string{r.Speakers.Held == 1: "held", len(r.Speakers.Missing) == 1: "missing", len(r.Speakers.Perhaps) == 1: "perhaps"}[true]
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.line, got, test.want)
		}
	}
	unlisted := func(lines string) string {
		list, _, err := coverage.ReadSpeakers(strings.NewReader("session,topic,organization\n"+lines), names(t), corpus.ParseDate)
		if err != nil {
			t.Fatal(err)
		}
		r, err := coverage.Of(each(held...), list)
		if err != nil {
			t.Fatal(err)
		}
		out := ""
		for _, u := range r.Speakers.Unlisted {
			out += string(u.ID)
		}
		return out
	}
	if got := unlisted("ASP20,,Norway\n"); got != "bc" {
		t.Errorf("a list of the whole session: %q are not on it, want %q", got, "bc")
	}
	if got := unlisted("ASP20,Cooperation,Norway\n"); got != "b" {
		t.Errorf("a list of one topic: %q are not on it, want %q", got, "b")
	}
}

func TestAListWithFaults(t *testing.T) {
	list, faults, err := coverage.ReadSpeakers(strings.NewReader("\ufeffDate,Organisation,Session,Room\nsoon,Norway,ASP20,1\n\n,,ASP20,2\n,Norway,,3\n,Norway,ASP20\n,\xff,ASP20,1\n"), names(t), corpus.ParseDate)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range faults {
		got = append(got, fmt.Sprint(f.Line, " ", f.Column))
	}
	if diff := cmp.Diff([]string{"2 date", "4 organization", "5 session", "7 organization"}, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if r, _ := coverage.Of(each(), list); r.Speakers.Listed != 1 {
		t.Errorf("%d lines were read, want 1", r.Speakers.Listed)
	}
	for _, whole := range []string{"", "who,when\n", "session\n", "session,session,organization\n", "session,organization\n\"ASP20,Norway\n"} {
		if _, _, err := coverage.ReadSpeakers(strings.NewReader(whole), names(t), corpus.ParseDate); !errors.Is(err, corpus.ErrInvalid) {
			t.Errorf("%q: got %v, want an error of kind %v", whole, err, corpus.ErrInvalid)
		}
	}
}

func FuzzReadSpeakers(f *testing.F) {
	f.Add("session,topic,organization,date\nASP20,Cooperation,HRW,2021-12-08\n")
	f.Add("\ufefforganisation,session\n\"a\nb\",\"=1\"\n,,\n")
	known := names(f)
	f.Fuzz(func(t *testing.T, text string) {
		list, _, err := coverage.ReadSpeakers(strings.NewReader(text), known, corpus.ParseDate)
		if err != nil {
			return
		}
		r, err := coverage.Of(each(), list)
		if err != nil || r.Speakers.Held != 0 || len(r.Speakers.Missing) != r.Speakers.Listed {
			t.Errorf("of an empty collection: %+v, %v", r.Speakers, err)
		}
	})
}
