package web_test

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"rostrum/search/web"
)

// TestSitemap expects every statement to be named by its whole address, and
// each address to lead to a page that may be listed.
func TestSitemap(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "https://search.example.org" })
	r := get(t, s, "https://search.example.org/sitemap.xml")
	var list struct {
		XMLName   xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		Locations []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal([]byte(body(t, r)), &list); err != nil || r.StatusCode != 200 {
		t.Fatalf("status %d, %v", r.StatusCode, err)
	}
	for _, statement := range library().statements {
		if want := "https://search.example.org/s/" + string(statement.ID); !slices.Contains(list.Locations, want) {
			t.Errorf("%s is not named", want)
		}
	}
	for _, location := range list.Locations {
		r := get(t, s, location)
		if text := body(t, r); r.StatusCode != 200 || strings.Contains(text, `content="noindex"`) {
			t.Errorf("%s: status %d, or not to be listed", location, r.StatusCode)
		}
	}
	if rules := body(t, get(t, s, "https://search.example.org/robots.txt")); !strings.Contains(rules, "Sitemap: https://search.example.org/sitemap.xml\n") {
		t.Errorf("robots are told: %s", rules)
	}
	private := serve(t, nil)
	for host, status := range map[string]int{"forged.example": 404, "localhost:8080": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200, "127.0.0.1.forged.example": 404} {
		for _, path := range []string{"/sitemap.xml", "/opensearch.xml"} {
			if r := get(t, private, "http://"+host+path); r.StatusCode != status {
				t.Errorf("%s at %s: status %d, want %d", path, host, r.StatusCode, status)
			}
		}
	}
}
