package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/corpus/sample"
	"rostrum/indexer"
	"rostrum/search"
	"rostrum/search/query"
)

// papers is a folder of documents that others change all the time: some of the
// sample corpus, variants of its files, and texts that go through editions. Each
// edition has a word of its own.
type papers struct {
	t            *testing.T
	random       *rand.Rand
	folder, data string
	edition      map[string]int       // by file, as it is in the folder
	kept         map[string]int       // by file, as a run has last said that it was brought in
	ids          map[string]corpus.ID // by file
	acknowledged int                  // rows of reports
}

const (
	papersAtMost = 60 // texts; beyond, they are only changed
	changesARun  = 6
)

func newPapers(t *testing.T) *papers {
	dir := t.TempDir()
	p := &papers{
		t: t, random: rand.New(rand.NewPCG(7, 8)), folder: filepath.Join(dir, "papers"), data: filepath.Join(dir, "data"),
		edition: map[string]int{}, kept: map[string]int{}, ids: map[string]corpus.ID{},
	}
	if err := os.CopyFS(p.folder, sample.FS()); err != nil {
		t.Fatal(err)
	}
	// The catalogue, which says which of the documents are one work, is another way in.
	if err := os.Remove(filepath.Join(p.folder, "catalogue.csv")); err != nil {
		t.Fatal(err)
	}
	return p
}

// word is in one edition of a file, and in nothing else.
func word(file string, edition int) string {
	return fmt.Sprintf("%sedition%d", strings.TrimSuffix(file, ".txt"), edition)
}

// editionOf is the edition of a file that a text is; 0 if it is none.
func editionOf(file, text string) (edition int) {
	_, after, _ := strings.Cut(text, strings.TrimSuffix(word(file, 0), "0"))
	_, _ = fmt.Sscanf(after, "%d,", &edition) // 0 is told to be wrong
	return edition
}

// change writes new editions of some texts, and now and then a new variant of a
// PDF file of the sample corpus, which has to be read by a process of its own.
func (p *papers) change(round int) {
	for range changesARun {
		file := fmt.Sprintf("paper%d.txt", p.random.IntN(min(papersAtMost, 10+round)))
		p.edition[file]++
		p.write(file, fmt.Appendf(nil, "Sample text %s, written for a test of runs that are killed. It was said by nobody.", word(file, p.edition[file])))
	}
	if round%5 == 0 {
		content, err := fs.ReadFile(sample.FS(), "japan-budget-asp22.pdf")
		if err != nil {
			p.t.Fatal(err)
		}
		p.write("variant.pdf", fmt.Appendf(content, "\n%% variant %d of a sample file\n", round))
	}
}

func (p *papers) write(file string, content []byte) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.folder, file), content, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// command is the run that is killed, and the one that is then run again.
func (p *papers) command() []string {
	return []string{"index", p.folder, "--data", p.data, "--quiet", "--report", p.report()}
}

func (p *papers) report() string { return p.data + ".jsonl" }

// acknowledge notes of which documents the report of the last run says that
// they were brought in.
func (p *papers) acknowledge() {
	p.t.Helper()
	for _, row := range rowsOf(p.t, p.report()) {
		if row.ID == "" || row.Status == indexer.StatusRemoved {
			p.t.Errorf("%s was not brought in: %s %s", row.File, row.Status, row.Reason)
			continue
		}
		p.ids[row.File], p.kept[row.File] = row.ID, p.edition[row.File]
		p.acknowledged++
	}
}

// rowsOf reads a report; one that a run did not come to write is empty. Half a
// row at its end is none.
func rowsOf(t *testing.T, report string) (rows []indexer.Row) {
	t.Helper()
	content, err := os.ReadFile(report)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range bytes.Lines(content) {
		var row indexer.Row
		if !bytes.HasSuffix(line, []byte("\n")) {
			continue
		}
		if err := json.Unmarshal(line, &row); err != nil {
			t.Errorf("the report has the row %q: %v", line, err)
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

// check looks at the data folder as whatever comes next would find it: nothing
// is damaged, and all that was acknowledged is there, in that edition or in one
// that a run which was killed has brought in without saying so. Problems of the
// kinds named are for the next run to end.
func (p *papers) check(after string, ended ...string) {
	p.t.Helper()
	kept, err := catalog.OpenReadOnly(p.t.Context(), p.data)
	if err != nil {
		p.t.Fatalf("%s: %v", after, err)
	}
	defer kept.Close()
	seen, err := kept.Verify(p.t.Context())
	problems := slices.DeleteFunc(seen.Problems, func(found catalog.Problem) bool { return slices.Contains(ended, found.Kind) })
	if err != nil || len(problems) > 0 {
		p.t.Errorf("%s: %v, %v", after, problems, err)
	}
	texts := map[corpus.ID]string{}
	for s, err := range kept.All(p.t.Context()) {
		if err != nil {
			p.t.Fatalf("%s: %v", after, err)
		}
		for _, page := range s.Pages {
			texts[s.ID] += page.Text
		}
	}
	for file, edition := range p.kept {
		text := texts[p.ids[file]]
		if text == "" {
			p.t.Errorf("%s: %s was brought in, and is lost", after, file)
		}
		if held := editionOf(file, text); held < edition || held > p.edition[file] {
			p.t.Errorf("%s: %s was brought in as edition %d, and is %d", after, file, edition, held)
		}
	}
	index := filepath.Join(p.data, "index")
	wholeIndex(p.t, after, index)
	opened, err := newEngine(index, nil).Open(p.t.Context())
	if err != nil {
		p.t.Fatalf("%s: %v", after, err)
	}
	defer opened.Close()
	if reason := opened.State().Degraded; reason != nil {
		p.t.Errorf("%s: %v", after, reason)
	}
}

// wholeIndex sees that no generation in a folder is damaged.
func wholeIndex(t *testing.T, after, dir string) {
	t.Helper()
	faults, err := newEngine(dir, nil).Check(t.Context())
	if err != nil || len(faults) > 0 {
		t.Errorf("%s: %v, %v", after, faults, err)
	}
}

// finish runs the command again, to its end: then every document is found as it
// is in the folder. It returns how long that took.
func (p *papers) finish(after string) time.Duration {
	p.t.Helper()
	start := time.Now()
	if o := outcomeOf(p.t, p.command()...); o.code != exitOK {
		p.t.Fatalf("%s, the same command ended with %+v", after, o)
	}
	took := time.Since(start)
	p.acknowledge()
	p.check(after)
	if o := outcomeOf(p.t, "status", "--data", p.data); o.code != exitOK || !strings.Contains(o.stdout, "state      current") {
		p.t.Errorf("%s: status says %+v", after, o)
	}
	index, err := newEngine(filepath.Join(p.data, "index"), nil).Open(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	defer index.Close()
	for file, edition := range p.edition {
		if n := p.count(index, query.Word{Text: word(file, edition)}); n != 1 {
			p.t.Errorf("%s: %s is found %d times", after, word(file, edition), n)
		}
	}
	entries, err := os.ReadDir(p.folder)
	if err != nil {
		p.t.Fatal(err)
	}
	if n := p.count(index, nil); n != len(entries) {
		p.t.Errorf("%s: %d documents are found, want %d", after, n, len(entries))
	}
	return took
}

// count is how many documents an index finds.
func (p *papers) count(index search.Searcher, q query.Expr) int {
	p.t.Helper()
	found, err := index.Search(p.t.Context(), search.Request{Query: q, Size: 1, Documents: true})
	if err != nil {
		p.t.Fatal(err)
	}
	return found.Total
}
