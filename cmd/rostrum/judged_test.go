package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// judgedQuestions is where the judged questions and their golden files are.
var judgedQuestions = filepath.Join("..", "..", "search", "quality", "testdata")

// command runs the program and returns what it printed.
func command(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != exitOK {
		t.Fatalf("rostrum %s ended with %d: %s", strings.Join(args, " "), code, &stderr)
	}
	return stdout.String()
}

// TestJudgedSample asks the judged questions over the sample corpus. The golden
// file has the ranks: its diff shows what a change of ranking gains and loses.
func TestJudgedSample(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	command(t, "index", "../../corpus/sample/files/catalogue.csv", "--data", data)
	checkJudged(t, data, "sample")
}

// checkJudged asks a set of judged questions and compares the ranks with those
// that were last found right.
func checkJudged(t *testing.T, data, set string) {
	t.Helper()
	got := command(t, "eval", "--judged", filepath.Join(judgedQuestions, set+".yaml"), "--data", data, "-v")
	golden := filepath.Join(judgedQuestions, set+".golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	if len(gotLines) != len(wantLines) {
		t.Fatalf("%s has %d lines, the golden file %d: look at git diff after -update", set, len(gotLines), len(wantLines))
	}
	for i := range gotLines {
		if gotLines[i] != wantLines[i] {
			t.Errorf("%s changed; if it is for the better, run with -update:\n got %s\nwant %s", set, gotLines[i], wantLines[i])
		}
	}
}

// checkAccents asks each query as it is written and as people type it who have
// no accents at hand: what is known to answer must come at the same place.
func checkAccents(t *testing.T, data, queries string) {
	t.Helper()
	content, err := os.ReadFile(queries)
	if err != nil {
		t.Fatal(err)
	}
	bare, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), string(content))
	if err != nil {
		t.Fatal(err)
	}
	if bare == string(content) {
		t.Fatalf("%s has no accents", queries)
	}
	without := filepath.Join(t.TempDir(), "without.csv")
	if err := os.WriteFile(without, []byte(bare), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(file string) []string {
		var ranks []string
		for line := range strings.Lines(command(t, "eval", "--judged", file, "--data", data, "-v")) {
			if strings.HasPrefix(line, "    of ") {
				ranks = append(ranks, line)
			}
		}
		return ranks
	}
	got, want := ask(without), ask(queries)
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("question %d is answered otherwise without accents:\n got %s\nwant %s", i+1, got[i], want[i])
		}
	}
}
