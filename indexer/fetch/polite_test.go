package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
)

// stopped is a clock that advances only when somebody waits on it.
type stopped struct {
	mu  sync.Mutex
	now time.Time
}

func (s *stopped) Now() time.Time { s.mu.Lock(); defer s.mu.Unlock(); return s.now }

func (s *stopped) Sleep(ctx context.Context, d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
	return ctx.Err()
}

// visited is a server that records the time of each request.
type visited struct {
	*httptest.Server
	clock *stopped
	mu    sync.Mutex
	asked []string // "seconds path"
}

func visit(t *testing.T, handler http.HandlerFunc) *visited {
	t.Helper()
	start := time.Date(2021, 12, 8, 0, 0, 0, 0, time.UTC)
	v := &visited{clock: &stopped{now: start}}
	v.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v.mu.Lock()
		v.asked = append(v.asked, fmt.Sprintf("%.0f %s", v.clock.Now().Sub(start).Seconds(), r.URL.Path))
		v.mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(v.Close)
	return v
}

func (v *visited) log() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return strings.Join(v.asked, ", ")
}

func noRobots(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		next(w, r)
	}
}

func TestPaceIsKept(t *testing.T) {
	tests := []struct{ name, robots, want string }{
		{"one request a second", "", "0 /robots.txt, 1 /a, 2 /b"},
		{"Crawl-delay asks for more time", "User-agent: *\nCrawl-delay: 20\n", "0 /robots.txt, 1 /a, 21 /b"},
		{"Crawl-delay cannot hasten us", "User-agent: *\nCrawl-delay: 0.1\n", "0 /robots.txt, 1 /a, 2 /b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := visit(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					io.WriteString(w, test.robots)
				}
			})
			// Two sources on one host share its pace.
			hosts := NewHosts()
			for _, path := range []string{"/a", "/b"} {
				web := NewWeb(Config{AllowPrivate: true, Clock: v.clock, Hosts: hosts})
				if _, err := web.Fetch(t.Context(), at(v.URL+path)); err != nil {
					t.Fatal(err)
				}
				web.Close()
			}
			if got := v.log(); got != test.want {
				t.Errorf("asked at %s; want %s", got, test.want)
			}
		})
	}
}

func TestServerInTroubleIsLeftAlone(t *testing.T) {
	tests := []struct {
		name, retryAfter, want, says string
		status                       int
	}{
		{"seconds", "30", "0 /robots.txt, 1 /a, 31 /a", "", 429},
		{"a date", "Wed, 08 Dec 2021 00:00:45 GMT", "0 /robots.txt, 1 /a, 45 /a", "", 503},
		{"nothing said", "", "0 /robots.txt, 1 /a, 3 /a", "", 503},
		{"nonsense", "soon", "0 /robots.txt, 1 /a, 3 /a", "", 503},
		{"a date gone by", "Wed, 08 Dec 1999 00:00:00 GMT", "0 /robots.txt, 1 /a, 3 /a", "", 503},
		{"longer than we wait", "86400", "0 /robots.txt, 1 /a", "not to be asked again before 2021-12-09 00:00 UTC", 429},
		{"more seconds than there are", "99999999999999999999", "0 /robots.txt, 1 /a, 3 /a", "", 503},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			asked := 0
			v := visit(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
				if asked++; asked == 1 {
					w.Header().Set("Retry-After", test.retryAfter)
					w.WriteHeader(test.status)
				}
			}))
			web := NewWeb(Config{AllowPrivate: true, Clock: v.clock})
			defer web.Close()
			_, err := web.Fetch(t.Context(), at(v.URL+"/a"))
			if test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
				t.Errorf("got %v, want an error that says %q", err, test.says)
			}
			if got := v.log(); got != test.want {
				t.Errorf("asked at %s; want %s", got, test.want)
			}
		})
	}
}

func TestServerThatIsDownIsNotAskedAThousandTimes(t *testing.T) {
	v := visit(t, noRobots(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500) }))
	web := NewWeb(Config{AllowPrivate: true, Clock: v.clock})
	defer web.Close()
	var err error
	for i := range 1000 {
		if _, err = web.Fetch(t.Context(), at(fmt.Sprint(v.URL, "/", i))); err == nil {
			t.Fatalf("document %d was got", i)
		}
	}
	if asked := len(v.asked) - 1; asked != maxInARow || !strings.Contains(err.Error(), "did not answer") {
		t.Errorf("asked %d times, at last %v; want %d times", asked, err, maxInARow)
	}
}

func TestOnlyWhatChangedIsSentAgain(t *testing.T) {
	store, err := catalog.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	cache := NewCache(store)
	text, state := "first", "up"
	v := visit(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		switch state {
		case "down":
			w.WriteHeader(503)
			return
		case "half":
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, "ha")
			return
		}
		tag := `"` + text + `"`
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, text)
	}))
	// Each step is a run of its own, unless it resumes the one before.
	tests := []struct {
		name, text, state string
		run               int64
		want, says        string
		requests          int
	}{
		{"the first time", "first", "up", 1, "first", "", 1},
		{"in the same run", "first", "up", 1, "first", "", 0},
		{"unchanged", "first", "up", 2, "first", "", 1},
		{"changed", "second", "up", 3, "second", "", 1},
		{"down", "second", "down", 4, "", "503", maxAttempts},
		{"up again in the same run", "second", "up", 4, "second", "", 1},
		{"half a body", "third", "half", 5, "", "broke off", maxAttempts},
		{"whole in the next run", "third", "up", 6, "third", "", 1},
	}
	for _, test := range tests {
		text, state = test.text, test.state
		before := len(v.asked)
		web := NewWeb(Config{AllowPrivate: true, Clock: v.clock, Cache: cache, Run: test.run})
		doc, err := web.Fetch(t.Context(), at(v.URL+"/a"))
		web.Close()
		if string(doc.Bytes) != test.want || (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: got %q, %v; want %q and an error that says %q", test.name, doc.Bytes, err, test.want, test.says)
		}
		requests := 0
		for _, a := range v.asked[before:] {
			if !strings.Contains(a, "robots") {
				requests++
			}
		}
		if requests != test.requests {
			t.Errorf("%s: asked %d times, want %d", test.name, requests, test.requests)
		}
	}
}

func TestRedirectToAnotherHostIsRefused(t *testing.T) {
	elsewhere := visit(t, func(http.ResponseWriter, *http.Request) {})
	here := visit(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+"/secret", http.StatusFound)
	}))
	web := NewWeb(Config{AllowPrivate: true, Clock: here.clock, Allow: func(u *url.URL) error {
		return fmt.Errorf("%s is not allowed", u.Host)
	}})
	defer web.Close()
	_, err := web.Fetch(t.Context(), at(here.URL+"/a"))
	if !errors.Is(err, corpus.ErrRefused) || !strings.Contains(err.Error(), "is not allowed") {
		t.Errorf("got %v", err)
	}
	if len(elsewhere.asked) > 0 || here.log() != "0 /robots.txt, 1 /a" {
		t.Errorf("asked here %s, elsewhere %s", here.log(), elsewhere.log())
	}
}
