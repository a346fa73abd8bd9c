package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/corpus/coverage"
	"rostrum/search"
	"rostrum/search/web"
)

// serve makes a server over the test library; change, if not nil, alters its configuration.
func serve(t testing.TB, change func(*web.Config)) *web.Server {
	t.Helper()
	known, err := names()
	if err != nil {
		t.Fatal(err)
	}
	ix, err := index()
	if err != nil {
		t.Fatal(err)
	}
	lib := library()
	config := web.Config{
		Searcher: func() (search.Searcher, error) { return ix, nil }, Records: lib, Names: known, Logger: zerolog.Nop(), Version: "1.2.3",
		Coverage: func(context.Context) (coverage.Report, error) { return coverage.Of(lib.each(), speakers(t)) },
		Origins:  []string{"*"}, AdminHost: "example.com", Sample: true, PageCount: func(context.Context) (int, error) { return 62, nil },
		Sessions: func(id corpus.SessionID) []web.SessionPart {
			for _, session := range known.Sessions() {
				if session.ID == id {
					var parts []web.SessionPart
					for _, p := range session.Parts {
						parts = append(parts, web.SessionPart(p))
					}
					return parts
				}
			}
			return nil
		},
	}
	if change != nil {
		change(&config)
	}
	s, err := web.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// get asks h for an address; headers come in pairs. Answers of the API are held
// against its description.
func get(t testing.TB, h http.Handler, address string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return ask(t, h, r)
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func decode(t testing.TB, r *http.Response) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestConfigIsChecked(t *testing.T) {
	lib := library()
	searcher := func() (search.Searcher, error) { return slow{}, nil }
	for name, config := range map[string]web.Config{
		"nothing":    {},
		"no records": {Searcher: searcher},
		"address":    {Searcher: searcher, Records: lib, PublicURL: "search.example.org"},
		"proxies":    {Searcher: searcher, Records: lib, TrustedProxies: []string{"the one over there"}},
	} {
		if _, err := web.New(config); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	s := serve(t, nil)
	for _, address := range []string{"/", "/search?q=victims", "/s/hearing", "/nothing", "/api/v1/search", "/api/v1/search?bad=1", "/healthz", "/robots.txt"} {
		h := get(t, s, address).Header
		policy := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %q", address, policy)
		}
		if h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", address, h)
		}
		if len(h.Values("Set-Cookie")) > 0 {
			t.Errorf("%s sets a cookie", address)
		}
		wantCORS := ""
		if strings.HasPrefix(address, "/api/") {
			wantCORS = "*"
		}
		if got := h.Get("Access-Control-Allow-Origin"); got != wantCORS || h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: Access-Control-Allow-Origin %q, want %q", address, got, wantCORS)
		}
	}
}

func TestOnlyGetAndHead(t *testing.T) {
	s := serve(t, nil)
	for _, address := range []string{"/", "/search", "/s/hearing", "/api/v1/search", "/s/hearing/original"} {
		post := http.StatusBadRequest // pages can be posted to, with a form
		if address == "/api/v1/search" || address == "/s/hearing/original" {
			post = http.StatusMethodNotAllowed
		}
		for method, want := range map[string]int{http.MethodHead: 200, http.MethodPost: post, http.MethodDelete: 405} {
			w := httptest.NewRecorder()
			s.ServeHTTP(w, httptest.NewRequest(method, address, nil))
			if w.Code != want {
				t.Errorf("%s %s: status %d, want %d", method, address, w.Code, want)
			}
			if want == 405 && w.Header().Get("Allow") == "" {
				t.Errorf("%s %s: no Allow", method, address)
			}
		}
	}
}

