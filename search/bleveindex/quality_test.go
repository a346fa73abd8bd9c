package bleveindex_test

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
)

// shared returns a folder of shared data, which is not part of the repository.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(dir, "..", "shared", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs shared/%s beside the repository, which is not there", name)
	}
	return path
}

func readLines[T any](t testing.TB, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

func wordsOf(text string) query.Expr {
	var all query.All
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" .,;?!()", r) }) {
		all = append(all, query.Word{Text: w})
	}
	return all
}

// TestCranfield measures the ranking on the judged queries of Cranfield against the
// minimum that the project promises. How the weights were chosen, and how far this
// collection was used for that, is in docs/ranking.md.
func TestCranfield(t *testing.T) {
	if testing.Short() {
		t.Skip("searches a judged collection")
	}
	dir := shared(t, "qrels-dev/cranfield")
	var list []corpus.Statement
	for _, d := range readLines[struct{ ID, Title, Body string }](t, filepath.Join(dir, "corpus.jsonl")) {
		list = append(list, statement(d.ID, d.Title, corpus.English, d.Body))
	}
	ix := open(t, bleveindex.Config{MaxClauses: 1000}, list...)
	judged := map[string]map[string]float64{}
	qrels, err := os.ReadFile(filepath.Join(dir, "qrels.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(qrels)) {
		f := strings.Fields(line)
		if len(f) != 4 {
			continue
		}
		gain, err := strconv.ParseFloat(f[3], 64)
		if err != nil {
			continue // the header
		}
		if judged[f[0]] == nil {
			judged[f[0]] = map[string]float64{}
		}
		judged[f[0]][f[2]] = gain
	}
	sum, n := 0.0, 0
	for _, q := range readLines[struct{ ID, Text string }](t, filepath.Join(dir, "queries.jsonl")) {
		res, err := ix.Search(context.Background(), search.Request{Query: wordsOf(q.Text), Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		sum += ndcg(res.Hits, judged[q.ID])
		n++
	}
	got := sum / float64(n)
	t.Logf("nDCG@10 of %d questions: %.4f", n, got)
	if got < .380 {
		t.Errorf("nDCG@10 is %.4f, want at least .380", got)
	}
}

// ndcg is the normalized discounted cumulative gain of the first ten hits, with
// grades as gains, as computed by trec_eval.
func ndcg(hits []search.Hit, judged map[string]float64) float64 {
	gain, best := 0.0, 0.0
	for i, h := range hits {
		gain += judged[string(h.Statement.ID)] / math.Log2(float64(i+2))
	}
	var grades []float64
	for _, g := range judged {
		grades = append(grades, g)
	}
	slices.SortFunc(grades, func(a, b float64) int { return cmp.Compare(b, a) })
	for i, g := range grades[:min(10, len(grades))] {
		best += g / math.Log2(float64(i+2))
	}
	if best == 0 {
		return 0
	}
	return gain / best
}
