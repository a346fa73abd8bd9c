package web_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/coverage"
	"rostrum/search/web"
)

// speakers is a list of who spoke, with somebody nobody knows on it.
func speakers(t testing.TB) *coverage.Speakers {
	t.Helper()
	known, err := names()
	if err != nil {
		t.Fatal(err)
	}
	list, faults, err := coverage.ReadSpeakers(strings.NewReader(`session,topic,organization,date
ASP21,,Amnesty International,
ASP23,cooperation,Costa Rica,2024-12-01
ASP23,cooperation,Norway,2024-12-02
ASP23,,<b>Nobody</b>,
`), known, corpus.ParseDate)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return list
}

func TestCoverageSaysWhatIsHeldAndWhatIsMissing(t *testing.T) {
	s := serve(t, nil)
	var a struct {
		Statements, Documents int
		Sessions              []struct {
			ID                    string
			Statements, Documents int
		}
		Fields []struct {
			Field                    string
			Missing, Unsure, Unknown int
			Documents                []struct{ ID, URL, Problem string }
		}
		Speakers struct {
			Listed, Held int
			Missing      []struct {
				Line         int
				Organization struct{ ID, Label string }
				Date         string
			}
			Unlisted []struct{ ID string }
		}
	}
	if err := json.Unmarshal([]byte(body(t, get(t, s, "/api/v1/coverage"))), &a); err != nil {
		t.Fatal(err)
	}
	lib := library()
	works := map[corpus.WorkID]bool{}
	for _, x := range lib.statements {
		works[x.Work] = true
	}
	if a.Documents != len(lib.statements) || a.Statements != len(works) || a.Statements == a.Documents {
		t.Errorf("%d statements in %d documents, want %d in %d", a.Statements, a.Documents, len(works), len(lib.statements))
	}
	sum := 0
	for _, x := range a.Sessions {
		sum += x.Documents
	}
	if sum != a.Documents {
		t.Errorf("the sessions have %d documents together, want %d", sum, a.Documents)
	}
	for _, f := range a.Fields {
		if f.Missing+f.Unsure+f.Unknown != len(f.Documents) {
			t.Errorf("%s: %d documents are named, want %d", f.Field, len(f.Documents), f.Missing+f.Unsure+f.Unknown)
		}
	}
	if a.Speakers.Listed != 4 || a.Speakers.Held != 2 || len(a.Speakers.Missing) != 2 ||
		a.Speakers.Missing[0].Organization.ID != "NOR" || a.Speakers.Missing[0].Date != "2024-12-02" || a.Speakers.Missing[0].Line != 4 {
		t.Errorf("the speakers are %+v", a.Speakers)
	}
	if ids := a.Speakers.Unlisted; slices.ContainsFunc(ids, func(x struct{ ID string }) bool { return x.ID == "sesion" }) || len(ids) == 0 {
		t.Errorf("not on the list are %v", ids)
	}

	en := says(t, corpus.English)
	page := body(t, get(t, s, "/coverage?lang=en"))
	for _, want := range []string{en.Text("coverage.speakers-held", "First", 2, "Total", 4), en.Text("coverage.speakers-missing"), "Norway", "&lt;b&gt;Nobody&lt;/b&gt;", "<caption>Session</caption>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if r := get(t, s, "/api/v1/coverage?colour=red"); r.StatusCode != 400 {
		t.Errorf("an unknown parameter gives status %d, want 400", r.StatusCode)
	}
	without := serve(t, func(c *web.Config) { c.Coverage = nil })
	if r := get(t, without, "/coverage"); r.StatusCode != 404 {
		t.Errorf("where nobody can tell, the status is %d, want 404", r.StatusCode)
	}
}
