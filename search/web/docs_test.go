package web_test

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web"
	"rostrum/search/web/ui"
)

// TestDocsTellEverything reads the page for programs in every language: each
// address with its parameters and answers, examples that can be followed, and
// nothing from anywhere else.
func TestDocsTellEverything(t *testing.T) {
	doc, err := spec()
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	for _, lang := range ui.Languages {
		d := page(t, s, "/docs?lang="+string(lang))
		text := textOf(d.root)
		for path, item := range doc.Paths.Map() {
			if !strings.Contains(text, "GET "+path) || !strings.Contains(text, item.Get.Summary) {
				t.Errorf("%s: %s is not on the page", lang, path)
			}
			section := d.all(func(n *html.Node) bool { return attr(n, "aria-labelledby") == item.Get.OperationID })
			if len(section) != 1 {
				t.Fatalf("%s: %d sections for %s", lang, len(section), path)
			}
			names := document{section[0]}.texts(tag("dt"))
			for _, p := range item.Get.Parameters {
				if !strings.Contains(" "+strings.Join(names, " ")+" ", " "+p.Value.Name+" ") {
					t.Errorf("%s: %s: no parameter %s among %v", lang, path, p.Value.Name, names)
				}
			}
			for status := range item.Get.Responses.Map() {
				if !strings.Contains(strings.Join(names, " "), status) {
					t.Errorf("%s: %s: no answer %s among %v", lang, path, status, names)
				}
			}
		}
		ids := map[string]bool{}
		for _, n := range d.all(func(n *html.Node) bool { return attr(n, "id") != "" }) {
			if ids[attr(n, "id")] {
				t.Errorf("%s: the id %s stands twice", lang, attr(n, "id"))
			}
			ids[attr(n, "id")] = true
		}
		examples := 0
		for _, a := range d.all(tag("a")) {
			address := attr(a, "href")
			switch {
			case strings.HasPrefix(address, "#") && !ids[address[1:]]:
				t.Errorf("%s: %s leads nowhere", lang, address)
			case strings.HasPrefix(address, "/api/"), strings.HasPrefix(address, "/oembed?"):
				examples++
				if r := get(t, s, address); r.StatusCode != 200 {
					t.Errorf("%s: the example %s answers %d", lang, address, r.StatusCode)
				}
			}
		}
		if examples != len(doc.Paths.Map()) {
			t.Errorf("%s: %d examples for %d addresses", lang, examples, len(doc.Paths.Map()))
		}
		for _, n := range d.all(func(n *html.Node) bool {
			return n.Data == "script" || n.Data == "link" || n.Data == "img" || n.Data == "iframe"
		}) {
			for _, name := range []string{"src", "href"} {
				if elsewhere.MatchString(attr(n, name)) {
					t.Errorf("%s: the page loads %s", lang, attr(n, name))
				}
			}
		}
	}
}

var elsewhere = regexp.MustCompile(`^(?:[a-z]+:)?//`)

// TestDocsWithoutIndex can be read by those who are still setting things up.
func TestDocsWithoutIndex(t *testing.T) {
	s := serve(t, func(c *web.Config) {
		c.Searcher = func() (search.Searcher, error) { return nil, corpus.ErrNoIndex }
	})
	d := page(t, s, "/docs")
	if text := textOf(d.root); !strings.Contains(text, "GET /api/v1/statements/{id}") {
		t.Errorf("the page is %.300s", text)
	}
	for _, a := range d.all(tag("a")) {
		if strings.Contains(attr(a, "href"), "{") {
			t.Errorf("%s is no address", attr(a, "href"))
		}
	}
}
