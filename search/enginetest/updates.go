package enginetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// numbered are statements by two organizations, each with a number that no other has.
func numbered(n int) []corpus.Statement {
	var list []corpus.Statement
	for i := range n {
		s := statement(fmt.Sprintf("s%02d", i), "Statement on cooperation", corpus.English, fmt.Sprintf("Victims before the court, statement number%d.", i))
		s.Authors = []corpus.OrgID{"FRA"}
		if i < n/6 {
			s.Authors = []corpus.OrgID{"hrw"}
		}
		list = append(list, s)
	}
	return list
}

// finds is the number of works that a word finds.
func finds(t *testing.T, ix search.Searcher, word string) int {
	t.Helper()
	res, err := ix.Search(context.Background(), search.Request{Query: query.Word{Text: word}, Size: 10, Passages: 2, Facets: search.FacetFields})
	if err != nil {
		t.Fatal(err)
	}
	return res.Total
}

// testNotBuilt asks for an index where nothing was ever indexed.
func testNotBuilt(t *testing.T, s *suite) {
	engine := s.New(t, Config{})
	if ix, err := engine.Open(t.Context()); ix != nil || !errors.Is(err, search.ErrNotBuilt) || !errors.Is(err, corpus.ErrNoIndex) {
		t.Errorf("opened %v, %v", ix, err)
	}
	if r, err := engine.Published(t.Context()); r != "" || !errors.Is(err, corpus.ErrNoIndex) {
		t.Errorf("%q is published, %v", r, err)
	}
	if faults, err := engine.Check(t.Context()); faults != nil || !errors.Is(err, search.ErrNotBuilt) {
		t.Errorf("checked: %v, %v", faults, err)
	}
	if in, err := engine.Inventory(t.Context()); len(in.Statements) > 0 || !errors.Is(err, corpus.ErrNoIndex) {
		t.Errorf("holds %v, %v", in, err)
	}
}

// testUpdates changes a catalogue in one way after the other. An index that is
// open stays as it is; the next one has what the catalogue has.
func testUpdates(t *testing.T, s *suite) {
	h := s.Open(t, Config{}, numbered(60)...)
	published := func() search.Revision {
		r, err := h.Engine.Published(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, tt := range []struct {
		name    string
		change  func()
		same    bool           // nothing is published
		found   map[string]int // afterwards
		before  map[string]int // by the index that was open meanwhile
		rebuild bool
	}{
		{name: "nothing", change: func() {}, same: true, found: map[string]int{"number1": 1, "victims": 60}},
		{
			name:   "one of each kind",
			change: func() { h.Put(changed("s30", "Rewritten."), changed("new", "Fresh.")); h.Delete("s31") },
			found:  map[string]int{"rewritten": 1, "fresh": 1, "number30": 0, "number31": 0, "number32": 1, "victims": 58},
			before: map[string]int{"rewritten": 0, "fresh": 0, "number30": 1, "number31": 1},
		},
		{name: "the revision alone", change: func() { h.Catalog.Touch() }, found: map[string]int{"fresh": 1, "victims": 58}},
		{
			name:   "back again",
			change: func() { h.Put(numbered(60)[31]) },
			found:  map[string]int{"number31": 1, "victims": 59}, before: map[string]int{"number31": 0},
		},
		{
			name:   "the first in its language",
			change: func() { h.Put(statement("zulu", "Remarks", "zu", "Amagama.")) },
			found:  map[string]int{"amagama": 1, "victims": 59},
		},
		{
			name: "the last in its language", change: func() { h.Delete("zulu") },
			found: map[string]int{"amagama": 0, "victims": 59}, before: map[string]int{"amagama": 1},
		},
		{
			name: "most of them",
			change: func() {
				for _, s := range numbered(60)[:50] {
					s.Pages[0].Text = strings.ReplaceAll(s.Pages[0].Text, "Victims", "Witnesses")
					h.Put(s)
				}
			},
			found:  map[string]int{"witnesses": 50, "victims": 10, "rewritten": 0, "fresh": 1},
			before: map[string]int{"witnesses": 0, "victims": 59},
		},
		{name: "rebuilt", change: func() {}, rebuild: true, found: map[string]int{"witnesses": 50, "victims": 10, "fresh": 1}},
		{
			name: "everything removed",
			change: func() {
				for _, s := range h.Catalog.List() {
					h.Delete(s.ID)
				}
			},
			found: map[string]int{"witnesses": 0, "fresh": 0}, before: map[string]int{"witnesses": 50},
		},
		{name: "one again", change: func() { h.Put(changed("new", "Fresh.")) }, found: map[string]int{"fresh": 1, "victims": 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			was := published()
			tt.change()
			if tt.rebuild {
				if _, err := h.Engine.Rebuild(t.Context(), h.Catalog); err != nil {
					t.Fatal(err)
				}
			} else {
				h.Update()
			}
			if now := published(); (now == was) != tt.same {
				t.Errorf("%s was published, and is %s now", was, now)
			}
			for word, n := range tt.before {
				if got := finds(t, h.Index(), word); got != n {
					t.Errorf("the index that is still open finds %d of %s, want %d", got, word, n)
				}
			}
			ix := h.Reopen()
			for word, n := range tt.found {
				if got := finds(t, ix, word); got != n {
					t.Errorf("%d statements hold %s, want %d", got, word, n)
				}
			}
			revision, _ := h.Catalog.Revision(t.Context())
			if state := ix.State(); state.Revision != published() || state.Catalog != revision || state.Documents != len(h.Catalog.List()) {
				t.Errorf("the index says %+v of itself; %s is published, from %s with %d statements", state, published(), revision, len(h.Catalog.List()))
			}
			if faults, err := h.Engine.Check(t.Context()); err != nil || len(faults) > 0 {
				t.Errorf("checked: %v, %v", faults, err)
			}
		})
	}
}

func changed(id, text string) corpus.Statement {
	return statement(id, "Remarks", corpus.English, text)
}

// failing is a catalogue that cannot be read to its end, or holds two statements
// of one id.
type failing struct {
	*Catalog
	err   error
	twice bool
}

// All implements search.Catalog.
func (c failing) All(context.Context) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		list := c.List()
		if c.twice {
			list = append(list, list[0])
		}
		for _, s := range list {
			if !yield(s, nil) {
				return
			}
		}
		if c.err != nil {
			yield(corpus.Statement{}, c.err)
		}
	}
}