func TestOtherHostsAreRefused(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "https://search.example.org/" })
	for host, want := range map[string]int{"search.example.org": 200, "SEARCH.example.org": 200, "evil.example": 421} {
		r := httptest.NewRequest(http.MethodGet, "/search?q=victims", nil)
		r.Host = host
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want || strings.Contains(w.Body.String(), "evil") {
			t.Errorf("host %s: status %d, want %d", host, w.Code, want)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/readyz", nil)
	r.Host = "10.0.0.7:8080"
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != 200 {
		t.Errorf("/readyz asked by address: status %d", w.Code)
	}
}

func TestLogSaysNothingOfTheAsker(t *testing.T) {
	var log bytes.Buffer
	s := serve(t, func(c *web.Config) { c.Logger = zerolog.New(&log) })
	addresses := []string{
		"/search?q=zebrafish&session=ASP20", "/s/hearing?q=zebrafish", "/api/v1/search?q=zebrafish", "/api/v1/search?zebrafish=1",
		"/search?q=%22zebrafish", "/zebrafish", "/s/zebrafish", "/organizations/zebrafish",
	}
	for _, address := range addresses {
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.RemoteAddr = "203.0.113.77:4711"
		r.Header.Set("User-Agent", "zebrafish-agent")
		r.Header.Set("X-Forwarded-For", "198.51.100.9")
		r.Header.Set("Referer", "https://zebrafish.example/")
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	for _, secret := range []string{"zebrafish", "203.0.113.77", "198.51.100.9"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log tells %q:\n%s", secret, log.String())
		}
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != len(addresses) {
		t.Errorf("%d lines for %d requests:\n%s", len(lines), len(addresses), log.String())
	}
	var first map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"method", "route", "status", "took"} {
		if _, ok := first[field]; !ok {
			t.Errorf("no field %s in %s", field, lines[0])
		}
	}
}

func TestBeforeThereIsAnIndex(t *testing.T) {
	s := serve(t, func(c *web.Config) {
		c.Searcher = func() (search.Searcher, error) { return nil, corpus.ErrNoIndex }
	})
	for address, want := range map[string]int{
		"/healthz": 200, "/readyz": 503, "/": 503, "/search?q=a": 503, "/api/v1/search": 503, "/help": 200, "/s/hearing?q=victims": 200,
	} {
		r := get(t, s, address)
		if r.StatusCode != want {
			t.Errorf("%s: status %d, want %d", address, r.StatusCode, want)
		}
		if want == 503 && r.Header.Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", address)
		}
	}
}

func TestDegradedIsSaid(t *testing.T) {
	condition := web.Condition{Unready: "all is damaged"}
	missing := false
	s := serve(t, func(c *web.Config) {
		engine := c.Searcher
		c.Searcher = func() (search.Searcher, error) {
			if missing {
				return nil, corpus.ErrNoIndex
			}
			return engine()
		}
		c.Condition = func(context.Context) web.Condition { return condition }
	})
	said := func() (int, map[string]any) {
		r := get(t, s, "/readyz")
		return r.StatusCode, decode(t, r)
	}
	if status, m := said(); status != 200 || m["status"] != "ready" {
		t.Errorf("with nothing wrong: %d %v", status, m)
	}
	condition.Degraded = []string{"generation 3 is damaged", "a snapshot is being restored"}
	if status, m := said(); status != 200 || m["status"] != "degraded" || m["reason"] != "generation 3 is damaged; a snapshot is being restored" {
		t.Errorf("with two things wrong: %d %v", status, m)
	}
	missing = true
	if status, m := said(); status != 503 || m["status"] != "not ready" || m["reason"] != "all is damaged" {
		t.Errorf("without an index: %d %v", status, m)
	}
}

// slow is an engine that answers only when it is told to give up.
type slow struct{}

func (slow) Search(ctx context.Context, _ search.Request) (*search.Results, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestDeadline(t *testing.T) {
	s := serve(t, func(c *web.Config) {
		c.Searcher = func() (search.Searcher, error) { return slow{}, nil }
		c.Limits = web.Limits{Deadline: time.Millisecond, Searches: 1}
	})
	for _, address := range []string{"/search?q=a", "/api/v1/search?q=a"} {
		if r := get(t, s, address); r.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s: status %d, want 503", address, r.StatusCode)
		}
	}
	var wg sync.WaitGroup // more at once than may run: each still gets its answer
	for range 8 {
		wg.Go(func() {
			if r := get(t, s, "/api/v1/search?q=a"); r.StatusCode != http.StatusServiceUnavailable {
				t.Errorf("status %d, want 503", r.StatusCode)
			}
		})
	}
	wg.Wait()
}

