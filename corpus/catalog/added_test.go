package catalog

import (
	"testing"
	"time"

	"rostrum/corpus"
)

// TestStatementStaysAsOldAsItWas changes a statement, and gives its document
// another id: what was there is no news.
func TestStatementStaysAsOldAsItWas(t *testing.T) {
	c, _ := openTemp(t)
	put := func(id corpus.ID) {
		t.Helper()
		r := sampleRecord(id, "/s/a.pdf")
		r.Statement.Title = "Another title of " + string(id)
		if err := c.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	added := func(id corpus.ID) time.Time {
		t.Helper()
		s, err := c.Statement(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for listed, err := range c.All(t.Context()) {
			if err != nil || listed.ID != id || !listed.Added.Equal(s.Added) {
				t.Fatalf("listed is %s of %s (%v)", listed.ID, listed.Added, err)
			}
		}
		return s.Added
	}
	before := time.Now().Truncate(time.Second)
	put("a")
	if got := added("a"); got.Before(before) || got.After(time.Now()) {
		t.Errorf("put now, and added at %s", got)
	}
	if _, err := c.db.ExecContext(t.Context(), "UPDATE statements SET added = '2020-01-02T03:04:05Z'"); err != nil {
		t.Fatal(err)
	}
	want := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, id := range []corpus.ID{"a", "b"} {
		put(id)
		if got := added(id); !got.Equal(want) {
			t.Errorf("%s was added at %s, want %s", id, got, want)
		}
	}
	// What was taken away and comes again is new.
	if err := c.Delete(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	put("b")
	if got := added("b"); got.Before(before) {
		t.Errorf("come again, and added at %s", got)
	}
	// Two in one second are told apart.
	r := sampleRecord("c", "/s/c.pdf")
	if err := c.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	later, err := c.Statement(t.Context(), "c")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := c.Statement(t.Context(), "b"); err != nil || !later.Added.After(b.Added) {
		t.Errorf("c was added at %s, b before it at %s (%v)", later.Added, b.Added, err)
	}
}
