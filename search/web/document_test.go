package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/search/web/ui"
)

// document is a page as a browser reads it.
type document struct{ root *html.Node }

func page(t testing.TB, h http.Handler, address string, headers ...string) document {
	t.Helper()
	r := get(t, h, address, headers...)
	if got := r.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Fatalf("%s: status %d, %s", address, r.StatusCode, got)
	}
	root, err := html.Parse(strings.NewReader(body(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	return document{root}
}

// says is the interface in one language. What a page should say is looked up
// there, so that its wording can change without the tests.
func says(t testing.TB, lang corpus.Language) *ui.Locale {
	t.Helper()
	pages, err := ui.New()
	if err != nil {
		t.Fatal(err)
	}
	return pages.Locale(lang)
}

// all lists the elements that satisfy want, in order.
func (d document) all(want func(*html.Node) bool) []*html.Node {
	var out []*html.Node
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && want(n) {
			out = append(out, n)
		}
	}
	return out
}

func tag(name string) func(*html.Node) bool { return func(n *html.Node) bool { return n.Data == name } }

func class(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(strings.Fields(attr(n, "class")), name) }
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// runs tells a script from data for programs that read pages.
func runs(n *html.Node) bool { return n.Data == "script" && attr(n, "type") != "application/ld+json" }

func (d document) texts(want func(*html.Node) bool) []string {
	var out []string
	for _, n := range d.all(want) {
		out = append(out, textOf(n))
	}
	return out
}

// messageID looks like a message that was not found.
var messageID = regexp.MustCompile(`\b(nav|box|home|results|sort|read|chips|facets?|dates|pager|zero|field|part|media|page|ocr|statement|walk|cite|pick|passage|picture|inside|size|evidence|origin|coverage|trends|similar|aspect|problem|help|about|fault|syntax|foot|site)\.[a-z]+(-[a-z]+)*\b`)
