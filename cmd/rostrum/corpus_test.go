package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rostrum/indexer"
	"rostrum/search/service"
	"rostrum/search/web"
)

// The share of known items that have to be among the first ten answers.
const knownItemsFound = 0.9

// TestKnownItems indexes the shared development corpus and asks for documents
// that are known to be in it, through the API, as a program would.
func TestKnownItems(t *testing.T) {
	t.Parallel()
	shared := filepath.Join("..", "..", "..", "shared", "corpus-dev")
	if _, err := os.Stat(filepath.Join(shared, "manifest.csv")); err != nil {
		t.Skip("the shared development corpus is not beside the repository (../shared/corpus-dev)")
	}
	data := t.TempDir()
	var stdout, stderr bytes.Buffer
	report := filepath.Join(t.TempDir(), "report.jsonl")
	args := []string{"index", filepath.Join(shared, "manifest.csv"), "--data", data, "--ocr", "never", "--json", "--report", report}
	code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr)
	if code != exitOK && code != exitSomeFailed {
		t.Fatalf("index ended with %d: %s", code, stderr.String())
	}
	var result indexer.Summary
	if err := json.Unmarshal(stdout.Bytes(), &result); err != nil {
		t.Fatal(err)
	}
	if result.Documents < 385 {
		t.Errorf("%d documents were read, want at least 385", result.Documents)
	}
	manifest := readTable(t, filepath.Join(shared, "manifest.csv"))
	rowsOf := readReport(t, report)
	for _, document := range manifest {
		if row := rowsOf[document["file"]]; document["text_layer"] == "none" && (row.Status != "suspect" || row.Reason == "") {
			t.Errorf("%s has no text, but the report says %q", document["file"], row.Status)
		}
	}
	ask := openAPI(t, data)

	wanted, found := 0, 0
	for _, row := range readTable(t, filepath.Join(shared, "queries.csv")) {
		if kind := row["type"]; strings.Contains(kind, "scanned") || strings.Contains(kind, "garbled") {
			continue
		}
		params := url.Values{"q": {row["query"]}, "size": {"10"}}
		for filter := range strings.SplitSeq(row["facet_filter"], ";") {
			if name, value, ok := strings.Cut(filter, "="); ok {
				params.Add(name, value)
			}
		}
		files := ask(params)
		for want := range strings.SplitSeq(row["expected_files"], ";") {
			wanted++
			if slices.Contains(files, want) {
				found++
			} else {
				t.Logf("%s %q: %s is not among the first ten", row["id"], row["query"], want)
			}
		}
	}
	t.Logf("%d of %d known items are among the first ten answers", found, wanted)
	if float64(found) < knownItemsFound*float64(wanted) {
		t.Errorf("%d of %d known items found, want %.0f %%", found, wanted, 100*knownItemsFound)
	}
	checkQuotes(t, data)
	checkJudged(t, data, "dev")
	checkLanguages(t, data, filepath.Join(shared, "manifest.csv"))
	checkAccents(t, data, filepath.Join(shared, "queries.csv"))
}

// readTable reads a CSV with a header row.
func readTable(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		out = append(out, row)
	}
	return out
}

// readReport reads the rows of a report by file.
func readReport(t *testing.T, path string) map[string]indexer.Row {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]indexer.Row{}
	for line := range bytes.Lines(content) {
		var row indexer.Row
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		out[row.File] = row
	}
	return out
}

// openAPI serves a data folder, and returns a way to ask for the files of the
// hits of /api/v1/search.
func openAPI(t *testing.T, data string) func(url.Values) []string {
	t.Helper()
	names, records, live := openData(t, data)
	site, err := web.New(web.Config{Searcher: live.Searcher, Records: service.Records{Catalog: records}, Names: names})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	return func(params url.Values) []string {
		t.Helper()
		response, err := http.Get(server.URL + "/api/v1/search?" + params.Encode())
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		var answer struct {
			Hits []struct {
				File string `json:"file"`
			} `json:"hits"`
		}
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%v answered %d, %v", params, response.StatusCode, err)
		}
		var files []string
		for _, h := range answer.Hits {
			files = append(files, h.File)
		}
		return files
	}
}
