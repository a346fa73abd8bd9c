package web_test

import (
	"crypto/sha512"
	"encoding/base64"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web"
	"rostrum/search/web/embed"
)

func TestEmbedScript(t *testing.T) {
	s := serve(t, nil)
	element := embed.Element()
	for name, caching := range map[string]string{
		embed.Name: "public, max-age=3600", element.Versioned: "public, max-age=31536000, immutable",
	} {
		r := get(t, s, embed.Root+name, "Origin", "https://www.example.org", "Accept-Encoding", "gzip")
		for header, want := range map[string]string{
			"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", "X-Content-Type-Options": "nosniff",
			"Cache-Control": caching, "Content-Type": "text/javascript; charset=utf-8", "Content-Encoding": "gzip", "Vary": "Accept-Encoding",
		} {
			if got := r.Header.Get(header); r.StatusCode != 200 || got != want {
				t.Errorf("%s: status %d, %s: %q, want %q", name, r.StatusCode, header, got, want)
			}
		}
		if got := len(body(t, r)); got > 6144 {
			t.Errorf("%s: %d bytes on the wire, at most 6144 are allowed", name, got)
		}
		plain := body(t, get(t, s, embed.Root+name))
		sum := sha512.Sum384([]byte(plain))
		if got := "sha384-" + base64.StdEncoding.EncodeToString(sum[:]); got != element.Integrity {
			t.Errorf("%s: the digest told is %s, of the content %s", name, element.Integrity, got)
		}
	}
	r := get(t, s, embed.Root+embed.Name)
	if again := get(t, s, embed.Root+embed.Name, "If-None-Match", r.Header.Get("ETag")); again.StatusCode != 304 || again.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("the same again: status %d, headers %v", again.StatusCode, again.Header)
	}
	if r := get(t, s, embed.Root+"rostrum-search.000000000000.js"); r.StatusCode != 404 || strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("a version that is not ours: status %d, %q", r.StatusCode, r.Header.Get("Cache-Control"))
	}
}

func TestEmbedFrame(t *testing.T) {
	allowed := serve(t, func(c *web.Config) {
		c.EmbedOrigins = []string{"https://www.example.org", "https://news.example.org:8443"}
	})
	for s, want := range map[*web.Server]string{
		serve(t, nil): "frame-ancestors 'self'",
		allowed:       "frame-ancestors 'self' https://www.example.org https://news.example.org:8443",
	} {
		r := get(t, s, "/embed/frame?q=victims&session=ASP20&limit=2&lang=en")
		if got := r.Header.Get("Content-Security-Policy"); !strings.HasSuffix(got, want) || !strings.HasPrefix(got, "default-src 'none'") {
			t.Errorf("the policy is %q, want it to end in %q", got, want)
		}
		page := body(t, r)
		if got := strings.Count(page, `class="hit"`); got != 2 {
			t.Errorf("%d statements are listed, want 2", got)
		}
		for _, want := range []string{`<h2 class="part">3 statements</h2>`, `<base target="_blank">`, `name="session" value="ASP20"`, `name="limit" value="2"`, `href="/search?q=victims&amp;session=ASP20&amp;lang=en"`, `<mark>`, `#p1-1"`} {
			if !strings.Contains(page, want) {
				t.Errorf("the frame lacks %s", want)
			}
		}
		for _, other := range []string{"/", "/search?q=victims", "/embed", "/s/hearing", "/api/v1/search"} {
			if got := get(t, s, other).Header.Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors 'none'") {
				t.Errorf("%s may be framed: %q", other, got)
			}
		}
	}
	r := get(t, allowed, "/embed/frame?q=%22who&lang=fr")
	if page := body(t, r); r.StatusCode != 200 || !strings.Contains(page, `class="note"`) || !strings.Contains(page, `value="&#34;who"`) {
		t.Errorf("half a phrase: status %d, and it is not said what was read", r.StatusCode)
	}
	for _, address := range []string{"/embed/frame", "/embed/frame?limit=0&lang=xx&session=nowhere", "/embed/frame?q=zzzz&limit=1000"} {
		if r := get(t, allowed, address); r.StatusCode != 200 {
			t.Errorf("%s: status %d", address, r.StatusCode)
		}
	}
	for _, origin := range []string{"*", "www.example.org", "https://www.example.org/", "https://www.example.org/a", "https://a.org; script-src *", "javascript:alert(1)", "'self'", "https://a.org,https://b.org", ""} {
		lib := library()
		_, err := web.New(web.Config{Searcher: func() (search.Searcher, error) { return slow{}, nil }, Records: lib, EmbedOrigins: []string{origin}})
		if err == nil || !strings.Contains(err.Error(), "https://www.example.org") {
			t.Errorf("the origin %q: the error is %v", origin, err)
		}
	}
}

