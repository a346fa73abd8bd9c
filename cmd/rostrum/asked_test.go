package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/corpus/sample"
)

// TestAskedAnyhow asks what used to be an error, or is no query at all, on the
// page, in the API and on the command line. Each is read as want, and gives
// statements or a sentence that leads on.
func TestAskedAnyhow(t *testing.T) {
	t.Parallel()
	passage := strings.Repeat("The Assembly hears the victims, and it hears them late. ", 12)
	tests := []struct{ q, want string }{
		{"victims/witnesses", "victims witnesses"},
		{`victims\witnesses`, `victims witnesses`},
		{`"rights of victims`, `"rights of victims"`},
		{"“rights of victims", `"rights of victims"`},
		{"«droits des victimes", `"droits des victimes"`},
		{"victims (witnesses", "victims witnesses"},
		{"victims) witnesses", "victims witnesses"},
		{"()", ""},
		{`""`, ""},
		{`"" victims`, "victims"},
		{"not guilty", "not guilty"},
		{"NOT", "not"},
		{"AND", "and"},
		{"OR victims", "or victims"},
		{"victims AND", "victims and"},
		{"victims AND OR witnesses", "victims and OR witnesses"},
		{"NEAR", "NEAR"},
		{"victims NEAR witnesses", "victims NEAR witnesses"},
		{`צה"ל`, "צה״ל"},
		{"session:", "session"},
		{"session:2", "session:2"},
		{"session:20 victims", "session:20 victims"},
		{"20th session", "20th session"},
		{"#ASP20", "ASP20"},
		{"sesion:ASP20", "session:ASP20"},
		{"field:value", "field value"},
		{"title:", "title"},
		{"speaker:title:victims", "speaker:title victims"},
		{"organization:HRW,amnesty", "organization:(HRW OR amnesty)"},
		{":", ""},
		{`"`, ""},
		{"*", ""},
		{"~", ""},
		{"^", ""},
		{"victims^2", "victims^2"},
		{"vict*ms", "vict ms"},
		{"*tims", "tims"},
		{"v*", "v"},
		{"a~", "a"},
		{`"victims witnesses"~`, `"victims witnesses"`},
		{`"victims witnesses"~500`, `"victims witnesses"`},
		{"2021..2019", "2019..2021"},
		{"date:2021..2019", "2019..2021"},
		{"date:yesterday", "yesterday"},
		{"date:2021-13-45", "2021-13-45"},
		{"victims && witnesses", "victims witnesses"},
		{"+victims -budget", "victims -budget"},
		{"- victims", "victims"},
		{"what did HRW say about victims?", "what did HRW say about victims"},
		{strings.Repeat("(", 40) + "victims", "victims"},
		{passage, ""},
	}
	folder, data := filepath.Join(t.TempDir(), "sample"), t.TempDir()
	if err := os.CopyFS(folder, sample.FS()); err != nil {
		t.Fatal(err)
	}
	rostrum := func(args ...string) (stdout string) {
		t.Helper()
		var out, stderr strings.Builder
		if code := run(t.Context(), append([]string{args[0], "--data", data}, args[1:]...), strings.NewReader(""), &out, &stderr); code != exitOK {
			t.Errorf("rostrum %.100q ended with %d: %s", args, code, stderr.String())
		}
		return out.String()
	}
	rostrum("index", filepath.Join(folder, "catalogue.csv"))
	service := serve(t, "--data", data)
	for _, test := range tests {
		asked := url.Values{"q": {test.q}, "lang": {"en"}}.Encode()
		var answer struct {
			Query struct {
				Normalized string
				Notes      []struct{ Code, Message string }
			}
			Total      struct{ Value int }
			Suggestion *struct{}
			Links      map[string]string
		}
		status, content, err := service.get("/api/v1/search?lenient=true&" + asked)
		if err != nil || status != http.StatusOK {
			t.Errorf("%.40s: the API answers %d: %v", test.q, status, err)
			continue
		}
		if err := json.Unmarshal([]byte(content), &answer); err != nil {
			t.Fatal(err)
		}
		if got := answer.Query.Normalized; got != test.want && test.q != passage {
			t.Errorf("%s is read as %s, want %s", test.q, got, test.want)
		}
		told := len(answer.Query.Notes) > 0

		status, content, err = service.get("/search?" + asked)
		switch {
		case err != nil || status != http.StatusOK:
			t.Errorf("%.40s: the page answers %d: %v", test.q, status, err)
		case test.q == passage:
			if !strings.Contains(content, "<textarea") || !strings.Contains(content, strings.TrimSpace(passage)) || answer.Links["quote"] == "" {
				t.Errorf("a passage does not lead to the quotation check: %v", answer.Links)
			}
		case answer.Total.Value == 0 && !strings.Contains(content, `class="zero"`):
			t.Errorf("%s finds nothing, and the page does not say what would", test.q)
		case answer.Total.Value > 0 && !strings.Contains(content, `class="hit"`):
			t.Errorf("%s finds %d, and the page shows none", test.q, answer.Total.Value)
		case told != strings.Contains(content, `class="note"`) && !strings.Contains(content, "Few statements"):
			t.Errorf("%s: the API has the notes %v, and the page tells otherwise", test.q, answer.Query.Notes)
		}

		printed := rostrum("search", "--", test.q)
		if told != strings.HasPrefix(printed, "Note: ") {
			t.Errorf("%s: the API has the notes %v, and the command prints %.200s", test.q, answer.Query.Notes, printed)
		}
		if answer.Total.Value == 0 && !told && answer.Suggestion == nil && !strings.Contains(printed, "0 statements") {
			t.Errorf("%s finds nothing, and the command prints %.200s", test.q, printed)
		}
	}
}
