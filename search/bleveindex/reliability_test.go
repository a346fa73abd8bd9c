package bleveindex_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rostrum/corpus"
	"rostrum/internal/faults"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
)

// These name the folder in which a copy of this test builds one generation
// after the other, or adds to the one before, to be killed at it.
const (
	buildUntilKilled  = "ROSTRUM_TEST_BUILD_IN"
	updateUntilKilled = "ROSTRUM_TEST_UPDATE_IN"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(buildUntilKilled); dir != "" {
		untilKilled(1, func(n int) error {
			_, err := bleveindex.Build(context.Background(), bleveindex.Config{Dir: dir}, fmt.Sprint(n), each(speech3(n)))
			return err
		})
	}
	if dir := os.Getenv(updateUntilKilled); dir != "" {
		first := 0
		if revision, err := bleveindex.Revision(dir); err == nil && revision != "" {
			_, _ = fmt.Sscanf(revision, "r%d", &first) // one that cannot be read fails the parent
		}
		untilKilled(first+1, func(n int) error {
			_, err := bleveindex.Update(context.Background(), bleveindex.Config{Dir: dir}, edition(n))
			return err
		})
	}
	// Every drawn corpus is an index on disk, three of them in steps; make check
	// and -rapid.checks draw more.
	if err := flag.Set("rapid.checks", "25"); err != nil {
		panic(err)
	}
	// Bleve, which benchmarks compare with, starts workers when it is imported.
	goleak.VerifyTestMain(m, goleak.IgnoreCurrent())
}

// untilKilled does one thing after the other and says when each is done.
func untilKilled(first int, do func(n int) error) {
	for n := first; ; n++ {
		if err := do(n); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(n)
	}
}

// edition is a catalogue of sixty statements that has seen n changes: the word
// generationN stands in three of them.
func edition(n int) *shelf {
	c := newShelf(many(60)...)
	c.changes = int64(n)
	for i, s := range speech3(n) {
		s.ID, s.Version = corpus.ID(fmt.Sprint("changing", i)), int64(1000+n)
		c.statements[s.ID] = s
	}
	return c
}

// speech3 is three statements; the word generationN tells their edition.
func speech3(n int) []corpus.Statement {
	var out []corpus.Statement
	for i := range 3 {
		out = append(out, statement(fmt.Sprintf("s%d", i), "Statement on cooperation", corpus.English, fmt.Sprintf("Victims before the court, generation%d. Page of text.", n)))
	}
	return out
}

func found(t *testing.T, ix *bleveindex.Index, word string) int {
	t.Helper()
	res, err := ix.Search(context.Background(), search.Request{Query: query.Word{Text: word}, Size: 10, Passages: 2, Facets: search.FacetFields})
	if err != nil {
		t.Fatal(err)
	}
	return res.Total
}

