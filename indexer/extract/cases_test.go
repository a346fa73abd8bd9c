package extract

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCases reads documents that have been read wrongly before: what a reader
// sees on the page is wanted, in this order; what nobody sees or says is not;
// and where the words cannot be known, the reason is told.
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
			var pages []string
			for _, p := range text.Pages {
				pages = append(pages, strings.ReplaceAll(p.Text, "\n\n", `\n`))
			}
			got := strings.Join(pages, "\n")
			rest := got
			for w := range strings.SplitSeq(want, "|") {
				_, after, found := strings.Cut(rest, w)
				if !found {
					t.Errorf("%s: got %q, want %q in it", file, rest, w)
				}
				rest = after
			}
			for n := range strings.SplitSeq(not, "|") {
				if n != "" && strings.Contains(got, n) {
					t.Errorf("%s: got %q, which has %q", file, got, n)
				}
			}
			status := strings.Join(append([]string{string(text.Status) + ": " + text.Reason}, text.Warnings...), "\n")
			if !regexp.MustCompile(told).MatchString(status) {
				t.Errorf("%s: got %q, want what fits %q", file, status, told)
			}
		})
	}
}