// failing is an engine with the error or the panic it is given.
type failing struct {
	err   error
	fault any
}

func (f failing) Search(context.Context, search.Request) (*search.Results, error) {
	if f.fault != nil {
		panic(f.fault)
	}
	return nil, f.err
}

func TestErrorsBecomeStatuses(t *testing.T) {
	tests := []struct {
		engine failing
		want   int
	}{
		{failing{err: corpus.ErrInvalid}, 400},
		{failing{err: corpus.ErrOverLimit}, 400},
		{failing{err: corpus.ErrNoIndex}, 503},
		{failing{err: errors.New("disk /dev/secret is on fire")}, 500},
		{failing{fault: "a secret broken invariant"}, 500},
	}
	for _, test := range tests {
		var log bytes.Buffer
		s := serve(t, func(c *web.Config) {
			c.Searcher = func() (search.Searcher, error) { return test.engine, nil }
			c.Logger = zerolog.New(&log)
		})
		for _, address := range []string{"/search?q=a", "/api/v1/search?q=a"} {
			r := get(t, s, address)
			text := body(t, r)
			if r.StatusCode != test.want {
				t.Errorf("%v: %s: status %d, want %d", test.engine, address, r.StatusCode, test.want)
			}
			if strings.Contains(text, "secret") {
				t.Errorf("%v: %s tells strangers %s", test.engine, address, text)
			}
		}
		if test.want == 500 && !strings.Contains(log.String(), "secret") {
			t.Errorf("%v: the log does not say why: %s", test.engine, log.String())
		}
	}
}

func TestMetricsAreForTheAdminAddress(t *testing.T) {
	s := serve(t, nil)
	get(t, s, "/search?q=victims")
	if r := get(t, s, "/metrics"); r.StatusCode != 404 {
		t.Errorf("/metrics on the public address: status %d", r.StatusCode)
	}
	r := get(t, s.Admin(), "/metrics")
	text := body(t, r)
	for _, want := range []string{
		`rostrum_http_requests_total{route="/search",status="200"} 1`,
		`rostrum_http_requests_total{route="none",status="404"} 1`,
		`rostrum_http_request_duration_seconds_bucket{route="/search",le="+Inf"} 1`,
		"rostrum_searches_running 0",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if r := get(t, s.Admin(), "/search?q=victims"); r.StatusCode != 404 {
		t.Errorf("/search on the admin address: status %d", r.StatusCode)
	}
}

func TestAssetsMayBeKeptForGood(t *testing.T) {
	s := serve(t, nil)
	page := body(t, get(t, s, "/"))
	at := strings.Index(page, "/assets/rostrum.")
	if at < 0 {
		t.Fatal("the page names no style sheet")
	}
	address := page[at : at+strings.IndexByte(page[at:], '"')]
	r := get(t, s, address)
	if r.StatusCode != 200 || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/css") {
		t.Errorf("%s: status %d, %v", address, r.StatusCode, r.Header)
	}
	if r := get(t, s, "/assets/rostrum.css"); r.StatusCode != 404 {
		t.Errorf("an asset without its hash: status %d", r.StatusCode)
	}
}

func TestCompression(t *testing.T) {
	s := serve(t, nil)
	for accept, want := range map[string]string{"": "", "gzip, br": "gzip", "GZIP": "gzip", "br": "", "gzip;q=0": "", "gzip; q=0.0": "", "gzip;q=0.5": "gzip"} {
		r := get(t, s, "/search?q=victims", "Accept-Encoding", accept)
		if got := r.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: got %q, want %q", accept, got, want)
		}
		if !strings.Contains(r.Header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("Accept-Encoding %q: Vary %q", accept, r.Header.Get("Vary"))
		}
	}
	r := get(t, s, "/search?q=victims", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || !strings.Contains(string(text), "</html>") {
		t.Errorf("the page does not unpack: %v", err)
	}
}