// testFailedUpdates breaks off what writes: what was published goes on to
// answer, and the next update brings all of it.
func testFailedUpdates(t *testing.T, s *suite) {
	h := s.Open(t, Config{}, numbered(12)...)
	was, err := h.Engine.Published(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h.Put(changed("new", "Fresh."))
	broken := errors.New("the catalogue cannot be read")
	if _, err := h.Engine.Rebuild(t.Context(), failing{Catalog: h.Catalog, err: broken}); !errors.Is(err, broken) {
		t.Errorf("a broken catalogue: %v", err)
	}
	if _, err := h.Engine.Rebuild(t.Context(), failing{Catalog: h.Catalog, twice: true}); !errors.Is(err, corpus.ErrInvalid) {
		t.Errorf("an id given twice: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Engine.Update(cancelled, h.Catalog); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled update: %v", err)
	}
	if _, err := h.Engine.Rebuild(cancelled, h.Catalog); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled rebuild: %v", err)
	}
	if _, err := h.Engine.Open(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled opening: %v", err)
	}
	if _, err := h.Engine.Check(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled check: %v", err)
	}
	if _, err := h.Engine.Inventory(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled inventory: %v", err)
	}
	if r, err := h.Engine.Published(t.Context()); r != was || err != nil {
		t.Errorf("%s is published, %v; want %s", r, err, was)
	}
	if n := finds(t, h.Reopen(), "fresh"); n != 1 {
		t.Errorf("after all, %d statements are fresh", n)
	}
}

// testTakenDown removes statements for good: they are found no more, and no
// earlier copy that could bring them back is left.
func testTakenDown(t *testing.T, s *suite) {
	h := s.Open(t, Config{}, numbered(60)...)
	h.Put(changed("s30", "Rewritten."))
	h.Reopen()
	h.Catalog.TakeDown("s31")
	ix := h.Reopen()
	for range 2 { // it may be called again
		if err := h.Engine.Purge(t.Context(), []corpus.ID{"s31"}); err != nil {
			t.Fatal(err)
		}
	}
	if n, m := finds(t, ix, "number31"), finds(t, ix, "number32"); n != 0 || m != 1 {
		t.Errorf("found %d times, and another statement %d times", n, m)
	}
	if faults, err := h.Engine.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("checked: %v, %v", faults, err)
	}
	if in, err := h.Engine.Inventory(t.Context()); err != nil || len(in.Statements) != 59 {
		t.Errorf("the inventory lists %d statements, %v", len(in.Statements), err)
	}
	if snapshotter, ok := h.Engine.(search.Snapshotter); ok {
		if holds, err := snapshotter.Contains(t.Context(), ix.State().Generation, []corpus.ID{"s31"}); holds || err != nil {
			t.Errorf("the stored bytes hold it: %v, %v", holds, err)
		}
	}
}

// testInventory compares the inventory with the catalogue.
func testInventory(t *testing.T, s *suite) {
	list := numbered(12)
	list[3].Pages = append(list[3].Pages, corpus.Page{Number: 2, Text: "Another page.", Language: corpus.English})
	list[4].Pages = nil
	h := s.Open(t, Config{}, list...)
	h.Put(changed("s05", "Rewritten."))
	h.Delete("s06")
	h.Update()
	in, err := h.Engine.Inventory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := map[corpus.ID]search.Entry{}
	for _, s := range h.Catalog.List() {
		want[s.ID] = search.Entry{Version: s.Version, Pages: len(s.Pages)}
	}
	revision, _ := h.Catalog.Revision(t.Context())
	published, err := h.Engine.Published(t.Context())
	if err != nil || in.Revision != published || in.Catalog != revision || !maps.Equal(in.Statements, want) {
		t.Errorf("the inventory is %+v; %s is published from %s with %v", in, published, revision, want)
	}
}

// testSnapshot lists the files of what is published.
func testSnapshot(t *testing.T, s *suite) {
	h := s.Open(t, Config{}, numbered(12)...)
	snapshotter := h.Engine.(search.Snapshotter)
	generation, files, err := snapshotter.Files(t.Context())
	if err != nil || generation != h.Index().State().Generation || len(files) == 0 {
		t.Errorf("generation %s has %d files, %v; %s is open", generation, len(files), err, h.Index().State().Generation)
	}
	var seen []string
	for _, f := range files {
		if len(f.SHA256) != 64 || f.Name == "" || strings.HasPrefix(f.Name, "/") || slices.Contains(seen, f.Name) {
			t.Errorf("file %q with checksum %q", f.Name, f.SHA256)
		}
		seen = append(seen, f.Name)
	}
	for id, want := range map[corpus.ID]bool{"s03": true, "nothing": false} {
		if holds, err := snapshotter.Contains(t.Context(), generation, []corpus.ID{id}); holds != want || err != nil {
			t.Errorf("generation %s holds %s: %v, %v", generation, id, holds, err)
		}
	}
}
