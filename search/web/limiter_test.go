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

// TestTurns has one client ask much at once, and then many: the one gets its
// part of the engine and of the queue, the others theirs, and who comes when all
// is full is told so at once.
func TestTurns(t *testing.T) {
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
