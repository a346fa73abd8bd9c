package web_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"rostrum/search"
	"rostrum/search/web"
)

func TestClientsAskSoMuchAndNoMore(t *testing.T) {
	s := serve(t, func(c *web.Config) {
		c.Limits.Rate = 3
		c.TrustedProxies = []string{"192.0.2.0/24"}
	})
	from := func(peer, forwarded, address string) *http.Response {
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.RemoteAddr = peer + ":4711"
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		return ask(t, s, r)
	}
	for i, want := range []struct {
		status int
		rate   string
	}{{200, `"client";r=2;t=20`}, {200, `"client";r=1;t=40`}, {200, `"client";r=0;t=60`}, {429, `"client";r=0;t=60`}, {429, `"client";r=0;t=60`}} {
		// Forged addresses help nobody.
		r := from("203.0.113.7", "198.51.100."+string(rune('1'+i)), "/api/v1/search?q=victims")
		if r.StatusCode != want.status || r.Header.Get("RateLimit") != want.rate || r.Header.Get("RateLimit-Policy") != `"client";q=3;w=60` {
			t.Errorf("request %d: status %d, RateLimit %s, RateLimit-Policy %s; want %d, %s", i+1, r.StatusCode, r.Header.Get("RateLimit"), r.Header.Get("RateLimit-Policy"), want.status, want.rate)
		}
	}
	for _, address := range []string{"/search?q=victims", "/search.csv", "/search.json", "/quote?text=victims", "/trends", "/s/hearing/similar", "/opensearch/suggest?q=vic", "/api/v1/suggest?q=vic", "/oembed?url=http://example.com/s/hearing",
		"/", "/sessions", "/topics", "/organizations", "/sessions/ASP20", "/organizations/hrw", "/coverage", "/docs", "/embed", "/embed/frame?q=victims", "/sitemap.xml", "/api/v1/nothing"} {
		r := from("203.0.113.7", "", address)
		want, program := http.StatusTooManyRequests, strings.HasPrefix(address, "/api/") || strings.HasPrefix(address, "/search.json") || strings.HasPrefix(address, "/opensearch/") || strings.HasPrefix(address, "/oembed")
		if address == "/api/v1/nothing" {
			want = http.StatusNotFound // costs nothing
		}
		if r.StatusCode != want || want == 429 && r.Header.Get("Retry-After") != "20" {
			t.Errorf("%s: status %d, Retry-After %q; want %d", address, r.StatusCode, r.Header.Get("Retry-After"), want)
		}
		if got := r.Header.Get("Content-Type"); program != (got == "application/problem+json") {
			t.Errorf("%s is refused as %s", address, got)
		}
	}
	for _, address := range []string{"/s/hearing", "/s/hearing?q=victims", "/embed/s/hearing", "/embed/frame", "/help", "/about", "/openapi.json", "/healthz", "/robots.txt"} {
		if r := from("203.0.113.7", "", address); r.StatusCode != 200 || r.Header.Get("RateLimit") != "" {
			t.Errorf("%s: status %d, RateLimit %q; it is not counted", address, r.StatusCode, r.Header.Get("RateLimit"))
		}
	}
	// Others still may, and behind a proxy that is trusted each counts alone.
	for _, forwarded := range []string{"198.51.100.1", "198.51.100.2"} {
		if got := from("192.0.2.1", forwarded, "/api/v1/search").Header.Get("RateLimit"); got != `"client";r=2;t=20` {
			t.Errorf("the first request of %s by a proxy: RateLimit %s", forwarded, got)
		}
	}
	if got := get(t, serve(t, nil), "/api/v1/search").Header.Get("RateLimit"); got != "" {
		t.Errorf("without a limit there is RateLimit %s", got)
	}
}

// TestWhatSearchesIsCounted finds every page that makes the engine work among
// those that are counted. Only a statement may be read as often as one likes.
func TestWhatSearchesIsCounted(t *testing.T) {
	ix, err := index()
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	s := serve(t, func(c *web.Config) {
		c.Limits.Rate, c.PublicURL = 1000, "http://example.com"
		c.Searcher = func() (search.Searcher, error) { asked++; return ix, nil }
	})
	routes, err := os.ReadFile("routes.go")
	if err != nil {
		t.Fatal(err)
	}
	addresses := []string{"/sessions", "/sessions/ASP20", "/search.atom", "/search.bib", "/s/hearing/cite.bib", "/oembed?url=http://example.com/s/hearing", "/docs", "/openapi.json", "/trends", "/embed/frame", "/embed/s/hearing"}
	for _, m := range regexp.MustCompile(`(?:get|shared|page)\((\w+).*?, "(/[^"]*)"`).FindAllStringSubmatch(string(routes), -1) {
		path := strings.NewReplacer(":id", "hearing", ":name", "session", ":page", "1", ":picture", "x").Replace(m[2])
		if m[1] == "api" {
			path = "/api/v1" + path
		}
		addresses = append(addresses, path)
	}
	counted := 0
	for _, address := range addresses {
		separator := "?"
		if strings.Contains(address, "?") {
			separator = "&"
		}
		asked = 0
		r := get(t, s, address+separator+"q=victims")
		limited := r.Header.Get("RateLimit") != ""
		if asked > 0 && !limited && !strings.HasPrefix(address, "/s/hearing") && address != "/readyz" {
			t.Errorf("%s asks the engine and is not counted", address)
		}
		if limited {
			counted++
		}
	}
	if len(addresses) < 35 || counted < 20 {
		t.Errorf("%d addresses, %d counted", len(addresses), counted)
	}
}
