package catalog

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
)

var noon = time.Date(2021, 12, 8, 12, 0, 0, 0, time.UTC)

func TestMarksAreOfTheRecordAndNotOfTheRevision(t *testing.T) {
	c, _ := openTemp(t)
	r := sampleRecord("a", "/s/a.pdf")
	if err := c.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	before, _ := c.Revision(t.Context())
	check := func(did string, err error, gone time.Time, stale string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		s, err := c.Statement(t.Context(), "a")
		known, _ := c.Lookup(t.Context(), "/s/a.pdf")
		if err != nil || !s.Origin.Gone.Equal(gone) || s.Origin.Stale != stale || !known.Gone.Equal(gone) || known.Stale != stale {
			t.Errorf("%s: got gone %v and stale %q, looked up %v and %q, %v; want %v and %q", did, s.Origin.Gone, s.Origin.Stale, known.Gone, known.Stale, err, gone, stale)
		}
	}
	check("stale", c.MarkStale(t.Context(), "a", "the server is down"), time.Time{}, "the server is down")
	check("gone", c.MarkGone(t.Context(), "a", noon), noon, "")
	if n, _ := c.Counts(t.Context()); n.Gone != 1 || n.Stale != 0 {
		t.Errorf("got %d gone and %d stale, want 1 and 0", n.Gone, n.Stale)
	}
	if ids, err := c.GoneFrom(t.Context(), "/s"); err != nil || !cmp.Equal(ids, []corpus.ID{"a"}) {
		t.Errorf("got %v gone from the source, %v", ids, err)
	}
	check("unmarked", c.Unmark(t.Context(), "a"), time.Time{}, "")
	if after, _ := c.Revision(t.Context()); after != before {
		t.Errorf("marks changed the revision from %s to %s: an index would be made for nothing", before, after)
	}
}
