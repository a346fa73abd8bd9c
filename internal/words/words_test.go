package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

const root = "../.."

// terms is terms.txt: for each section the old terms with the new.
type terms map[string]map[string]string

func readTerms(t *testing.T) terms {
	t.Helper()
	content, err := os.ReadFile("terms.txt")
	if err != nil {
		t.Fatal(err)
	}
	all, section := terms{}, ""
	for i, line := range strings.Split(string(content), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
			all[section] = map[string]string{}
		default:
			old, better, ok := strings.Cut(line, " = ")
			if plain := section == "pending"; section == "" || plain == ok || all[section][old] != "" {
				t.Fatalf("terms.txt, line %d: %q", i+1, line)
			}
			all[section][old] = better
		}
	}
	return all
}

// inForce are the terms of a section that are looked for.
func (all terms) inForce(section string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(all[section])), func(old string) bool {
		_, pending := all["pending"][old]
		return pending
	})
}

// allows tells whether a file may use an old term: it may if the aliases say so.
func (all terms) allows(old, file string) bool {
	return slices.Contains(strings.Fields(all["aliases"][old]), file)
}

// text is a piece of something that people read.
type text struct {
	file    string
	at      string // the line, or the key of a message
	said    string
	message bool // it is said as a whole, and is no part of a page
}

// finder finds a phrase in texts, as whole words; scripts that leave no spaces
// between words have it anywhere.
func finder(phrase string) func(text) bool {
	if said, ok := strings.CutPrefix(phrase, `"`); ok {
		said = strings.TrimSuffix(said, `"`)
		return func(x text) bool { return x.message && strings.TrimSpace(x.said) == said }
	}
	pattern := regexp.QuoteMeta(phrase)
	if last, _ := utf8.DecodeLastRuneInString(phrase); !unicode.Is(unicode.Han, last) {
		pattern += `(?:\PL|$)`
	}
	find := regexp.MustCompile(pattern)
	return func(x text) bool { return find.MatchString(x.said) }
}

func TestPhrasesAreNotSaidAgain(t *testing.T) {
	all := readTerms(t)
	texts := append(pages(t), literals(t)...)
	if len(texts) < 3000 {
		t.Fatalf("only %d texts were found: are the folders other than they were?", len(texts))
	}
	for _, phrase := range all.inForce("phrases") {
		says := finder(phrase)
		for _, x := range texts {
			if says(x) && !all.allows(phrase, x.file) {
				t.Errorf("%s, %s says %q; say %q", x.file, x.at, phrase, all["phrases"][phrase])
			}
		}
	}
}

// Flags and parameters that have another name now are in no text, but for the
// files that keep them as aliases.
func TestOldFlagsAndParametersAreAliasesOnly(t *testing.T) {
	all := readTerms(t)
	texts := append(pages(t), literals(t)...)
	for section, pattern := range map[string]string{"flags": `--%(?:[^\w-]|$)`, "parameters": `(?:[?&]|\x60)%=`} {
		for _, old := range all.inForce(section) {
			find := regexp.MustCompile(strings.ReplaceAll(pattern, "%", regexp.QuoteMeta(old)))
			for _, x := range texts {
				if find.MatchString(x.said) && !all.allows(old, x.file) {
					t.Errorf("%s, %s uses %s; use %s", x.file, x.at, old, all[section][old])
				}
			}
		}
	}
}

func TestIdentifiersDoNotComeBack(t *testing.T) {
	all := readTerms(t)
	banned := all.inForce("identifiers")
	goFiles(t, func(path string, files *token.FileSet, file *ast.File) {
		report := func(n ast.Node, name string) {
			for _, old := range banned {
				if matches(old, name) && !all.allows(old, path) {
					t.Errorf("%s:%d is called %s; call it %s", path, files.Position(n.Pos()).Line, name, all["identifiers"][old])
				}
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				report(n, n.Name)
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && n.Sel.IsExported() {
					report(n, x.Name+"."+n.Sel.Name)
				}
			}
			return true
		})
		for _, decl := range file.Decls {
			gen, _ := decl.(*ast.GenDecl)
			for i := 0; gen != nil && i < len(gen.Specs); i++ {
				if spec, ok := gen.Specs[i].(*ast.TypeSpec); ok {
					report(spec, file.Name.Name+"."+spec.Name.Name)
				}
			}
		}
	})
	names := all.inForce("files")
	walk(t, func(path string) {
		if name := filepath.Base(path); slices.Contains(names, name) {
			t.Errorf("%s: call it %s", path, all["files"][name])
		}
	})
}