var code = regexp.MustCompile(`(?s)<h2 id="code-(\w+)">.*?<pre[^>]*><code>(.*?)</code>`)

// snippets are those on a page, by kind.
func snippets(page string) map[string]string {
	out := map[string]string{}
	for _, m := range code.FindAllStringSubmatch(page, -1) {
		out[m[1]] = html.UnescapeString(m[2])
	}
	return out
}

func TestEmbedPageMakesTheCode(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "https://search.example.org" })
	ask := func(address string) string {
		t.Helper()
		r := get(t, s, "https://search.example.org"+address)
		page := body(t, r)
		if r.StatusCode != 200 {
			t.Fatalf("%s: status %d", address, r.StatusCode)
		}
		return page
	}
	made := snippets(ask("/embed?session=ASP20&organization=Human+Rights+Watch&topic=&element-lang=fr&limit=8&theme=dark&target=_blank&mode=results&lang=en"))
	fr := says(t, corpus.French)
	element := `<rostrum-search endpoint="https://search.example.org" mode="results" lang="fr" session="ASP20" organization="hrw" limit="8" theme="dark" target="_blank">
  <form action="https://search.example.org/search" role="search">
    <label>` + fr.Text("box.label") + ` <input type="search" name="q"></label>
    <input type="hidden" name="session" value="ASP20">
    <input type="hidden" name="organization" value="hrw">
    <input type="hidden" name="lang" value="fr">
    <button>` + fr.Text("box.button") + `</button>
  </form>
</rostrum-search>`
	script := embed.Element()
	for kind, want := range map[string]string{
		"element":   "<script type=\"module\" src=\"https://search.example.org/embed/v1/rostrum-search.js\"></script>\n" + element,
		"pinned":    `src="https://search.example.org/embed/v1/` + script.Versioned + `" integrity="` + script.Integrity + `" crossorigin="anonymous">`,
		"frame":     `src="https://search.example.org/embed/frame?lang=fr&amp;limit=8&amp;organization=hrw&amp;session=ASP20"`,
		"form":      `<form action="https://search.example.org/search" role="search">`,
		"wordpress": "return <<<'ROSTRUM'\n" + element + "\nROSTRUM;",
		"drupal":    "{% verbatim %}\n" + element + "\n{% endverbatim %}",
		"static":    element,
		"policy":    "script-src https://search.example.org; connect-src https://search.example.org",
	} {
		if !strings.Contains(made[kind], want) {
			t.Errorf("%s: %s\nlacks: %s", kind, made[kind], want)
		}
	}
	if got := snippets(ask("/embed?lang=ar"))["element"]; !strings.Contains(got, `<rostrum-search endpoint="https://search.example.org">`) || !strings.Contains(got, says(t, corpus.Arabic).Text("box.label")) {
		t.Errorf("without choices: %s", got)
	}
	// What others wrote stays what it is: a value of an attribute.
	hostile := `"><script>alert(1)</script>`
	page := ask("/embed?organization=" + url.QueryEscape(hostile) + "&theme=" + url.QueryEscape(hostile) + "&limit=-1&lang=xx&target=" + url.QueryEscape(hostile))
	if strings.Contains(page, "<script>alert") {
		t.Error("a name became markup in the page")
	}
	if got := snippets(page)["element"]; !strings.Contains(got, `organization="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">`) || strings.Contains(got, "theme") {
		t.Errorf("a hostile name gave %s", got)
	}
	// Nor does it end the string of PHP or the part of Twig that holds it.
	page = ask("/embed?organization=" + url.QueryEscape("a\nROSTRUM;\nphpinfo();{% endverbatim %}{{ 7 }}"))
	for _, test := range []struct {
		kind, text string
		times      int
	}{{"wordpress", "\nROSTRUM;", 1}, {"drupal", "{% endverbatim %}", 1}, {"static", "{{", 0}} {
		if got := strings.Count(snippets(page)[test.kind], test.text); got != test.times {
			t.Errorf("%s: %q stands there %d times, want %d", test.kind, test.text, got, test.times)
		}
	}
	// Without an address of its own a service repeats none that it was asked by.
	page = body(t, get(t, serve(t, nil), "http://forged.example.net/embed"))
	if strings.Contains(page, "forged") || !strings.Contains(snippets(page)["element"], `endpoint="https://HOST"`) {
		t.Error("a service without an address does not say https://HOST")
	}
}

func TestProblemsAreToldInTheLanguageAskedFor(t *testing.T) {
	s := serve(t, nil)
	english := decode(t, get(t, s, "/api/v1/search?q=%22who"))["detail"]
	french := decode(t, get(t, s, "/api/v1/search?q=%22who&lang=fr"))["detail"]
	if english == french || french == "" {
		t.Errorf("in English: %v; in French: %v", english, french)
	}
}
