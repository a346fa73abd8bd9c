package extract

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"rostrum/corpus"
)

// TestBarExpected reads the whole shared corpus and looks in each document for
// what the judged questions say is in it.
func TestBarExpected(t *testing.T) {
	needBar(t)
	root, rows := manifest(t)
	e := newExtractor(t, Config{Workers: 2, CacheDir: compiled()})
	texts := map[string]corpus.Text{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	paths := make(chan string)
	for range 2 {
		wg.Go(func() {
			for file := range paths {
				text, err := e.Extract(t.Context(), document(t, filepath.Join(root, file)))
				mu.Lock()
				texts[file] = text
				if err != nil {
					t.Errorf("%s: %v", file, err)
				}
				mu.Unlock()
			}
		})
	}
	for _, r := range rows {
		paths <- r["file"]
	}
	close(paths)
	wg.Wait()
	status := map[corpus.Status]int{}
	ocr := 0
	for file, text := range texts {
		status[text.Status]++
		if text.Status != corpus.StatusGood {
			t.Logf("%s: %s: %s", file, text.Status, text.Reason)
		}
		for _, p := range text.Pages {
			if p.OCR() {
				ocr++
			}
		}
	}
	t.Logf("%d documents: %v, %d pages by OCR", len(texts), status, ocr)
	found, asked := 0, 0
	for _, q := range questions(t, root) {
		for _, file := range q.files {
			text, ok := texts[file]
			if !ok {
				continue
			}
			asked++
			if holds(t, q.pattern, strings.ReplaceAll(fullText(text), "\n\n", " ")+" "+text.Properties.Title) {
				found++
			} else {
				t.Logf("question %s: not %q in %s", q.id, q.pattern, file)
			}
		}
	}
	t.Logf("%d of %d expected passages found", found, asked)
}

// holds looks for patterns that are joined by AND; one after ! must not be there.
func holds(t *testing.T, patterns, text string) bool {
	t.Helper()
	for _, p := range strings.Split(patterns, " AND ") {
		p, not := strings.CutPrefix(p, "!")
		pattern, err := regexp.Compile("(?is)" + p)
		if err != nil {
			t.Fatalf("pattern %q: %v", p, err)
		}
		if pattern.MatchString(text) == not {
			return false
		}
	}
	return true
}

type question struct {
	id, pattern string
	files       []string
}

func questions(t *testing.T, root string) (out []question) {
	t.Helper()
	f, err := os.Open(filepath.Join(root, "queries.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range all[0] {
		column[name] = i
	}
	for _, r := range all[1:] {
		if pattern := r[column["verify_regex"]]; pattern != "" {
			files := strings.FieldsFunc(r[column["expected_files"]], func(r rune) bool { return r == ';' || r == '|' || r == ' ' })
			out = append(out, question{r[column["id"]], pattern, files})
		}
	}
	return out
}
