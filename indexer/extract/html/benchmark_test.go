package html

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html/charset"
)

// pages names a copy of the article extraction benchmark of
// github.com/scrapinghub/article-extraction-benchmark, which holds a file
// ground-truth.json and a folder html of packed pages:
// go test ./indexer/extract/html -run TestBenchmark -pages DIR -v
var pages = flag.String("pages", "", "a copy of the article extraction benchmark, to measure main content on")

// goodScore is what the reader of main content has to reach.
const goodScore = 0.96

func TestBenchmark(t *testing.T) {
	if *pages == "" {
		t.Skip("needs a copy of the article extraction benchmark, named by -pages")
	}
	b, err := os.ReadFile(filepath.Join(*pages, "ground-truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth map[string]struct {
		Body string `json:"articleBody"`
		URL  string `json:"url"`
	}
	if err := json.Unmarshal(b, &truth); err != nil {
		t.Fatal(err)
	}
	var ours, bare score
	for id, want := range truth {
		page := unpack(t, filepath.Join(*pages, "html", id+".html.gz"))
		text := Read(Page{Bytes: page, Address: want.URL})
		precision, recall := ours.add(want.Body, text.Pages[0].Text)
		bare.add(want.Body, bareText(t, page))
		if precision < 0.9 || recall < 0.9 {
			t.Logf("precision %.2f, recall %.2f: %s %s", precision, recall, id[:8], want.URL)
		}
	}
	t.Logf("%d pages: F1 %.4f, precision %.4f, recall %.4f", len(truth), ours.f1(), mean(ours.precision), mean(ours.recall))
	t.Logf("go-trafilatura by itself: F1 %.4f, precision %.4f, recall %.4f", bare.f1(), mean(bare.precision), mean(bare.recall))
	if f1 := ours.f1(); f1 < goodScore {
		t.Errorf("F1 is %.4f, want %.2f at least", f1, goodScore)
	}
}

// bareText is what go-trafilatura makes of a page without any of our rules.
func bareText(t *testing.T, page []byte) string {
	r, err := charset.NewReader(bytes.NewReader(page), "text/html; charset=utf-8")
	if err != nil {
		t.Fatal(err)
	}
	result, err := trafilatura.Extract(r, trafilatura.Options{ExcludeComments: true})
	if err != nil || result == nil {
		return ""
	}
	return result.ContentText
}

func unpack(t *testing.T, path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// score gathers precision and recall by page, over runs of four words, as the
// benchmark's own scorer does: each page has the same weight.
type score struct{ precision, recall []float64 }

func (s *score) add(want, got string) (precision, recall float64) {
	wanted, found := shingles(want), shingles(got)
	var both, more, less float64
	for k, n := range found {
		both += float64(min(n, wanted[k]))
		more += float64(max(0, n-wanted[k]))
	}
	for k, n := range wanted {
		less += float64(max(0, n-found[k]))
	}
	precision, recall = share(both, more, less), share(both, less, more)
	if both+more > 0 {
		s.precision = append(s.precision, precision)
	}
	if both+less > 0 {
		s.recall = append(s.recall, recall)
	}
	return precision, recall
}

func share(both, wrong, other float64) float64 {
	switch {
	case wrong == 0 && other == 0:
		return 1
	case both == 0:
		return 0
	}
	return both / (both + wrong)
}

func (s *score) f1() float64 {
	p, r := mean(s.precision), mean(s.recall)
	return 2 * p * r / (p + r)
}

func mean(list []float64) float64 {
	sum := 0.0
	for _, v := range list {
		sum += v
	}
	return sum / float64(len(list))
}

// shingles counts the runs of four words in a text.
func shingles(s string) map[string]int {
	const run = 4
	words := strings.FieldsFunc(s, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	out := map[string]int{}
	for i := range max(1, len(words)-run+1) {
		if part := words[i:min(len(words), i+run)]; len(part) > 0 {
			out[strings.Join(part, " ")]++
		}
	}
	return out
}
