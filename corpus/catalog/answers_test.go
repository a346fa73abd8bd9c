package catalog

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
)

var noon = time.Date(2021, 12, 8, 12, 0, 0, 0, time.UTC)

func TestRunThatWasCutShortIsGoneOnWith(t *testing.T) {
	c, _ := openTemp(t)
	begin := func(at time.Time) (int64, bool) {
		t.Helper()
		run, resumed, err := c.BeginRun(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		return run, resumed
	}
	first, resumed := begin(noon)
	if resumed {
		t.Error("the first run goes on with another")
	}
	if again, resumed := begin(noon.Add(time.Hour)); again != first || !resumed {
		t.Errorf("an hour after the first was cut short: got run %d, resumed %v; want run %d again", again, resumed, first)
	}
	second, resumed := begin(noon.Add(25 * time.Hour))
	if second == first || resumed {
		t.Errorf("a day after: got run %d, resumed %v; want a new one", second, resumed)
	}
	if err := c.EndRun(t.Context(), second, noon); err != nil {
		t.Fatal(err)
	}
	if third, resumed := begin(noon.Add(26 * time.Hour)); third == first || third == second || resumed {
		t.Errorf("after the end: got run %d, resumed %v; want a new one", third, resumed)
	}
}

func TestAnswerComesBackAsItWasPut(t *testing.T) {
	for _, media := range []string{"text/html", "application/pdf"} {
		c, _ := openTemp(t)
		want := Answer{Address: "https://example.org/a", Run: 3, AskedAt: noon, Status: 200, Final: "https://example.org/b", RetrievedAt: noon,
			ETag: `"x"`, LastModified: "Wed", MediaType: media, Charset: "utf-8", SHA256: "abcd"}
		if err := c.PutAnswer(t.Context(), want, []byte("bytes")); err != nil {
			t.Fatal(err)
		}
		// The server fails the next time: what it brought before stays.
		want.Run, want.Status, want.Error = 4, 503, "busy"
		if err := c.PutAnswer(t.Context(), want, nil); err != nil {
			t.Fatal(err)
		}
		got, err := c.Answer(t.Context(), want.Address)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", media, err, diff)
		}
		if body, err := c.AnswerBody(t.Context(), got); err != nil || string(body) != "bytes" {
			t.Errorf("%s: got body %q, %v", media, body, err)
		}
	}
	c, _ := openTemp(t)
	if got, err := c.Answer(t.Context(), "https://example.org/never"); err != nil || got != (Answer{Address: "https://example.org/never"}) {
		t.Errorf("never asked for: got %+v, %v", got, err)
	}
}

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
