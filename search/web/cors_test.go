package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

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
	if got := preflight("/").Header.Get("Allow"); got != "GET, HEAD" {
		t.Errorf("a page says Allow: %s", got)
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
