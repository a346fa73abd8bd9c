package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/corpus/sample"
	"rostrum/indexer"
	"rostrum/internal/faults"
	"rostrum/search"
	"rostrum/search/bleveindex"
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
// that a run which was killed has brought in without saying so.
func (p *papers) check(after string) {
	p.t.Helper()
	kept, err := catalog.OpenReadOnly(p.t.Context(), p.data)
	if err != nil {
		p.t.Fatalf("%s: %v", after, err)
	}
	defer kept.Close()
	seen, err := kept.Verify(p.t.Context())
	if err != nil || len(seen.Problems) > 0 {
		p.t.Errorf("%s: %v, %v", after, seen.Problems, err)
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
	if err := bleveindex.Verify(index); err != nil {
		p.t.Errorf("%s: %v", after, err)
	}
	opened, err := bleveindex.Open(bleveindex.Config{Dir: index})
	if err != nil {
		p.t.Fatalf("%s: %v", after, err)
	}
	defer opened.Close()
	if opened.Degraded() != "" {
		p.t.Errorf("%s: %s", after, opened.Degraded())
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
	index, err := bleveindex.Open(bleveindex.Config{Dir: filepath.Join(p.data, "index")})
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
func (p *papers) count(index *bleveindex.Index, q query.Expr) int {
	p.t.Helper()
	found, err := index.Search(p.t.Context(), search.Request{Query: q, Size: 1, Documents: true})
	if err != nil {
		p.t.Fatal(err)
	}
	return found.Total
}

// kill runs the program and kills it after a while. It tells whether there was
// still something to kill.
func (p *papers) kill(after time.Duration, args ...string) bool {
	p.t.Helper()
	if err := os.RemoveAll(p.report()); err != nil { // that of the run before
		p.t.Fatal(err)
	}
	var stderr lockedBuffer
	cmd := apart(args...)
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	err := cmd.Wait()
	timer.Stop()
	killed := cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled()
	if err != nil && !killed {
		p.t.Fatalf("%s ended with %v: %s", strings.Join(args, " "), err, stderr.String())
	}
	return killed
}

// someTime is a time in which a run that took so long last is somewhere, or has
// just ended.
func (p *papers) someTime(took time.Duration) time.Duration {
	return time.Duration(p.random.Int64N(int64(took + took/8)))
}

// TestFaultKilledIndex kills `rostrum index` at random points while its folder
// grows and changes. Whatever its reports said was brought in is there
// afterwards, the index opens as it was or as it was about to be, and the same
// command goes on to the end. One that was killed is often killed again.
func TestFaultKilledIndex(t *testing.T) {
	kills := faults.Times(6, 1000)
	note := faults.Begin(t, faults.Kill)
	p := newPapers(t)
	p.change(0)
	took := p.finish("at first")
	killed, finished, slowest := 0, 0, time.Duration(0)
	for round := 1; killed < kills; round++ {
		if round > 4*kills+40 {
			t.Fatalf("%d runs, but only %d kills", round, killed)
		}
		p.change(round)
		before := time.Now()
		ended := !p.kill(p.someTime(took), p.command()...)
		if ended {
			took = time.Since(before)
		} else {
			killed++
		}
		p.acknowledge()
		p.check(fmt.Sprintf("after %d kills", killed))
		if killed%5 == 0 || killed == kills {
			p.finish(fmt.Sprintf("after %d kills", killed))
			finished++
		}
		if killed%50 == 1 && !ended {
			slowest = max(slowest, p.ready())
		}
	}
	if faults.Full() && slowest > 5*time.Second {
		t.Errorf("a service was ready %s after a kill, want 5 s at most", slowest)
	}
	note("`rostrum index` whole: %d kills; of %d documents acknowledged %s lost, after %d kills the same command ran to its end, serving again after %.1f s at most",
		kills, p.acknowledged, map[bool]string{true: "some", false: "none"}[t.Failed()], finished, slowest.Seconds())
}

// ready is how long it takes from a kill until a service answers.
func (p *papers) ready() time.Duration {
	p.t.Helper()
	start := time.Now()
	s := serve(p.t, "--data", p.data, "--page-pictures", "0")
	status, body, err := s.get("/readyz")
	if err != nil || status != http.StatusOK {
		p.t.Errorf("after a kill /readyz answers %d %s, %v", status, body, err)
	}
	took := time.Since(start)
	if err := s.stop(); err != nil {
		p.t.Error(err)
	}
	return took
}

// TestFaultKilledCorrection kills corrections at random points: each is kept as
// a whole or not at all, and said again it is found.
func TestFaultKilledCorrection(t *testing.T) {
	kills := faults.Times(3, 100)
	note := faults.Begin(t, faults.Kill)
	p := newPapers(t)
	p.change(0)
	took := p.finish("at first")
	files := slices.Sorted(maps.Keys(p.edition))
	titles := map[corpus.ID]string{} // as acknowledged
	killed := 0
	for round := 1; killed < kills; round++ {
		if round > 4*kills+40 {
			t.Fatalf("%d runs, but only %d kills", round, killed)
		}
		id := p.ids[files[round%len(files)]]
		args := []string{"correct", string(id), fmt.Sprintf("title=heading%d", round), "topic=Cooperation", "--data", p.data}
		before := time.Now()
		if p.kill(p.someTime(took), args...) {
			killed++
		} else {
			took = time.Since(before)
			titles[id] = fmt.Sprint("heading", round)
		}
		after := fmt.Sprintf("after %d kills", killed)
		p.check(after)
		s := p.statement(id)
		fresh := s.Title == fmt.Sprint("heading", round)
		if !fresh && titles[id] != "" && s.Title != titles[id] {
			t.Errorf("%s: %s is called %q, want %q", after, id, s.Title, titles[id])
		}
		if fresh != (slices.Contains(s.Topics, "cooperation") && len(s.Topics) == 1) && titles[id] == "" {
			t.Errorf("%s: half a correction was kept: title %q, topics %v", after, s.Title, s.Topics)
		}
		if o := outcomeOf(t, args...); o.code != exitOK {
			t.Fatalf("%s, the same correction ended with %+v", after, o)
		}
		titles[id] = fmt.Sprint("heading", round)
		if o := outcomeOf(t, "search", fmt.Sprint("title:heading", round), "--data", p.data); !strings.Contains(o.stdout, "1 statement\n") {
			t.Errorf("%s: the title that was given is not found: %+v", after, o)
		}
	}
	if !t.Failed() {
		note("corrections: %d kills, each kept whole or not at all", kills)
	}
}

func (p *papers) statement(id corpus.ID) corpus.Statement {
	p.t.Helper()
	kept, err := catalog.OpenReadOnly(p.t.Context(), p.data)
	if err != nil {
		p.t.Fatal(err)
	}
	defer kept.Close()
	s, err := kept.Statement(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// TestFaultKilledRemoval kills removals at random points. A statement is there
// as a whole, or on its way out; said again, the removal leaves nothing of it,
// nor does what is indexed next.
func TestFaultKilledRemoval(t *testing.T) {
	kills := faults.Times(3, 100)
	note := faults.Begin(t, faults.Kill)
	p := newPapers(t)
	killed := 0
	var took time.Duration
	for round := 0; killed < kills; round++ {
		if round > 4*kills+40 {
			t.Fatalf("%d runs, but only %d kills", round, killed)
		}
		file := fmt.Sprintf("withdrawn%d.txt", round)
		p.edition[file] = 1
		p.write(file, fmt.Appendf(nil, "Sample text %s, written for a test of removals that are killed. It was said by nobody.", word(file, 1)))
		if all := p.finish("before a removal"); round == 0 {
			took = all
		}
		id := p.ids[file]
		args := []string{"remove", string(id), "--reason", "a test", "--data", p.data}
		before := time.Now()
		if p.kill(p.someTime(took), args...) {
			killed++
		} else {
			took = time.Since(before)
		}
		after := fmt.Sprintf("after %d kills", killed)
		delete(p.kept, file)
		delete(p.edition, file)
		p.check(after)
		again := args
		if round%2 == 1 && !p.has(id) {
			again = []string{"index", "--rebuild", "--data", p.data} // finishes what is left of any removal
		}
		if o := outcomeOf(t, again...); o.code != exitOK {
			t.Fatalf("%s, %v ended with %+v", after, again, o)
		}
		if left := holding(t, p.data, word(file, 1)); len(left) > 0 {
			t.Errorf("%s, %v left the text in %v", after, again, left)
		}
		// The file is still at the source, and stays away.
		if o := outcomeOf(t, p.command()...); o.code != exitOK {
			t.Fatalf("%s: %+v", after, o)
		}
		if left := holding(t, p.data, word(file, 1)); len(left) > 0 {
			t.Errorf("%s: what was taken down came back in %v", after, left)
		}
		if err := os.Remove(filepath.Join(p.folder, file)); err != nil {
			t.Fatal(err)
		}
	}
	if !t.Failed() {
		note("removals: %d kills, finished by the next run each left nothing", kills)
	}
}

func (p *papers) has(id corpus.ID) bool {
	p.t.Helper()
	kept, err := catalog.OpenReadOnly(p.t.Context(), p.data)
	if err != nil {
		p.t.Fatal(err)
	}
	defer kept.Close()
	_, err = kept.Location(p.t.Context(), id)
	return err == nil
}

// holding lists the files under a folder that hold a text. No database in it may
// be open in this process: to close any file is to lose all locks on it.
func holding(t *testing.T, folder, text string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(text)) {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
