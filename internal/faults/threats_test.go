package faults_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var figures = regexp.MustCompile(`(?s)<!-- figures: .*?<!-- end of figures -->`)

var named = regexp.MustCompile("`([a-z/]+)\\.((?:Test|Fuzz)[A-Za-z0-9]+)`")

// TestThreatModel holds the page of threats to its word: every test that it
// names is where it says.
func TestThreatModel(t *testing.T) {
	root := filepath.Join("..", "..")
	page, err := os.ReadFile(filepath.Join(root, "docs", "threat-model.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests := named.FindAllStringSubmatch(string(page), -1)
	if len(tests) < 30 {
		t.Errorf("the page names %d tests", len(tests))
	}
	for _, test := range tests {
		if !declares(t, filepath.Join(root, filepath.FromSlash(test[1])), test[2]) {
			t.Errorf("there is no %s in %s", test[2], test[1])
		}
	}
	// A row without a test would be a promise. Heads of tables are above a rule.
	// What a command has written is proved by it.
	lines := strings.Split(figures.ReplaceAllString(string(page), ""), "\n")
	for i, line := range lines[:len(lines)-1] {
		if strings.HasPrefix(line, "| ") && !strings.HasPrefix(lines[i+1], "|--") && !named.MatchString(line) {
			t.Errorf("no test proves: %s", line)
		}
	}
}

func declares(t *testing.T, folder, test string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(source), "\nfunc "+test+"(") {
			return true
		}
	}
	return false
}
