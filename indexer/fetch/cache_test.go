package fetch_test

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus/catalog"
	"rostrum/indexer/fetch"
)

var noon = time.Date(2021, 12, 8, 12, 0, 0, 0, time.UTC)

func openCache(t *testing.T) *fetch.Cache {
	t.Helper()
	c, err := catalog.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return fetch.NewCache(c)
}

func TestRunThatWasCutShortIsGoneOnWith(t *testing.T) {
	c := openCache(t)
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
		c := openCache(t)
		want := fetch.Response{Address: "https://example.org/a", Run: 3, RequestedAt: noon, Status: 200, Final: "https://example.org/b", RetrievedAt: noon,
			ETag: `"x"`, LastModified: "Wed", MediaType: media, Charset: "utf-8", SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte("bytes")))}
		if err := c.Put(t.Context(), want, []byte("bytes")); err != nil {
			t.Fatal(err)
		}
		// The next response is an error: the last successful one is kept.
		want.Run, want.Status, want.Error = 4, 503, "busy"
		if err := c.Put(t.Context(), want, nil); err != nil {
			t.Fatal(err)
		}
		got, err := c.Response(t.Context(), want.Address)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", media, err, diff)
		}
		if body, err := c.Body(t.Context(), got); err != nil || string(body) != "bytes" {
			t.Errorf("%s: got body %q, %v", media, body, err)
		}
	}
	c := openCache(t)
	if got, err := c.Response(t.Context(), "https://example.org/never"); err != nil || got != (fetch.Response{Address: "https://example.org/never"}) {
		t.Errorf("never asked for: got %+v, %v", got, err)
	}
}