// matches compares an identifier with an entry of the list.
func matches(entry, name string) bool {
	stem, open := strings.CutSuffix(entry, "*")
	if !open {
		return entry == name
	}
	rest, ok := strings.CutPrefix(name, stem)
	first, _ := utf8.DecodeRuneInString(rest)
	return ok && unicode.IsUpper(first)
}

// What the others rest on: a list whose entries exist, and a search that finds.
func TestTermsAreFound(t *testing.T) {
	all := readTerms(t)
	for _, section := range []string{"aliases", "pending"} {
		for old, files := range all[section] {
			listed := false
			for _, of := range []string{"phrases", "identifiers", "files", "flags", "parameters"} {
				listed = listed || all[of][old] != ""
			}
			if !listed {
				t.Errorf("[%s] has %q, which is not listed", section, old)
			}
			for _, file := range strings.Fields(files) {
				if _, err := os.Stat(filepath.Join(root, file)); err != nil {
					t.Errorf("[%s] names %s, which is not there", section, file)
				}
			}
		}
	}
	for _, test := range []struct {
		phrase string
		x      text
		want   bool
	}{
		{"Words to count", text{said: "<p>Words to count, up to four</p>"}, true},
		{"Words to count", text{said: "Words to countries"}, false},
		{`"Count"`, text{said: "Count", message: true}, true},
		{`"Count"`, text{said: "Count by", message: true}, false},
		{`"Count"`, text{said: "Count"}, false},
		{"собрании", text{said: "в этом собрании нет"}, true},
		{"印作", text{said: "页印作三"}, true},
	} {
		if got := finder(test.phrase)(test.x); got != test.want {
			t.Errorf("%q in %q: %v, want %v", test.phrase, test.x.said, got, test.want)
		}
	}
	for name, want := range map[string]bool{"mostHits": true, "most": false, "mostly": false, "almostHits": false} {
		if got := matches("most*", name); got != want {
			t.Errorf("most* and %s: %v, want %v", name, got, want)
		}
	}
}

// pages is what people read: messages, templates, scripts, the specification of
// the API and the documentation. What was released or generated is not ours to
// word again.
func pages(t *testing.T) []text {
	t.Helper()
	var out []text
	walk(t, func(path string) {
		dir, ext := filepath.ToSlash(filepath.Dir(path)), filepath.Ext(path)
		switch {
		case ext == ".yaml" && strings.HasSuffix(dir, "/messages"):
			var messages map[string]any
			if err := yaml.Unmarshal(read(t, path), &messages); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			for key, message := range messages {
				forms, plural := message.(map[string]any)
				if !plural {
					forms = map[string]any{"": message}
				}
				for _, said := range forms {
					if said, ok := said.(string); ok {
						out = append(out, text{path, key, said, true})
					}
				}
			}
		case ext == ".md" || ext == ".html" && strings.HasSuffix(dir, "/templates") || filepath.Base(path) == "openapi.yaml" ||
			ext == ".js" && (strings.HasSuffix(dir, "/assets") || strings.HasSuffix(dir, "/source")):
			// Lines are broken anywhere, so a paragraph is read as one.
			for _, said := range strings.Split(withoutFigures(string(read(t, path))), "\n\n") {
				out = append(out, text{file: path, said: strings.Join(strings.Fields(said), " ")})
			}
		}
	})
	return out
}

// withoutFigures takes out the tables that commands write into a page.
func withoutFigures(page string) string {
	return regexp.MustCompile(`(?s)<!-- figures: .*?<!-- end of figures -->`).ReplaceAllString(page, "")
}

// literals is what the program says: the strings of its code. Tests may ask in
// old words.
func literals(t *testing.T) []text {
	t.Helper()
	var out []text
	goFiles(t, func(path string, files *token.FileSet, file *ast.File) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if said, err := strconv.Unquote(lit.Value); err == nil {
					line := strconv.Itoa(files.Position(lit.Pos()).Line)
					out = append(out, text{file: path, at: "line " + line, said: strings.Join(strings.Fields(said), " ")})
				}
			}
			return true
		})
	})
	return out
}

func goFiles(t *testing.T, each func(path string, files *token.FileSet, file *ast.File)) {
	t.Helper()
	walk(t, func(path string) {
		if filepath.Ext(path) != ".go" {
			return
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, filepath.Join(root, path), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		each(path, files, file)
	})
}

// walk names every file of the project from its root, but for what tests are
// given, what tools leave behind, and this list.
func walk(t *testing.T, each func(path string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := e.Name()
		if e.IsDir() {
			if path != root && (name[0] == '.' || slices.Contains([]string{"testdata", "artefacts", "node_modules", "words"}, name)) {
				return fs.SkipDir
			}
			return nil
		}
		path, err = filepath.Rel(root, path)
		if err == nil {
			each(filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return content
}