// twoGenerations builds two editions and returns the folder and its files but
// those of the older edition.
func twoGenerations(t *testing.T) (cfg bleveindex.Config, newest string, files []string) {
	t.Helper()
	cfg = bleveindex.Config{Dir: t.TempDir()}
	for n := 1; n <= 2; n++ {
		info, err := bleveindex.Build(context.Background(), cfg, fmt.Sprint("r", n), each(speech3(n)))
		if err != nil {
			t.Fatal(err)
		}
		newest = info.Generation
	}
	err := filepath.WalkDir(filepath.Join(cfg.Dir, newest), func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return cfg, newest, files
}

// TestDamage changes single bits, cuts files off and takes them away. Damage
// must be found before anything is answered from it.
func TestDamage(t *testing.T) {
	cfg, newest, files := twoGenerations(t)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 40 {
		path := files[i%len(files)]
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		after := append([]byte(nil), before...)
		what := ""
		switch {
		case i%8 == 6 && len(after) > 0:
			after = after[:random.IntN(len(after))]
			what = "cut off"
		case i%8 == 7:
			after = append(after, 0)
			what = "longer"
		case len(after) > 0:
			bit := random.IntN(8 * len(after))
			after[bit/8] ^= 1 << (bit % 8)
			what = fmt.Sprintf("bit %d changed", bit)
		}
		if err := os.WriteFile(path, after, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := bleveindex.Verify(cfg.Dir); !errors.Is(err, corpus.ErrNoIndex) {
			t.Errorf("%s %s: verify says %v", filepath.Base(path), what, err)
		}
		ix, err := bleveindex.Open(cfg)
		if err != nil {
			t.Fatalf("%s %s: %v", filepath.Base(path), what, err)
		}
		if ix.Info().Generation == newest || !strings.Contains(ix.Degraded(), "rostrum index --rebuild") {
			t.Errorf("%s %s: %s answers, degraded: %q", filepath.Base(path), what, ix.Info().Generation, ix.Degraded())
		}
		if n := found(t, ix, "generation1"); n != 3 {
			t.Errorf("%s %s: the generation before finds %d", filepath.Base(path), what, n)
		}
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
		if err := os.WriteFile(path, before, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := bleveindex.Verify(cfg.Dir); err != nil {
		t.Error(err)
	}
}

// TestDamagedPointer spoils CURRENT: the newest generation answers then.
func TestDamagedPointer(t *testing.T) {
	cfg, newest, _ := twoGenerations(t)
	for _, content := range []string{"", "g-no-such-generation\n", "../etc\n", "building-1\n", "\x00"} {
		if err := os.WriteFile(filepath.Join(cfg.Dir, "CURRENT"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		ix, err := bleveindex.Open(cfg)
		if err != nil {
			t.Fatalf("CURRENT is %q: %v", content, err)
		}
		if ix.Info().Generation != newest || ix.Degraded() == "" {
			t.Errorf("CURRENT is %q: %s answers, degraded: %q", content, ix.Info().Generation, ix.Degraded())
		}
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := os.Remove(filepath.Join(cfg.Dir, "CURRENT")); err != nil {
		t.Fatal(err)
	}
	if _, err := bleveindex.Build(context.Background(), cfg, "r3", each(speech3(3))); err != nil {
		t.Fatal(err)
	}
	ix, err := bleveindex.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if found(t, ix, "generation3") != 3 || ix.Degraded() != "" {
		t.Errorf("after a rebuild: degraded: %q", ix.Degraded())
	}
}

// TestNothingToOpen says what to do where there is no index, and where all of
// it is damaged.
func TestNothingToOpen(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none")} {
		if _, err := bleveindex.Open(bleveindex.Config{Dir: dir}); !errors.Is(err, corpus.ErrNoIndex) || !strings.Contains(err.Error(), "rostrum index") {
			t.Errorf("no index: %v", err)
		}
		if r, err := bleveindex.Revision(dir); r != "" || err != nil {
			t.Errorf("no index has revision %q, %v", r, err)
		}
	}
	cfg := bleveindex.Config{Dir: t.TempDir()}
	info, err := bleveindex.Build(context.Background(), cfg, "r1", each(speech3(1)))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(cfg.Dir, info.Generation, "manifest.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := bleveindex.Open(cfg); !errors.Is(err, corpus.ErrNoIndex) || !strings.Contains(err.Error(), "rostrum index --rebuild") {
		t.Errorf("all damaged: %v", err)
	}
}

// TestFailedBuild breaks off a build: what was there goes on to answer, and
// nothing is left lying about.
func TestFailedBuild(t *testing.T) {
	cfg, newest, _ := twoGenerations(t)
	broken := errors.New("the catalogue cannot be read")
	_, err := bleveindex.Build(context.Background(), cfg, "r3", func(yield func(corpus.Statement, error) bool) {
		if yield(speech3(3)[0], nil) {
			yield(corpus.Statement{}, broken)
		}
	})
	if !errors.Is(err, broken) {
		t.Errorf("a broken catalogue: %v", err)
	}
	twice := append(speech3(3), speech3(3)[0])
	if _, err := bleveindex.Build(context.Background(), cfg, "r3", each(twice)); !errors.Is(err, corpus.ErrInvalid) {
		t.Errorf("an id given twice: %v", err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := bleveindex.Build(cancelled, cfg, "r3", each(speech3(3))); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if name, err := bleveindex.Current(cfg.Dir); name != newest || err != nil {
		t.Errorf("in use is %s, %v; want %s", name, err, newest)
	}
	if r, err := bleveindex.Revision(cfg.Dir); r != "r2" || err != nil {
		t.Errorf("the revision is %q, %v", r, err)
	}
	entries, err := os.ReadDir(cfg.Dir)
	if err != nil || len(entries) != 3 {
		t.Errorf("the folder holds %v, %v; want two generations and CURRENT", entries, err)
	}
}

// TestFaultKilledBuild kills builds at random points. The generation that was
// announced last answers, or the one that was being put in its place.
func TestFaultKilledBuild(t *testing.T) {
	kills := faults.Times(8, 500)
	note := faults.Begin(t, faults.Kill)
	testKilled(t, buildUntilKilled, kills)
	note("builds of an index: %d kills, each opened whole", kills)
}

// TestFaultKilledUpdate does the same to updates, each of which goes on from where
// the one before was killed, and finds every file of every generation whole.
func TestFaultKilledUpdate(t *testing.T) {
	kills := faults.Times(12, 500)
	note := faults.Begin(t, faults.Kill)
	dir := testKilled(t, updateUntilKilled, kills)
	note("updates of an index: %d kills, every file of every generation whole", kills)
	if err := bleveindex.Verify(dir); err != nil {
		t.Error(err)
	}
	if n := segments(t, bleveindex.Config{Dir: dir}); n < 2 {
		t.Errorf("the generation has %d segment: all was built at once, not updated", n)
	}
	ix := openIndex(t, bleveindex.Config{Dir: dir})
	for i := range 60 {
		if n := found(t, ix, fmt.Sprint("number", i)); n != 1 {
			t.Errorf("statement %d, which never changed, is found %d times", i, n)
		}
	}
}

// testKilled kills copies of this test a number of times at what a variable
// says, and returns the folder that they worked in.
func testKilled(t *testing.T, variable string, kills int) string {
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(3, 4))
	for range kills {
		build := exec.Command(os.Args[0])
		build.Env = append(os.Environ(), variable+"="+dir)
		out, err := build.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := build.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		last := ""
		kill := time.AfterFunc(time.Hour, func() {})
		for lines.Scan() {
			if last == "" { // from the first generation on, at any moment
				kill = time.AfterFunc(time.Duration(random.IntN(100))*time.Millisecond, func() { _ = build.Process.Kill() })
			}
			last = lines.Text()
		}
		_ = build.Wait() // it was killed
		kill.Stop()
		if err := bleveindex.Verify(dir); err != nil {
			t.Errorf("after the kill: %v", err)
		}
		ix, err := bleveindex.Open(bleveindex.Config{Dir: dir})
		if err != nil {
			t.Fatalf("after the kill: %v", err)
		}
		if ix.Degraded() != "" {
			t.Errorf("after the kill: %s", ix.Degraded())
		}
		n := 0
		if _, err := fmt.Sscan(last, &n); err != nil {
			t.Fatalf("the build said %q", last)
		}
		if found(t, ix, fmt.Sprint("generation", n))+found(t, ix, fmt.Sprint("generation", n+1)) != 3 {
			t.Errorf("neither generation %d nor the next answers", n)
		}
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	}
	return dir
}

// TestConcurrent asks from many sides at once; the race detector watches.
func TestConcurrent(t *testing.T) {
	ix := open(t, bleveindex.Config{}, speech3(1)...)
	questions := []query.Expr{
		nil, query.Word{Text: "victims"}, query.Phrase{Text: "before the court"}, query.Word{Text: "vict", Prefix: true},
		query.Word{Text: "cuort", Fuzzy: true}, query.All{query.Word{Text: "victims"}, query.Word{Text: "page"}},
	}
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 40 {
				q := questions[(worker+i)%len(questions)]
				res, err := ix.Search(context.Background(), search.Request{Query: q, Size: 5, Passages: 3, Facets: search.FacetFields})
				if err != nil || res.Total != 3 {
					t.Errorf("%v: %v, %v", q, res, err)
					return
				}
			}
		})
	}
	group.Wait()
}
