package web_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"rostrum/internal/faults"
	"rostrum/search/web"
)

// forgeries are headers by which a request claims to come from elsewhere, or to
// be for another place.
var forgeries = []string{
	"X-Forwarded-For", "X-Real-Ip", "Forwarded", "True-Client-Ip", "Cf-Connecting-Ip", "X-Client-Ip", "X-Cluster-Client-Ip", "X-Appengine-Remote-Addr", "Fly-Client-Ip", "X-Originating-Ip",
	"X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-Original-Host", "X-Original-Url", "X-Rewrite-Url", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Http-Method-Override",
	"X-Method-Override", "Origin", "Referer", "User-Agent", "Via", "Accept-Language", "If-None-Match", "Range", "Cookie", "Authorization",
}

// TestFaultForged claims another address and another host in every way there
// is: no limit is passed by it, and no answer repeats it.
func TestFaultForged(t *testing.T) {
	if testing.Short() {
		t.Skip("sends thousands of requests, one after the other")
	}
	note := faults.Begin(t, faults.Forged)
	const evil = "evil.example"
	limited := serve(t, func(c *web.Config) { c.Limits.Rate = 2 })
	passed, tried := 0, 0
	for i, header := range forgeries {
		client := "203.0.113." + strconv.Itoa(i) + ":4711"
		for n := range faults.Times(8, 200) {
			r := httptest.NewRequest(http.MethodGet, "/api/v1/search?size=1", nil)
			r.RemoteAddr = client
			address := "198.51.100." + strconv.Itoa(n)
			switch header {
			case "Forwarded":
				address = "for=" + address + ";host=" + evil
			case "X-Forwarded-For": // also several, and twice
				r.Header.Add(header, address)
				address += ", 127.0.0.1, ::1"
			}
			r.Header.Add(header, address)
			tried++
			if status := ask(t, limited, r).StatusCode; n >= 2 && status != http.StatusTooManyRequests {
				passed++
				t.Errorf("request %d with %s: status %d", n+1, header, status)
			}
		}
	}

	reflected, answers := 0, 0
	open, public := serve(t, nil), serve(t, func(c *web.Config) { c.PublicURL = "https://search.example.org" })
	for _, path := range []string{
		"/", "/search?q=victims", "/search?q=", "/search.atom?q=victims", "/search.json?q=victims", "/search.csv?q=victims", "/api/v1/export?format=jsonfeed&q=victims", "/s/hearing", "/s/hearing/p/1", "/s/hearing/original",
		"/s/nothing", "/nothing", "/organizations/Human%20Rights%20Watch", "/embed", "/embed/frame", "/opensearch.xml", "/openapi.json", "/robots.txt", "/sitemap.xml", "/docs", "/api/v1/search?bad=1", "/api/v1/suggest?q=vic", "/s/hearing/",
	} {
		for _, s := range []http.Handler{open, public} {
			for _, header := range append([]string{"Host"}, forgeries...) {
				for _, value := range []string{evil, "https://" + evil + "/", evil + ":8080"} {
					r := httptest.NewRequest(http.MethodGet, path, nil)
					if s == public {
						r.Host = "search.example.org"
					}
					if r.Header.Set(header, value); header == "Host" {
						r.Host = value
					}
					w := httptest.NewRecorder()
					s.ServeHTTP(w, r)
					answer := w.Result()
					answers++
					said := body(t, answer)
					for name, values := range answer.Header {
						said += "\n" + name + ": " + strings.Join(values, ", ")
					}
					if strings.Contains(said, evil) {
						reflected++
						t.Errorf("%s with %s: %s is repeated (status %d)", path, header, value, answer.StatusCode)
					}
				}
			}
		}
	}
	note("%d forged addresses: %d passed the limit; %d answers to forged hosts and headers: %d repeat them", tried, passed, answers, reflected)
}
