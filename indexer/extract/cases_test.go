package extract

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rostrum/corpus"
)

// TestCases reads documents that were once read wrongly. wanted are the words a
// reader sees on the page, in this order; unwanted are words nobody sees; if words
// cannot be known, a warning must say so. Rows marked "open" are still read wrongly;
// a row that is read correctly must lose its mark.
func TestCases(t *testing.T) {
	table, err := os.ReadFile(filepath.Join("testdata", "cases", "cases.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	e := newExtractor(t, Config{OCR: OCRNever})
	rows := strings.Split(strings.TrimSuffix(string(table), "\n"), "\n")
	for _, row := range rows[1:] {
		cells := strings.Split(row, "\t")
		if len(cells) != 5 {
			t.Fatalf("%d cells, want 5: %q", len(cells), row)
		}
		id, file, want, not, told := cells[0], cells[1], cells[2], cells[3], cells[4]
		t.Run(id, func(t *testing.T) {
			text, err := e.Extract(context.Background(), document(t, filepath.Join("testdata", "cases", file)))
			if err != nil {
				t.Fatal(err)
			}
			wrong := misread(text, want, not, told)
			if strings.HasPrefix(id, "open ") {
				if len(wrong) == 0 {
					t.Errorf("%s is read as it should be: take \"open\" off its row", file)
				}
				t.Logf("%s is not yet read as it should be: %s", file, strings.Join(wrong, "; "))
				return
			}
			for _, w := range wrong {
				t.Errorf("%s: %s", file, w)
			}
		})
	}
}

// misread returns how a text differs from what is wanted: missing words, unwanted
// words, and status or warnings that do not match.
func misread(text corpus.Text, want, not, told string) (wrong []string) {
	var pages []string
	for _, p := range text.Pages {
		pages = append(pages, strings.ReplaceAll(p.Text, "\n\n", `\n`))
	}
	got := strings.Join(pages, "\n")
	rest := got
	for w := range strings.SplitSeq(want, "|") {
		_, after, found := strings.Cut(rest, w)
		if !found {
			wrong = append(wrong, fmt.Sprintf("got %q, want %q in it", rest, w))
		}
		rest = after
	}
	for n := range strings.SplitSeq(not, "|") {
		if n != "" && strings.Contains(got, n) {
			wrong = append(wrong, fmt.Sprintf("got %q, which has %q", got, n))
		}
	}
	status := strings.Join(append([]string{string(text.Status) + ": " + text.Reason}, text.Warnings...), "\n")
	if !regexp.MustCompile(told).MatchString(status) {
		wrong = append(wrong, fmt.Sprintf("got %q, want what fits %q", status, told))
	}
	return wrong
}
