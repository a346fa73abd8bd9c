package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestOperationsQuotesWhatIsSaid holds the messages in docs/operations.md
// against the program: every part of each stands in its code, and the longest
// part in a test that has it said.
func TestOperationsQuotesWhatIsSaid(t *testing.T) {
	page, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	said, tested := literals(t), testTexts(t)
	rows := regexp.MustCompile("(?m)^\\| ``(.+?)`` \\|").FindAllSubmatch(page, -1)
	if len(rows) < 40 {
		t.Fatalf("the page has %d messages: were its tables read?", len(rows))
	}
	for _, row := range rows {
		message := strings.TrimSpace(string(row[1]))
		longest := ""
		for part := range strings.SplitSeq(message, "…") {
			if len(part) > len(longest) {
				longest = part
			}
			if len(strings.TrimSpace(part)) > 2 && !strings.Contains(said, part) {
				t.Errorf("%q: nothing in the program says %q", message, part)
			}
		}
		if longest = strings.Trim(longest, " :;,()"); !strings.Contains(tested, longest) {
			t.Errorf("%q: no test has the program say %q", message, longest)
		}
	}
}

// literals is all texts in the code of the program, a line each.
func literals(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	err := filepath.WalkDir("../..", func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() && (e.Name() == "node_modules" || e.Name() == "internal") {
			return fs.SkipDir
		}
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil {
					out.WriteString(text + "\n")
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// testTexts is all stories and tests of the program, their patterns read as text.
func testTexts(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	for _, pattern := range []string{"testdata/script/*.txtar", "*_test.go", "../../corpus/catalog/*_test.go", "../../corpus/backup/*_test.go", "../../search/bleveindex/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out.WriteString(regexp.MustCompile(`\\([.()])`).ReplaceAllString(string(content), "$1"))
		}
	}
	return out.String()
}
