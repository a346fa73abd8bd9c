package bleveindex_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rostrum/corpus"
	"rostrum/internal/faults"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/enginetest"
	"rostrum/search/query"
)

// Environment variables with the folder in which a copy of this test builds
// generations, or updates an index, until it is killed.
const (
	buildUntilKilled  = "ROSTRUM_TEST_BUILD_IN"
	updateUntilKilled = "ROSTRUM_TEST_UPDATE_IN"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(buildUntilKilled); dir != "" {
		untilKilled(1, func(n int) error {
			_, err := bleveindex.New(bleveindex.Config{Dir: dir}).Rebuild(context.Background(), enginetest.NewCatalog(speech3(n)...))
			return err
		})
	}
	if dir := os.Getenv(updateUntilKilled); dir != "" {
		first := 0
		if ix, err := reopen(bleveindex.Config{Dir: dir}); err == nil {
			_, _ = fmt.Sscanf(ix.State().Catalog, "r%d", &first) // a value that cannot be parsed fails the parent
			_ = ix.Close()
		}
		untilKilled(first+1, func(n int) error {
			_, err := bleveindex.New(bleveindex.Config{Dir: dir}).Update(context.Background(), edition(n))
			return err
		})
	}
	// Every drawn corpus is an index on disk, three of them in steps; make check
	// draws more, by -rapid.checks.
	if err := flag.Set("rapid.checks", "25"); err != nil {
		panic(err)
	}
	// Bleve, with which benchmarks compare, starts goroutines when it is imported.
	goleak.VerifyTestMain(m, goleak.IgnoreCurrent())
}

// untilKilled calls do repeatedly, and prints when each call is done.
func untilKilled(first int, do func(n int) error) {
	for n := first; ; n++ {
		if err := do(n); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(n)
	}
}

// edition is a catalogue of sixty statements, and three that have changed n times and
// contain the word generationN.
func edition(n int) editions {
	e := editions{enginetest.NewCatalog(many(60)...), n}
	for i, s := range speech3(n) {
		s.ID = corpus.ID(fmt.Sprint("changing", i))
		e.Put(s)
	}
	return e
}

// editions is a catalogue with three statements that differ in each edition.
type editions struct {
	*enginetest.Catalog
	n int
}

// Revision implements search.Catalog.
func (e editions) Revision(context.Context) (string, error) { return fmt.Sprint("r", e.n), nil }

// Versions implements search.Catalog.
func (e editions) Versions(ctx context.Context) (map[corpus.ID]int64, error) {
	versions, err := e.Catalog.Versions(ctx)
	for i := range 3 {
		versions[corpus.ID(fmt.Sprint("changing", i))] = int64(1000 + e.n)
	}
	return versions, err
}

// Some implements search.Catalog.
func (e editions) Some(ctx context.Context, ids []corpus.ID) iter.Seq2[corpus.Statement, error] {
	return e.versioned(e.Catalog.Some(ctx, ids))
}

// All implements search.Catalog.
func (e editions) All(ctx context.Context) iter.Seq2[corpus.Statement, error] {
	return e.versioned(e.Catalog.All(ctx))
}

