package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/search/service"
)

// operationsPage is what people read about what the program says.
func operationsPage(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// TestOperationsQuotesWhatIsSaid holds the messages in docs/operations.md against
// the program: every part of each stands in its code.
func TestOperationsQuotesWhatIsSaid(t *testing.T) {
	said := literals(t)
	rows := regexp.MustCompile("(?m)^\\| ``(.+?)`` \\|").FindAllStringSubmatch(operationsPage(t), -1)
	if len(rows) < 40 {
		t.Fatalf("the page has %d messages: were its tables read?", len(rows))
	}
	// What differs parts a message, and what is put together of two of them.
	parts := regexp.MustCompile("…|: |; ")
	for _, row := range rows {
		for _, part := range parts.Split(strings.TrimSpace(row[1]), -1) {
			if len(strings.TrimSpace(part)) > 2 && !strings.Contains(said, part) {
				t.Errorf("%q: nothing in the program says %q", row[1], part)
			}
		}
	}
}

// Every reason that readiness gives, and every kind of problem that verify finds,
// has a row of its own.
func TestOperationsExplainsEveryReason(t *testing.T) {
	page := operationsPage(t)
	for _, reason := range service.Reasons {
		message := explain(reason)
		if !strings.Contains(page, "| ``"+message+"``") && !strings.Contains(page, "| ``"+message+" ``") {
			t.Errorf("there is no row for %q", message)
		}
	}
	for _, kind := range slices.Concat(catalog.ProblemKinds, backup.ProblemKinds) {
		if !strings.Contains(page, "`"+kind+"`") {
			t.Errorf("there is no row for problems of the kind %q", kind)
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
