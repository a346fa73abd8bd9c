package size_test

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// The limits of a package. Test files do not count, and neither do blank lines
// and comments.
const (
	maxFiles = 25
	maxLines = 4000
)

// moreFiles are packages with a limit of their own: rostrum has a file for each
// command.
var moreFiles = map[string]int{"cmd/rostrum": 35}

type measure struct{ files, lines int }

func TestPackagesAreSmall(t *testing.T) {
	packages := measured(t)
	if len(packages) < 50 {
		t.Fatalf("only %d packages were found below %s", len(packages), root)
	}
	for name, has := range packages {
		limit := maxFiles
		if more, ok := moreFiles[name]; ok {
			limit = more
		}
		if has.files > limit {
			t.Errorf("package %s has %d files, %d more than the limit of %d: move an idea with files of its own into a package below it",
				name, has.files, has.files-limit, limit)
		}
		if has.lines > maxLines {
			t.Errorf("package %s has %d lines of code, %d more than the limit of %d: move an idea of its own into a package below it",
				name, has.lines, has.lines-maxLines, maxLines)
		}
	}
	for name := range moreFiles {
		if _, ok := packages[name]; !ok {
			t.Errorf("package %s has a limit of its own but does not exist", name)
		}
	}
}

func TestLinesOfCode(t *testing.T) {
	const source = "// Package p says little.\npackage p\n\n/* a\nb */\nvar x = `one\n\nthree` // why\n\nfunc f() {\n\tx = \"// no comment\"\n}\n"
	if got := linesOfCode([]byte(source)); got != 7 {
		t.Errorf("%d lines of code, want 7 in\n%s", got, source)
	}
}

// measured is the size of every folder with Go files, by its path from the root.
func measured(t *testing.T) map[string]measure {
	t.Helper()
	packages := map[string]measure{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := e.Name()
		if e.IsDir() {
			if path != root && (name[0] == '.' || slices.Contains([]string{"testdata", "artefacts", "node_modules"}, name)) {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		folder = filepath.ToSlash(folder)
		has := packages[folder]
		packages[folder] = measure{has.files + 1, has.lines + linesOfCode(source)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return packages
}

// linesOfCode counts the lines with a token on them, that of a long string on
// each of its lines.
func linesOfCode(source []byte) int {
	file := token.NewFileSet().AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, 0)
	count, last := 0, 0
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return count
		}
		if tok == token.SEMICOLON && text == "\n" {
			continue // the scanner's own, at the end of a line
		}
		first := file.Line(pos)
		end := first + strings.Count(text, "\n")
		count += end - max(first-1, last)
		last = end
	}
}
