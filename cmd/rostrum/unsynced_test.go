package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/indexer"
	"rostrum/internal/faults"
	"rostrum/search"
	"rostrum/search/query"
)

// holdings are what a data folder has: its documents by id, and the revision
// that its index was made from.
type holdings struct {
	texts    map[corpus.ID]string
	revision string // "" where there is no index
}

// TestFaultUnsynced records what runs of the program write, and replays the
// beginnings of it as a disk would have them whose power was lost: see
// recording.lose. The folder then opens with the generation that was in use or
// the one that was about to be, nothing in it is damaged, and the catalogue
// holds whatever the report had said was brought in.
func TestFaultUnsynced(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("recording what is written needs strace")
	}
	prefixes := faults.Times(60, 500)
	note := faults.Begin(t, faults.Unsynced)
	dir := t.TempDir()
	disk, folder, report := filepath.Join(dir, "disk"), filepath.Join(dir, "papers"), filepath.Join(dir, "report.jsonl")
	data := filepath.Join(disk, "data")
	for _, name := range []string{disk, folder} {
		if err := os.Mkdir(name, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(edition int, papers ...int) {
		for _, n := range papers {
			file := fmt.Sprintf("paper%d.txt", n)
			text := fmt.Sprintf("Sample text %s, written for a test of power cuts. It was said by nobody.", word(file, edition))
			if err := os.WriteFile(filepath.Join(folder, file), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	pages := map[string]string{"/": `<!doctype html><ul><li><a href="/site1.txt">Statement by State 1</a></li><li><a href="/site2.txt">Statement by State 2</a></li></ul>`}
	for _, name := range []string{"site1.txt", "site2.txt"} {
		pages["/"+name] = fmt.Sprintf("Sample text %s, written for a test of power cuts. It was said by nobody.", word(name, 1))
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if pages[r.URL.Path] == "" {
			http.NotFound(w, r)
			return
		}
		_, _ = io.WriteString(w, pages[r.URL.Path]) // the client may have gone
	}))
	defer site.Close()
	sources := filepath.Join(dir, "SOURCES.yaml")
	if err := os.WriteFile(sources, fmt.Appendf(nil, "- name: site\n  kind: listing\n  address: %s/\n  private: yes\n  rate: 1000\n", site.URL), 0o644); err != nil {
		t.Fatal(err)
	}
	index := []string{"index", folder, "--report", report}
	runs := []struct {
		name    string
		prepare func()
		args    func(id corpus.ID) []string
	}{
		{"the first run", func() { write(1, 1, 2, 3, 4, 5, 6, 7, 8, 9) }, func(corpus.ID) []string { return index }},
		{"an update", func() { write(2, 3); write(1, 10) }, func(corpus.ID) []string { return index }},
		{"a sync", func() {}, func(corpus.ID) []string { return []string{"sync", sources, "--report", report} }},
		{"a correction", func() {}, func(id corpus.ID) []string { return []string{"correct", string(id), "title=Another"} }},
		{"a removal", func() {}, func(id corpus.ID) []string { return []string{"remove", string(id), "--reason", "a test"} }},
		{"a rebuild", func() {}, func(corpus.ID) []string { return []string{"index", "--rebuild"} }},
	}
	random := rand.New(rand.NewPCG(15, 16))
	calls, each := 0, (prefixes+len(runs)-1)/len(runs)
	var old holdings
	for _, run := range runs {
		run.prepare()
		var some corpus.ID
		for id, text := range old.texts {
			if strings.Contains(text, word("paper3.txt", 2)) {
				some = id
			}
		}
		args := run.args(some)
		recorded := record(t, disk, report, append(args, "--data", data)...)
		calls += len(recorded.calls)
		fresh := held(t, run.name, data)
		for i := range each {
			cut := len(recorded.calls) - i*len(recorded.calls)/each // evenly, from the very end
			lost := filepath.Join(t.TempDir(), "disk")
			recorded.lose(t, cut, random, lost)
			what := fmt.Sprintf("%s, %d of %d calls", run.name, cut, len(recorded.calls))
			checkLost(t, what, filepath.Join(lost, "data"), acknowledged(t, recorded.reported(cut)), old, fresh, cut == len(recorded.calls))
			if i%10 == 1 {
				goOn(t, what, filepath.Join(lost, "data"), append(args, "--data", filepath.Join(lost, "data")), fresh)
			}
			if t.Failed() && cut > 0 {
				t.Fatalf("the last call was %s", recorded.calls[cut-1])
			}
		}
		old = fresh
	}
	note("%d beginnings of %d calls in %d runs replayed: each opened with the old generation or the new, nothing acknowledged was lost", each*len(runs), calls, len(runs))
}

// acknowledged are the documents that a report, as far as it came, says were
// brought in.
func acknowledged(t *testing.T, report string) (ids []corpus.ID) {
	t.Helper()
	for line := range strings.Lines(report) {
		var row indexer.Row
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, row.ID)
	}
	return ids
}

// held opens a data folder as the next run does, and looks whether it is whole.
func held(t *testing.T, what, data string) holdings {
	t.Helper()
	h := holdings{texts: map[corpus.ID]string{}}
	kept, err := catalog.Open(t.Context(), data)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	defer kept.Close()
	seen, err := kept.Verify(t.Context())
	// A removal that was cut short is for the next run to end.
	seen.Problems = slices.DeleteFunc(seen.Problems, func(p catalog.Problem) bool { return p.Kind == catalog.ProblemOriginalKept })
	if err != nil || len(seen.Problems) > 0 {
		t.Errorf("%s: %v, %v", what, seen.Problems, err)
	}
	for s, err := range kept.All(t.Context()) {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for _, page := range s.Pages {
			h.texts[s.ID] += s.Title + ": " + page.Text
		}
	}
	index, err := newEngine(filepath.Join(data, "index"), nil).Open(t.Context())
	if err != nil {
		if !errors.Is(err, corpus.ErrNoIndex) || !strings.Contains(err.Error(), "there is no index") {
			t.Errorf("%s: %v", what, err)
		}
		return h
	}
	defer index.Close()
	state := index.State()
	h.revision = state.Catalog
	_, unnamed := os.Stat(filepath.Join(data, "index", "CURRENT"))
	switch first := errors.Is(unnamed, fs.ErrNotExist); {
	case first: // the first generation, in its place before it was named
	case state.Degraded != nil:
		t.Errorf("%s: %v", what, state.Degraded)
	default:
		wholeIndex(t, what, filepath.Join(data, "index"))
	}
	return h
}

// checkLost looks at what is left of a run: what was there before is there, as
// it was or as the run left it in the end; what was acknowledged is there; and
// when the run had ended, all of it.
func checkLost(t *testing.T, what, data string, acknowledged []corpus.ID, old, fresh holdings, ended bool) {
	t.Helper()
	got := held(t, what, data)
	for _, id := range acknowledged {
		if got.texts[id] != fresh.texts[id] {
			t.Errorf("%s: %s was acknowledged as %q, and is %q", what, id, fresh.texts[id], got.texts[id])
		}
	}
	for id, text := range got.texts {
		if text != old.texts[id] && text != fresh.texts[id] {
			t.Errorf("%s: %s was %q, became %q, and is %q", what, id, old.texts[id], fresh.texts[id], text)
		}
	}
	for id, text := range old.texts {
		if got.texts[id] == "" && fresh.texts[id] != "" {
			t.Errorf("%s: %s is lost: %q", what, id, text)
		}
	}
	if ended && (len(got.texts) != len(fresh.texts) || got.revision != fresh.revision) {
		t.Errorf("%s, which was all: %d documents and revision %s, want %d and %s", what, len(got.texts), got.revision, len(fresh.texts), fresh.revision)
	}
	switch got.revision {
	case fresh.revision:
		findsAll(t, what, data, fresh)
	case old.revision:
		findsAll(t, what, data, old)
	default:
		t.Errorf("%s: the index is of revision %q, want that before, %q, or after, %q", what, got.revision, old.revision, fresh.revision)
	}
}

// findsAll looks each document up in the index by the word of its own.
func findsAll(t *testing.T, what, data string, want holdings) {
	t.Helper()
	if want.revision == "" {
		return
	}
	index, err := newEngine(filepath.Join(data, "index"), nil).Open(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	defer index.Close()
	for id, text := range want.texts {
		_, own, _ := strings.Cut(text, "Sample text ")
		own, _, _ = strings.Cut(own, ",")
		found, err := index.Search(t.Context(), search.Request{Query: query.Word{Text: own}, Size: 1, Documents: true})
		if err != nil || found.Total != 1 || found.Hits[0].Statement.ID != id {
			t.Errorf("%s: %s is not found by %s: %v", what, id, own, err)
		}
	}
	if n := index.State().Documents; n != len(want.texts) {
		t.Errorf("%s: the index has %d documents, want %d", what, n, len(want.texts))
	}
}

// goOn runs the same command on what is left: it leaves what the first run left.
func goOn(t *testing.T, what, data string, args []string, fresh holdings) {
	t.Helper()
	o := outcomeOf(t, args...)
	if o.code == exitNoIndex && strings.Contains(o.stderr, "no catalogue") {
		return
	}
	if o.code != exitOK {
		t.Errorf("%s, the same command ended with %+v", what, o)
	}
	got := held(t, what+", gone on with", data)
	for id, text := range fresh.texts {
		if got.texts[id] != text {
			t.Errorf("%s, gone on with: %s is %q, want %q", what, id, got.texts[id], text)
		}
	}
	findsAll(t, what+", gone on with", data, got)
}