func (e editions) versioned(list iter.Seq2[corpus.Statement, error]) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		for s, err := range list {
			if strings.HasPrefix(string(s.ID), "changing") {
				s.Version = int64(1000 + e.n)
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

// speech3 returns three statements; the word generationN identifies their edition.
func speech3(n int) []corpus.Statement {
	var out []corpus.Statement
	for i := range 3 {
		out = append(out, statement(fmt.Sprintf("s%d", i), "Statement on cooperation", corpus.English, fmt.Sprintf("Victims before the court, generation%d. Page of text.", n)))
	}
	return out
}

func clauseMatches(t *testing.T, ix *bleveindex.Index, word string) int {
	t.Helper()
	res, err := ix.Search(context.Background(), search.Request{Query: query.Word{Text: word}, Size: 10, Passages: 2, Facets: search.FacetFields})
	if err != nil {
		t.Fatal(err)
	}
	return res.Total
}

// twoGenerations builds two editions, and returns the folder and the files of the
// newer one.
func twoGenerations(t *testing.T) (cfg bleveindex.Config, newest string, files []string) {
	t.Helper()
	cfg = bleveindex.Config{Dir: t.TempDir()}
	for n := 1; n <= 2; n++ {
		newest = rebuild(t, cfg, enginetest.NewCatalog(speech3(n)...)).Generation
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

// TestDamage flips bits, truncates files and removes them. Damage must be detected
// before anything is answered from it.
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
		if err := wrong(cfg); err == nil {
			t.Errorf("%s %s: verify says %v", filepath.Base(path), what, err)
		}
		ix, err := reopen(cfg)
		if err != nil {
			t.Fatalf("%s %s: %v", filepath.Base(path), what, err)
		}
		if state := ix.State(); state.Generation == newest || state.Degraded == nil {
			t.Errorf("%s %s: %s answers, degraded: %q", filepath.Base(path), what, state.Generation, state.Degraded)
		}
		if n := clauseMatches(t, ix, "generation1"); n != 3 {
			t.Errorf("%s %s: the generation before finds %d", filepath.Base(path), what, n)
		}
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
		if err := os.WriteFile(path, before, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := wrong(cfg); err != nil {
		t.Error(err)
	}
}

// TestDamagedPointer damages CURRENT: the newest generation is opened then.
func TestDamagedPointer(t *testing.T) {
	cfg, newest, _ := twoGenerations(t)
	for _, content := range []string{"", "g-no-such-generation\n", "../etc\n", "building-1\n", "\x00"} {
		if err := os.WriteFile(filepath.Join(cfg.Dir, "CURRENT"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		ix, err := reopen(cfg)
		if err != nil {
			t.Fatalf("CURRENT is %q: %v", content, err)
		}
		if state := ix.State(); state.Generation != newest || state.Degraded == nil {
			t.Errorf("CURRENT is %q: %s answers, degraded: %q", content, state.Generation, state.Degraded)
		}
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := os.Remove(filepath.Join(cfg.Dir, "CURRENT")); err != nil {
		t.Fatal(err)
	}
	rebuild(t, cfg, enginetest.NewCatalog(speech3(3)...))
	if n := clauseMatches(t, openIndex(t, cfg), "generation3"); n != 3 {
		t.Errorf("after a rebuild %d statements are found", n)
	}
}

// TestNothingToOpen opens an index without an intact generation.
func TestNothingToOpen(t *testing.T) {
	cfg := bleveindex.Config{Dir: t.TempDir()}
	info := rebuild(t, cfg, enginetest.NewCatalog(speech3(1)...))
	manifest := filepath.Join(cfg.Dir, info.Generation, "manifest.json")
	raw, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(manifest, raw[1:], 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := reopen(cfg); !errors.Is(err, corpus.ErrNoIndex) || !errors.Is(err, search.ErrDamaged) {
		t.Errorf("the manifest is damaged: %v", err)
	}
	if err := os.Remove(manifest); err != nil {
		t.Fatal(err)
	}
	if _, err := reopen(cfg); !errors.Is(err, corpus.ErrNoIndex) || errors.Is(err, search.ErrNotBuilt) {
		t.Errorf("the manifest is gone: %v", err)
	}
}

// unread is a catalogue that fails while it is read.
type unread struct {
	*enginetest.Catalog
	err error
}

// All implements search.Catalog.
func (c unread) All(context.Context) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		if yield(c.List()[0], nil) {
			yield(corpus.Statement{}, c.err)
		}
	}
}

// TestFailedBuild fails a build: nothing of it is left behind.
func TestFailedBuild(t *testing.T) {
	cfg, newest, _ := twoGenerations(t)
	broken := errors.New("the catalogue cannot be read")
	if _, err := bleveindex.New(cfg).Rebuild(t.Context(), unread{enginetest.NewCatalog(speech3(3)...), broken}); !errors.Is(err, broken) {
		t.Errorf("a broken catalogue: %v", err)
	}
	if name := published(t, cfg); name != newest {
		t.Errorf("%s is published, want %s", name, newest)
	}
	entries, err := os.ReadDir(cfg.Dir)
	if err != nil || len(entries) != 3 {
		t.Errorf("the folder holds %v, %v; want two generations and CURRENT", entries, err)
	}
}

// TestFaultKilledBuild kills builds at random points. The last generation announced
// is opened afterwards, or the one that was being published.
func TestFaultKilledBuild(t *testing.T) {
	kills := faults.Times(8, 500)
	note := faults.Begin(t, faults.Kill)
	testKilled(t, buildUntilKilled, kills)
	note("builds of an index: %d kills, each opened whole", kills)
}

// TestFaultKilledUpdate does the same with updates, each of which continues after the
// previous one was killed; every file of every generation is intact.
func TestFaultKilledUpdate(t *testing.T) {
	kills := faults.Times(12, 500)
	note := faults.Begin(t, faults.Kill)
	dir := testKilled(t, updateUntilKilled, kills)
	note("updates of an index: %d kills, every file of every generation whole", kills)
	if err := wrong(bleveindex.Config{Dir: dir}); err != nil {
		t.Error(err)
	}
	if n := segments(t, bleveindex.Config{Dir: dir}); n < 2 {
		t.Errorf("the generation has %d segment: all was built at once, not updated", n)
	}
	ix := openIndex(t, bleveindex.Config{Dir: dir})
	for i := range 60 {
		if n := clauseMatches(t, ix, fmt.Sprint("number", i)); n != 1 {
			t.Errorf("statement %d, which never changed, is found %d times", i, n)
		}
	}
}

// testKilled kills copies of this test at work in a folder, named by an environment
// variable, and returns the folder.
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
			if last == "" { // at any moment after the first generation
				kill = time.AfterFunc(time.Duration(random.IntN(100))*time.Millisecond, func() { _ = build.Process.Kill() })
			}
			last = lines.Text()
		}
		_ = build.Wait() // it was killed
		kill.Stop()
		cfg := bleveindex.Config{Dir: dir}
		if err := wrong(cfg); err != nil {
			t.Errorf("after the kill: %v", err)
		}
		ix, err := reopen(cfg)
		if err != nil {
			t.Fatalf("after the kill: %v", err)
		}
		if reason := ix.State().Degraded; reason != nil {
			t.Errorf("after the kill: %v", reason)
		}
		n := 0
		if _, err := fmt.Sscan(last, &n); err != nil {
			t.Fatalf("the build said %q", last)
		}
		if clauseMatches(t, ix, fmt.Sprint("generation", n))+clauseMatches(t, ix, fmt.Sprint("generation", n+1)) != 3 {
			t.Errorf("neither generation %d nor the next answers", n)
		}
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	}
	return dir
}
