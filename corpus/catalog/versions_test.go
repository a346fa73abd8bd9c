package catalog

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
)

// TestVersionsChangeWithStatements changes one of two statements in every way
// there is: its version changes with each, and the other's never does.
func TestVersionsChangeWithStatements(t *testing.T) {
	c, _ := openTemp(t)
	ctx := t.Context()
	put := func(id corpus.ID) {
		t.Helper()
		if err := c.Put(ctx, sampleRecord(id, "/s/"+string(id)+".pdf")); err != nil {
			t.Fatal(err)
		}
	}
	put("a")
	put("b")
	versions := func() map[corpus.ID]int64 {
		t.Helper()
		v, err := c.Versions(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, tt := range []struct {
		name    string
		changes bool
		do      func() error
	}{
		{"put again", true, func() error { return c.Put(ctx, sampleRecord("a", "/s/a.pdf")) }},
		{"corrected", true, func() error {
			return c.Correct(ctx, Change{ID: "a", Set: []corpus.Correction{{Field: corpus.FieldTitle, Values: []string{"Other"}}}})
		}},
		{"of another work", true, func() error {
			_, err := c.SetWorks(ctx, []Work{{ID: "a", Evidence: &corpus.Evidence{Field: corpus.FieldWork, Value: []string{"w2"}}, Compared: "d"}})
			return err
		}},
		{"of the same work", false, func() error {
			_, err := c.SetWorks(ctx, []Work{{ID: "a", Evidence: &corpus.Evidence{Field: corpus.FieldWork, Value: []string{"w2"}}, Compared: "e"}})
			return err
		}},
		{"gone at its source", false, func() error { return c.MarkGone(ctx, "a", time.Now()) }},
		{"stale", false, func() error { return c.MarkStale(ctx, "a", "no answer") }},
	} {
		before := versions()
		if err := tt.do(); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		after := versions()
		if changed := before["a"] != after["a"]; changed != tt.changes {
			t.Errorf("%s: the version changes: %v, want %v", tt.name, changed, tt.changes)
		}
		if before["b"] != after["b"] || len(after) != 2 {
			t.Errorf("%s: the versions are %v after %v: another statement's has changed", tt.name, after, before)
		}
	}
	var some []corpus.ID
	for s, err := range c.Some(ctx, []corpus.ID{"b", "a"}) {
		if err != nil {
			t.Fatal(err)
		}
		some = append(some, s.ID)
		if v := versions()[s.ID]; s.Version != v {
			t.Errorf("%s is read with version %d, listed with %d", s.ID, s.Version, v)
		}
	}
	if !slices.Equal(some, []corpus.ID{"b", "a"}) {
		t.Errorf("b and a are read as %v", some)
	}
	if err := c.Remove(ctx, "a", "withdrawn"); err != nil {
		t.Fatal(err)
	}
	if down, err := c.TakenDown(ctx); err != nil || !cmp.Equal(down, []corpus.ID{"a"}) {
		t.Errorf("taken down are %v, %v; want a", down, err)
	}
	put("a")
	if down, err := c.TakenDown(ctx); err != nil || len(down) != 0 {
		t.Errorf("taken down are %v, %v; it was brought back", down, err)
	}
}
