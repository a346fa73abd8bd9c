package service_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/quality"
	"rostrum/search/query"
	"rostrum/search/service"
)

// publish builds an index of statements with these titles.
func publish(t *testing.T, engine search.Engine, titles ...string) {
	t.Helper()
	all := func(yield func(corpus.Statement, error) bool) {
		for _, title := range titles {
			s := corpus.Statement{ID: corpus.NewID(title), Title: title, Language: corpus.English}
			s.Pages = []corpus.Page{{Number: 1, Text: "A sample text about " + title + ".", Language: corpus.English}}
			if !yield(s, nil) {
				return
			}
		}
	}
	if _, err := engine.Rebuild(t.Context(), quality.Once{Statements: all}); err != nil {
		t.Fatal(err)
	}
}

func found(t *testing.T, s search.Searcher, word string) int {
	t.Helper()
	results, err := s.Search(t.Context(), search.Request{Query: query.Word{Text: word}})
	if err != nil {
		t.Fatal(err)
	}
	return results.Total
}

// A request keeps the index that it began with, and whoever comes after another
// was published gets that.
func TestLeaseOutlivesItsIndex(t *testing.T) {
	engine := bleveindex.New(bleveindex.Config{Dir: t.TempDir()})
	live := service.Open(t.Context(), engine)
	if _, _, err := live.Acquire(); !errors.Is(err, search.ErrNotBuilt) {
		t.Errorf("before anything was indexed: %v, want %v", err, search.ErrNotBuilt)
	}
	publish(t, engine, "caravans")
	if opened, err := live.Reload(t.Context()); err != nil || !opened {
		t.Fatalf("the first index was opened: %t, %v", opened, err)
	}
	old, release, err := live.Acquire()
	if err != nil {
		t.Fatal(err)
	}
	publish(t, engine, "wells")
	if opened, err := live.Reload(t.Context()); err != nil || !opened {
		t.Fatalf("the second index was opened: %t, %v", opened, err)
	}
	if opened, err := live.Reload(t.Context()); err != nil || opened {
		t.Errorf("with nothing new an index was opened: %t, %v", opened, err)
	}
	if n, m := found(t, old, "caravans"), found(t, live, "wells"); n != 1 || m != 1 {
		t.Errorf("%d found by the lease and %d after it, want 1 each", n, m)
	}
	live.Close()
	if n := found(t, old, "caravans"); n != 1 {
		t.Errorf("%d found by a lease after all was closed, want 1", n)
	}
	release()
	if _, err := live.State(); !errors.Is(err, corpus.ErrNoIndex) {
		t.Errorf("a closed service: %v, want the kind %v", err, corpus.ErrNoIndex)
	}
}

// TestSpoiltNameIsLookedAtOnce spoils the name of the published generation: the
// service goes on with it, says so, and reads it once, not every second.
func TestSpoiltNameIsLookedAtOnce(t *testing.T) {
	dir := t.TempDir()
	engine := bleveindex.New(bleveindex.Config{Dir: dir})
	publish(t, engine, "caravans")
	live := service.Open(t.Context(), engine)
	defer live.Close()
	name := filepath.Join(dir, "CURRENT")
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		content  string
		opened   bool
		degraded bool
	}{{string(whole), false, false}, {"g-none\x00", true, true}, {"g-none\x00", false, true}, {string(whole), true, false}, {string(whole), false, false}} {
		if err := os.WriteFile(name, []byte(step.content), 0o644); err != nil {
			t.Fatal(err)
		}
		opened, err := live.Reload(t.Context())
		state, stateErr := live.State()
		if err = errors.Join(err, stateErr); err != nil || opened != step.opened || (state.Degraded != nil) != step.degraded {
			t.Errorf("CURRENT is %q: opened %v, %v, degraded %v", step.content, opened, err, state.Degraded)
		}
	}
}
