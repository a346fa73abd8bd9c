package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"rostrum/search"
	"rostrum/search/web"
)

// gate is an engine that says when it has begun, and answers when it is opened.
type gate struct{ began, open chan struct{} }

func (g gate) Search(ctx context.Context, _ search.Request) (*search.Results, error) {
	g.began <- struct{}{}
	select {
	case <-g.open:
		return &search.Results{}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (g gate) State() search.State {
	return search.State{IndexInfo: search.IndexInfo{Generation: "g1", Documents: 3}, Revision: "g1"}
}

// TestReadyWhileSearchesWait has searches take every slot: whether the service is
// ready is answered all the same, and at once.
func TestReadyWhileSearchesWait(t *testing.T) {
	g := gate{make(chan struct{}), make(chan struct{})}
	s := serve(t, func(c *web.Config) {
		c.Searcher = func() (search.Searcher, error) { return g, nil }
		c.Limits = web.Limits{Deadline: time.Minute, Searches: 2}
	})
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			r := httptest.NewRequest(http.MethodGet, "/api/v1/search", nil)
			r.RemoteAddr = "127.0.0.1:4711" // may have all slots
			w := httptest.NewRecorder()
			if s.ServeHTTP(w, r); w.Code != http.StatusOK {
				t.Errorf("a search: status %d", w.Code)
			}
		})
		<-g.began
	}
	for _, h := range []http.Handler{s, s.Admin()} {
		took := time.Minute // of the fastest of some: others use this machine too
		for range 5 {
			start := time.Now()
			r := get(t, h, "/readyz")
			took = min(took, time.Since(start))
			if m := decode(t, r); r.StatusCode != http.StatusOK || m["generation"] != "g1" || m["documents"] != 3.0 {
				t.Errorf("/readyz: status %d, %v", r.StatusCode, m)
			}
		}
		if took > 100*time.Millisecond {
			t.Errorf("/readyz took %s", took)
		}
	}
	close(g.open)
	group.Wait()
}

// TestConcurrencyLimiter has one client ask much at once, and then many: the one gets its
// part of the engine and of the queue, the others theirs, and who comes when all
// is full is told so at once.
func TestConcurrencyLimiter(t *testing.T) {
	g := gate{make(chan struct{}), make(chan struct{})}
	s := serve(t, func(c *web.Config) {
		c.Searcher = func() (search.Searcher, error) { return g, nil }
		c.Limits = web.Limits{Deadline: time.Minute, Searches: 4, Queue: 8} // of one client: 1 works and 2 wait
	})
	ask := func(client string) *http.Response {
		r := httptest.NewRequest(http.MethodGet, "/api/v1/search?size=1", nil)
		r.RemoteAddr = client + ":4711"
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Result()
	}
	var group sync.WaitGroup
	begin := func(client string) {
		group.Go(func() {
			if r := ask(client); r.StatusCode != http.StatusOK {
				t.Errorf("%s was refused with %d", client, r.StatusCode)
			}
		})
	}
	waiting := func(n int) {
		t.Helper()
		want := fmt.Sprintf("\nrostrum_searches_waiting %d\n", n)
		for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(time.Millisecond) {
			w := httptest.NewRecorder()
			s.Admin().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
			if strings.Contains(w.Body.String(), want) {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("never %d are waiting:\n%s", n, w.Body.String())
			}
		}
	}
	refused := func(client string, status int, after string) {
		t.Helper()
		if r := ask(client); r.StatusCode != status || r.Header.Get("Retry-After") != after {
			t.Errorf("%s: status %d, Retry-After %q; want %d, %q", client, r.StatusCode, r.Header.Get("Retry-After"), status, after)
		}
	}

	const much = "203.0.113.7"
	begin(much)
	<-g.began
	begin(much)
	begin(much)
	waiting(2)
	refused(much, http.StatusTooManyRequests, "1")
	for i := range 3 { // others are not kept waiting by it
		begin(fmt.Sprint("198.51.100.", i))
		<-g.began
	}
	for i := range 6 {
		begin(fmt.Sprint("192.0.2.", i))
		waiting(3 + i)
	}
	refused("192.0.2.99", http.StatusServiceUnavailable, "5")

	close(g.open)
	go func() {
		for range g.began { // those that waited
		}
	}()
	group.Wait()
	close(g.began)
	waiting(0)
}
