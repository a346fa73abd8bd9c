package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"rostrum/search"
	"rostrum/search/web"
	"rostrum/search/web/embed"
)

// TestPreflight asks as a browser does before it sends another site's request
// with a header of its own.
func TestPreflight(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.Limits.Rate = 1 })
	preflight := func(address string) *http.Response {
		r := httptest.NewRequest(http.MethodOptions, address, nil)
		r.Header.Set("Origin", "https://www.example.org")
		r.Header.Set("Access-Control-Request-Method", "GET")
		r.Header.Set("Access-Control-Request-Headers", "content-type,x-requested-with")
		return ask(t, s, r)
	}
	for _, address := range []string{
		"/api/v1/search?q=victims", "/api/v1/suggest", "/api/v1/statements/hearing", "/api/v1/statements/hearing/similar", "/api/v1/facets/session",
		"/api/v1/export", "/api/v1/trends", "/api/v1/quote", "/api/v1/coverage", "/openapi.json", "/search.json", "/opensearch/suggest",
		embed.Root + embed.Name,
	} {
		r := preflight(address) // more of them than a client may send requests: they are not counted
		if r.StatusCode != http.StatusNoContent || body(t, r) != "" {
			t.Errorf("%s: status %d, want 204", address, r.StatusCode)
		}
		for name, want := range map[string]string{
			"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Allow-Headers": "*",
			"Access-Control-Max-Age": "86400", "Access-Control-Allow-Credentials": "", "Allow": "GET, HEAD, OPTIONS", "RateLimit": "",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", address, name, got, want)
			}
		}
	}
	for address, want := range map[string]int{"/": 405, "/search": 405, "/search.csv": 405, "/s/hearing": 405, "/s/hearing/original": 405, "/embed": 405, "/healthz": 405, "/nothing": 404} {
		r := preflight(address)
		if r.StatusCode != want || r.Header.Get("Access-Control-Allow-Origin")+r.Header.Get("Access-Control-Allow-Methods") != "" {
			t.Errorf("%s: status %d, %v; want %d, and nothing allowed", address, r.StatusCode, r.Header, want)
		}
	}
	if r := preflight("/api/v1/nothing"); r.StatusCode != 404 {
		t.Errorf("an address that is not there: status %d", r.StatusCode)
	}
	if got := preflight("/").Header.Get("Allow"); got != "GET, HEAD, POST" {
		t.Errorf("a page says Allow: %s", got)
	}
}

// TestOrigins asks as pages of other sites do: those may read answers, errors
// too, whom the operator lets; by default all of a public service, and none of
// one that is served to its reader alone.
func TestOrigins(t *testing.T) {
	const listed, other = "https://www.example.org", "https://evil.example"
	for _, test := range []struct {
		name      string
		origins   []string
		publicURL string
		may       map[string]string // origin to what it is answered
	}{
		{"a local service", nil, "", map[string]string{listed: "", other: "", "null": "", "": ""}},
		{"a public one", nil, "http://example.com", map[string]string{listed: "*", other: "*", "null": "*", "": "*"}},
		{"a list", []string{listed, "http://localhost:3000"}, "http://example.com", map[string]string{listed: listed, "http://localhost:3000": "http://localhost:3000", other: "", "null": "", "": ""}},
		{"an empty list", []string{}, "http://example.com", map[string]string{listed: "", other: ""}},
		{"all", []string{"*"}, "", map[string]string{other: "*"}},
	} {
		s := serve(t, func(c *web.Config) { c.Origins, c.PublicURL = test.origins, test.publicURL })
		for origin, want := range test.may {
			for _, method := range []string{http.MethodGet, http.MethodOptions} {
				for _, address := range []string{"/api/v1/search", "/api/v1/search?q=%22", "/openapi.json", "/api/v1/nothing"} {
					r := httptest.NewRequest(method, address, nil)
					if origin != "" {
						r.Header.Set("Origin", origin)
					}
					w := httptest.NewRecorder()
					s.ServeHTTP(w, r)
					h := w.Header()
					if got := h.Get("Access-Control-Allow-Origin"); got != want {
						t.Errorf("%s, %s %s from %q: allowed %q, want %q", test.name, method, address, origin, got, want)
					}
					if varies := strings.Contains(strings.Join(h.Values("Vary"), ", "), "Origin"); varies != (len(test.origins) > 1) {
						t.Errorf("%s, %s %s from %q: Vary %q", test.name, method, address, origin, h.Values("Vary"))
					}
				}
			}
		}
		if got := get(t, s, embed.Root+embed.Name).Header.Get("Access-Control-Allow-Origin"); got != "*" {
			t.Errorf("%s: the script of the element is for %q", test.name, got)
		}
	}
	for _, wrong := range []string{"www.example.org", "https://www.example.org/", "https://www.example.org/page", "https://WWW.example.org", "file:///", "*.example.org"} {
		lib := library()
		if _, err := web.New(web.Config{Searcher: func() (search.Searcher, error) { return slow{}, nil }, Records: lib, Origins: []string{wrong}}); err == nil {
			t.Errorf("%q is taken for an origin", wrong)
		}
	}
}

// TestAdminHost asks the admin address by names: one that somebody else had
// lead here is refused.
func TestAdminHost(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.AdminHost = "Metrics.example.org" })
	for host, want := range map[string]int{
		"127.0.0.1:8081": 200, "[::1]:8081": 200, "[::1]": 200, "10.0.0.7": 200, "localhost:8081": 200, "a.localhost": 200, "rostrum:8081": 200, "metrics.example.org:8081": 200,
		"evil.example:8081": 421, "127.0.0.1.evil.example": 421, "localhost.evil.example": 421, "example.org": 421,
	} {
		for _, address := range []string{"/metrics", "/readyz"} {
			r := httptest.NewRequest(http.MethodGet, address, nil)
			r.Host = host
			w := httptest.NewRecorder()
			s.Admin().ServeHTTP(w, r)
			if health := address == "/readyz"; w.Code != want && !health || health && w.Code == 421 {
				t.Errorf("%s by %s: status %d, want %d", address, host, w.Code, want)
			}
		}
	}
}

// TestOtherSitesMayAsk has a browser send such a request, with the preflight.
func TestOtherSitesMayAsk(t *testing.T) {
	service := httptest.NewServer(serve(t, nil))
	defer service.Close()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><title>A page of another site</title><link rel="icon" href="data:,">`)
	}))
	defer site.Close()
	b := openTab(t, site.URL, service.URL)
	b.open("/")
	asked := func(path string) string {
		return do(b, chromedp.Evaluate[string](fmt.Sprintf(
			`fetch(%q, { headers: { "Content-Type": "application/json", "X-Requested-With": "sample" } }).then((r) => r.status + " " + r.headers.get("ETag"), (e) => String(e))`, service.URL+path),
			chromedp.EvalAwaitPromise))
	}
	for _, path := range []string{"/api/v1/search?q=victims", "/search.json?q=victims", "/openapi.json"} {
		if got := asked(path); !strings.HasPrefix(got, "200 W/") {
			t.Errorf("%s: the page gets %q", path, got)
		}
	}
}
