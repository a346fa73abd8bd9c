package web_test

import (
	"strings"
	"testing"

	"rostrum/search/web"
)

// TestReferencesSayWhereItStands asks for references with a question, without
// one, and from a service that nobody can reach by an address.
func TestReferencesSayWhereItStands(t *testing.T) {
	public := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	for format, page := range map[string]string{"bib": "pages = {2}", "ris": "SP  - 2\r\n", "csv": ",2,"} {
		found := body(t, get(t, public, "/search."+format+"?q=interpreter"))
		if !strings.Contains(found, page) || !strings.Contains(found, "http://example.com/s/hearing") {
			t.Errorf("%s: no page, or no address: %s", format, found)
		}
		if format != "csv" && strings.Contains(found, "interpreter") {
			t.Errorf("%s: what was searched by goes out with the reference: %s", format, found)
		}
	}
	if found := body(t, get(t, public, "/api/v1/export?format=csl&q=interpreter")); !strings.Contains(found, `"page":"2"`) || strings.Contains(found, "q=interpreter") {
		t.Errorf("csl: %s", found)
	}
	for address, never := range map[string]string{"/search.bib?session=ASP20": "  pages =", "/search.ris": "SP  - ", "/api/v1/export?format=csl": `"page":`} {
		if found := body(t, get(t, public, address)); strings.Contains(found, never) {
			t.Errorf("%s: a page, and nothing was looked for", address)
		}
	}
	private := serve(t, nil)
	for address, want := range map[string]string{
		"/search.bib?q=interpreter": "url = {https://example.org/hearing.pdf}", "/search.ris?q=interpreter": "UR  - https://example.org/hearing.pdf\r\n",
		"/api/v1/export?format=csl&q=interpreter": `"URL":"https://example.org/hearing.pdf"`, "/search.csv?q=interpreter": ",/s/hearing,",
	} {
		if found := body(t, get(t, private, address)); !strings.Contains(found, want) {
			t.Errorf("%s: no %s in %s", address, want, found)
		}
	}
}
