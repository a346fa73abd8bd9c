package web_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/web"
)

// revised is an engine that counts what it is asked, and says of which revision
// it is.
type revised struct {
	*bleveindex.Index
	asked    *atomic.Int32
	revision *atomic.Value
}

func (r revised) State() search.State {
	state := r.Index.State()
	state.Revision = r.revision.Load().(search.Revision)
	return state
}

func (r revised) Search(ctx context.Context, q search.Request) (*search.Results, error) {
	r.asked.Add(1)
	return r.Index.Search(ctx, q)
}

func (r revised) Quote(ctx context.Context, q search.QuoteRequest) (*search.QuoteResult, error) {
	r.asked.Add(1)
	return r.Index.Quote(ctx, q)
}

func (r revised) Trend(ctx context.Context, q search.TrendRequest) (*search.Trend, error) {
	r.asked.Add(1)
	return r.Index.Trend(ctx, q)
}

func (r revised) Similar(ctx context.Context, id corpus.ID, size int) (*search.Similar, error) {
	r.asked.Add(1)
	return r.Index.Similar(ctx, id, size)
}

func (r revised) Suggest(ctx context.Context, q search.SuggestRequest) (*search.Suggestions, error) {
	r.asked.Add(1)
	return r.Index.Suggest(ctx, q)
}

// Whoever has an answer is told so without a search, until the index is another.
func TestConditionalRequestsSearchNothing(t *testing.T) {
	ix, err := index()
	if err != nil {
		t.Fatal(err)
	}
	engine := revised{ix, new(atomic.Int32), new(atomic.Value)}
	engine.revision.Store(search.Revision("a"))
	s := serve(t, func(c *web.Config) {
		c.PublicURL = "http://example.com"
		c.Searcher = func() (search.Searcher, error) { return engine, nil }
	})
	for _, address := range []string{
		"/", "/search?q=vicitms&session=ASP1", "/sessions", "/sessions/ASP20", "/topics/cooperation", "/quote?text=Cooperation+is+measured", "/trends?q=victims",
		"/s/hearing/similar", "/embed", "/search.atom?q=victims", "/search.csv?q=victims", "/sitemap.xml", "/opensearch/suggest?q=vic",
		"/api/v1/search?q=vicitms", "/api/v1/facets/session?q=victims", "/api/v1/quote?text=Cooperation+is+measured", "/api/v1/trends?q=victims",
		"/api/v1/statements/hearing/similar", "/api/v1/suggest?q=vic", "/api/v1/export?q=victims&format=ndjson",
	} {
		engine.revision.Store(search.Revision("a"))
		first := get(t, s, address)
		tag := first.Header.Get("ETag")
		if first.StatusCode != http.StatusOK || tag == "" || engine.asked.Load() == 0 {
			t.Errorf("%s: status %d, ETag %q, asked %d times", address, first.StatusCode, tag, engine.asked.Load())
		}
		engine.asked.Store(0)
		if again := get(t, s, address, "If-None-Match", tag); again.StatusCode != http.StatusNotModified || engine.asked.Load() != 0 {
			t.Errorf("%s, asked again: status %d, asked %d times; want 304 and none", address, again.StatusCode, engine.asked.Load())
		}
		engine.revision.Store(search.Revision("b"))
		if other := get(t, s, address, "If-None-Match", tag); other.StatusCode != http.StatusOK || other.Header.Get("ETag") == tag {
			t.Errorf("%s, of another revision: status %d, ETag %q", address, other.StatusCode, other.Header.Get("ETag"))
		}
	}
	// An answer that there is not has no validator.
	for _, address := range []string{"/organizations/nobody", "/api/v1/search?cursor=nonsense", "/quote?text=%2C%2C"} {
		if r := get(t, s, address); r.StatusCode < 400 || r.Header.Get("ETag") != "" {
			t.Errorf("%s: status %d, ETag %q", address, r.StatusCode, r.Header.Get("ETag"))
		}
	}
}
