package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/search/web/ui"
)

// post asks for a page as a form does.
func post(t *testing.T, h http.Handler, path, form string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// where lists what a page leads to: links, and the buttons that stand for them on
// a private page; and the addresses that it asks for by itself.
func where(t *testing.T, page string) (leads, asks []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		of := map[string]string{}
		for _, a := range n.Attr {
			of[a.Key] = a.Val
		}
		switch {
		case n.Data == "a" && of["href"] != "":
			leads = append(leads, of["href"])
		case n.Data == "button" && of["formaction"] != "":
			path, fragment, found := strings.Cut(of["formaction"], "#")
			if of["value"] != "" {
				path += "?" + of["value"]
			}
			if found {
				path += "#" + fragment
			}
			leads = append(leads, path)
		case n.Data == "form" && of["method"] != "post":
			asks = append(asks, "form "+of["action"])
		}
		for _, key := range []string{"href", "src", "srcset", "action", "formaction", "data-suggest"} {
			if of[key] != "" && n.Data != "a" {
				asks = append(asks, of[key])
			}
		}
	}
	return leads, asks
}

// TestPrivatePages asks for pages by GET and by POST: they lead to the same, the
// private ones without a word in any address or title.
func TestPrivatePages(t *testing.T) {
	server := serve(t, nil)
	for _, test := range []struct{ path, query string }{
		{"/search", "q=victims"}, {"/search", "q=victims&session=ASP20&lang=ar"}, {"/search", "q=victmis"}, {"/search", "q=victims&size=2&expand=organization&lang=fr"},
		{"/search", "q=" + url.QueryEscape(`"victims`)}, {"/search", "q=%22%22"}, {"/s/scan", "q=victims"}, {"/s/scan/p/1", "q=victims"}, {"/quote", "text=it+mentions+victims+once"},
		{"/quote", "text=victims+...+once"}, {"/trends", "q=victims&q=court&by=session"}, {"/", ""}, {"/help", "lang=es"}, {"/organizations", ""}, {"/s/none", "q=victims"},
	} {
		public, private := get(t, server, test.path+"?"+test.query), post(t, server, test.path, test.query)
		leads, _ := where(t, body(t, public))
		page := body(t, private)
		privately, asks := where(t, page)
		if private.StatusCode != public.StatusCode || private.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s?%s: status %d, %q; by GET %d", test.path, test.query, private.StatusCode, private.Header.Get("Cache-Control"), public.StatusCode)
		}
		feed := func(address string) bool {
			return strings.HasPrefix(address, "/search.atom") || address == "/" || strings.HasPrefix(address, "/?lang=")
		} // and the way back to what is public
		if a, b := slices.DeleteFunc(leads, feed), slices.DeleteFunc(privately, feed); !slices.Equal(a, b) {
			t.Errorf("%s?%s leads to\n%s\nby GET, and by POST to\n%s", test.path, test.query, strings.Join(a, "\n"), strings.Join(b, "\n"))
		}
		for _, address := range asks {
			if strings.Contains(address, "victims") || strings.HasPrefix(address, "form") || strings.Contains(address, "rostrum") && strings.HasSuffix(address, ".js") || address == "/api/v1/suggest" {
				t.Errorf("%s?%s asks for %s", test.path, test.query, address)
			}
		}
		if _, title, _ := strings.Cut(page, "<title>"); strings.Contains(title[:strings.Index(title, "</title>")], "victims") {
			t.Errorf("%s?%s: the title has the words", test.path, test.query)
		}
	}
}

// TestPrivateSearchIsChosen has the words of every language for it, and a way
// back.
func TestPrivateSearchIsChosen(t *testing.T) {
	server := serve(t, nil)
	for _, lang := range ui.Languages {
		l := says(t, lang)
		page := body(t, get(t, server, "/?lang="+string(lang)))
		if want := `form="private" title="` + html.EscapeString(l.Text("private.why")); !strings.Contains(page, want) || !strings.Contains(page, ">"+l.Text("private.choose")+"</button>") {
			t.Errorf("%s: no way to search privately", lang)
		}
		page = body(t, post(t, server, "/search", "q=victims&lang="+string(lang)))
		if !strings.Contains(page, html.EscapeString(l.Text("private.on"))) || !strings.Contains(page, `<a href="/?lang=`+string(lang)+`" data-public`) {
			t.Errorf("%s: no word of it, or no way back", lang)
		}
	}
}

// TestPrivateIsBounded posts what is no form, or too much of one.
func TestPrivateIsBounded(t *testing.T) {
	server := serve(t, nil)
	long := post(t, server, "/search", "q="+url.QueryEscape(strings.Repeat("the victims before the court ", 20)))
	if page := body(t, long); long.StatusCode != http.StatusOK || !strings.Contains(page, "</textarea>") || long.Header.Get("Location") != "" {
		t.Errorf("a passage: status %d, %v", long.StatusCode, long.Header)
	}
	if r := post(t, server, "/search", "q=victims&x="+strings.Repeat("x", 64<<10)); r.StatusCode != http.StatusBadRequest {
		t.Errorf("a form of more than 64 KB: status %d", r.StatusCode)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/search", strings.NewReader(`{"q":"victims"}`))
	r.Header.Set("Content-Type", "application/json")
	if server.ServeHTTP(w, r); w.Code != http.StatusBadRequest {
		t.Errorf("JSON: status %d", w.Code)
	}
}

// TestWordsAreNotStored asks with words and without: only what has none may be
// stored by a browser or a proxy, and all have a validator as before.
func TestWordsAreNotStored(t *testing.T) {
	server := serve(t, nil)
	for address, stored := range map[string]bool{
		"/search?q=victims": false, "/search?q=victims&page=999999": false, "/search?q=%22": false, "/search.csv?q=victims": false, "/search.atom?q=victims": false,
		"/quote?text=it+mentions+victims": false, "/api/v1/search?q=victims": false, "/api/v1/quote?text=it+mentions+victims": false, "/api/v1/suggest?q=vic": false,
		"/opensearch/suggest?q=vic": false, "/api/v1/facets/organization?prefix=a": false, "/s/scan?q=victims": false, "/s/scan/p/1?q=victims": false, "/trends?q=victims": false,
		"/embed/frame?q=victims": false, "/oembed?url=" + url.QueryEscape("http://example.com/s/scan?q=victims"): false, "/nowhere?q=victims": false, "/search?q=%zz": false,
		"/": true, "/search?session=ASP20": true, "/s/scan": true, "/help": true, "/organizations": true, "/api/v1/search?session=ASP20": true, "/trends": true,
	} {
		r := get(t, server, address)
		if got := r.Header.Get("Cache-Control"); (got != "no-store") != stored {
			t.Errorf("%s: Cache-Control %q", address, got)
		}
		if tag := r.Header.Get("ETag"); tag != "" {
			w := httptest.NewRecorder()
			again := httptest.NewRequest(http.MethodGet, address, nil)
			again.Header.Set("If-None-Match", tag)
			if server.ServeHTTP(w, again); w.Code != http.StatusNotModified || (w.Header().Get("Cache-Control") != "no-store") != stored {
				t.Errorf("%s again: status %d, %q", address, w.Code, w.Header().Get("Cache-Control"))
			}
		}
	}
}
