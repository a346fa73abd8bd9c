package web_test

import (
	"net/http"
	"sync/atomic"
	"testing"

	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/web"
)

// changing is an engine that says it changes its index while it runs, and counts
// how often it was held on to.
type changing struct {
	*bleveindex.Index
	held, open *atomic.Int32
}

func (c changing) Acquire() (search.Index, func(), error) {
	c.held.Add(1)
	c.open.Add(1)
	return c.Index, func() { c.open.Add(-1) }, nil
}

// A request is answered by one generation, however often it asks, and lets go of
// it, also when it fails.
func TestOneGenerationAnswersARequest(t *testing.T) {
	var held, open atomic.Int32
	s := serve(t, func(c *web.Config) {
		engine, err := c.Searcher()
		if err != nil {
			t.Fatal(err)
		}
		c.Searcher = func() (search.Searcher, error) { return changing{engine.(*bleveindex.Index), &held, &open}, nil }
	})
	for _, test := range []struct {
		address string
		status  int
		held    int32
	}{
		{"/api/v1/search?q=vicitms", http.StatusOK, 1}, // and what was meant
		{"/search?q=vicitms&session=ASP1", http.StatusOK, 1},
		{"/search.csv?q=victims", http.StatusOK, 1},
		{"/api/v1/search?q=(victims", http.StatusBadRequest, 0},
		{"/api/v1/search?cursor=nonsense", http.StatusBadRequest, 1},
		{"/healthz", http.StatusOK, 0},
	} {
		held.Store(0)
		if r := get(t, s, test.address); r.StatusCode != test.status {
			t.Errorf("%s answers %d, want %d", test.address, r.StatusCode, test.status)
		}
		if held.Load() != test.held || open.Load() != 0 {
			t.Errorf("%s held %d generations, want %d, and let go of all but %d", test.address, held.Load(), test.held, open.Load())
		}
	}
}
