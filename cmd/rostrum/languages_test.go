package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// checkLanguages asks for the same things in seven languages, in an interface of
// each, and compares what comes first, and in which languages, with what was last
// found right.
func checkLanguages(t *testing.T, data, manifest string) {
	t.Helper()
	written := map[string]string{}
	for _, row := range readTable(t, manifest) {
		written[row["file"]] = row["language"]
	}
	ask := openAPI(t, data)
	var out strings.Builder
	for _, q := range readTable(t, filepath.Join(judgedQuestions, "languages.csv")) {
		files := ask(url.Values{"q": {q["query"]}, "lang": {q["language"]}, "size": {"10"}, "lenient": {"true"}})
		fmt.Fprintf(&out, "%s  %s\n", q["id"], q["query"])
		if len(files) == 0 {
			fmt.Fprintln(&out, "    nothing")
			continue
		}
		var languages []string
		for _, f := range files {
			languages = append(languages, written[f])
		}
		fmt.Fprintf(&out, "    %s\n    %s\n", files[0], strings.Join(languages, " "))
		if has := slices.Contains(languages, q["language"]); has && languages[0] != q["language"] {
			t.Logf("%s %q: the first is in %s", q["id"], q["query"], languages[0])
		}
	}
	golden := filepath.Join(judgedQuestions, "languages.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(want) {
		t.Errorf("what comes first in each language has changed (-update takes it):\n%s", out.String())
	}
}
