package web_test

import (
	"net/url"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web"
)

func TestQuoteAnswer(t *testing.T) {
	server := serve(t, nil)
	for _, test := range []struct {
		query string
		path  []any
		want  any
	}{
		{"text=read+from+a+picture.+It+mentions+victims+once", []any{"verdict"}, "verbatim"},
		{"text=read+from+a+picture.+It+mentions+victims+once", []any{"note"}, nil},
		{"text=read+from+a+picture.+It+mentions+victims+once", []any{"matches", 0, "passages", 0, "url"}, "/s/scan?q=%22read+from+a+picture.+It+mentions+victims+once%22#p1-1"},
		{"text=read+from+a+picture.+It+mentions+victims+once", []any{"matches", 0, "passages", 0, "ranges", 0, 0}, 12.0},
		{"text=read+from+a+picture.+It+mentions+victims+once", []any{"matches", 0, "passages", 0, "ranges", 0, 1}, 57.0},
		{"text=read+from+a+picture.+It+mentions+victims+once", []any{"matches", 0, "ocr"}, true},
		{"text=READ+from+a+picture+it+mentions", []any{"note"}, "words as quoted, other case and punctuation"},
		{"text=read+from+a+painting.+It+mentions+victims", []any{"verdict"}, "nearly"},
		{"text=read+from+a+painting.+It+mentions+victims", []any{"matches", 0, "differences", 1, "op"}, "replace"},
		{"text=read+from+a+painting.+It+mentions+victims", []any{"matches", 0, "differences", 1, "quoted"}, "painting"},
		{"text=read+from+a+painting.+It+mentions+victims", []any{"matches", 0, "differences", 1, "found"}, "picture"},
		{"text=victims+mentions+it+picture+a+from+read", []any{"verdict"}, "not found"},
		{"text=nobody+said+It+mentions+victims+twice", []any{"partial", "quoted"}, "It mentions victims"},
		{"text=nobody+said+It+mentions+victims+twice", []any{"partial", "id"}, "scan"},
		{"text=nobody+said+It+mentions+victims+twice&lang=fr", []any{"partial", "passages", 0, "url"}, "/s/scan?lang=fr#p1-1"},
		{"text=read+from+a+picture&session=ASP20", []any{"verdict"}, "not found"},
		{"text=La+cooperacion+se+mide+...+viven+las+victimas", []any{"note"}, "words as quoted, other accents"},
		{"text=%E5%90%88%E4%BD%9C%E5%BA%94%E5%BD%93%E5%9C%A8", []any{"matches", 0, "id"}, "fayan"},
		{"text=script+alert+victims+script+victims+and", []any{"matches", 0, "passages", 0, "html"}, `Sample text with &lt;<mark>script&gt;alert(&#34;victims&#34;)&lt;/script&gt; victims and</mark> &lt;/mark&gt;&lt;/p&gt; markup &amp; entities &amp;amp; in it.`},
	} {
		r := get(t, server, "/api/v1/quote?"+test.query)
		if r.StatusCode != 200 {
			t.Fatalf("%s: status %d: %s", test.query, r.StatusCode, body(t, r))
		}
		if got := at(t, decode(t, r), test.path...); got != test.want {
			t.Errorf("%s: %v is %v, want %v", test.query, test.path, got, test.want)
		}
	}
}

func TestQuoteRefused(t *testing.T) {
	server := serve(t, nil)
	for _, test := range []struct {
		query, location string
		position        any
	}{
		{"text=" + url.QueryEscape(strings.Repeat("é", 2001)), "query.text", 2000.0},
		{"text=", "query.text", 0.0},
		{"text=%E9t%E9", "query.text", 0.0},
		{"text=court&colour=red", "query.colour", nil},
		{"text=court&q=court", "query.q", nil},
		{"text=court&text=victims", "query.text", nil},
		{"text=court&size=0", "query.size", nil},
		{"text=court&from=yesterday", "query.from", nil},
	} {
		r := get(t, server, "/api/v1/quote?"+test.query)
		if r.StatusCode != 400 || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.60s: status %d, %s", test.query, r.StatusCode, r.Header.Get("Content-Type"))
			continue
		}
		fault := at(t, decode(t, r), "errors", 0)
		if at(t, fault, "location") != test.location || at(t, fault, "position") != test.position || at(t, fault, "message") == "" {
			t.Errorf("%.60s: %v, want a fault of %s at %v", test.query, fault, test.location, test.position)
		}
	}
}

// TestQuoteWithoutQuoter asks a service whose engine cannot check quotations.
func TestQuoteWithoutQuoter(t *testing.T) {
	server := serve(t, func(c *web.Config) {
		c.Searcher = func() (search.Searcher, error) { return slow{}, nil }
	})
	if r := get(t, server, "/api/v1/quote?text=court"); r.StatusCode != 404 {
		t.Errorf("status %d, want 404", r.StatusCode)
	}
}

// TestQuotePage checks quotations as a reader does.
func TestQuotePage(t *testing.T) {
	server := serve(t, nil)
	en, fr := says(t, corpus.English), says(t, corpus.French)
	for _, test := range []struct {
		address string
		status  int
		want    []string // in this order
	}{
		{"/quote", 200, []string{"<h1", en.Text("quote.title"), `<textarea id="text" name="text"`, "></textarea>"}},
		{"/quote?text=read+from+a+picture.+It+mentions+victims+once", 200,
			[]string{">read from a picture. It mentions victims once</textarea>", en.Count("quote.verbatim", 1), `href="/s/scan?q=%22read&#43;from&#43;a&#43;picture.`, "<mark>read from a picture. It mentions victims once</mark>"}},
		{"/quote?text=READ+from+a+picture+it+mentions", 200, []string{en.Count("quote.verbatim", 1), en.Text("quote.differs") + " " + en.Text("quote.differs-case") + ", " + en.Text("quote.differs-punctuation")}},
		{"/quote?text=read+from+a+painting.+It+mentions+victims", 200, []string{en.Count("quote.nearly", 1), "read from a", "[" + en.Text("quote.quoted") + " </span>painting", "[" + en.Text("quote.found") + " </span>picture"}},
		{"/quote?text=nobody+said+It+mentions+victims+twice", 200, []string{en.Text("quote.none"), en.Count("quote.partial", 3, "Of", 6), "<mark>It mentions victims</mark>"}},
		{"/quote?text=read+from+a+picture&session=ASP20&lang=fr", 200, []string{`name="session" value="ASP20"`, `name="lang" value="fr"`, fr.Text("quote.none")}},
		{"/quote?text=%3Cscript%3Ealert(1)%3C%2Fscript%3E", 200, []string{"&lt;script&gt;alert(1)&lt;/script&gt;</textarea>"}},
		{"/quote?text=%3F%3F%3F&lang=fr", 400, []string{">???</textarea>", fr.Text("quote.no_words")}},
		{"/quote?text=" + url.QueryEscape(strings.Repeat("é", 2001)), 400, []string{en.Text("quote.too_long", "Most", 2000)}},
		{"/quote?text=" + url.QueryEscape(strings.Repeat("the ... ", 245)), 400, []string{en.Text("quote.many_parts", "Parts", 16)}},
		{"/quote?text=read+from+a+picture+...+once&lang=fr", 400, []string{fr.Text("quote.short_part", "Words", 3)}},
	} {
		r := get(t, server, test.address)
		page := body(t, r)
		if r.StatusCode != test.status {
			t.Errorf("%.80s: status %d, want %d", test.address, r.StatusCode, test.status)
		}
		at := 0
		for _, want := range test.want {
			i := strings.Index(page[at:], want)
			if i < 0 {
				t.Errorf("%.80s: no %q after\n%s", test.address, want, page[:at])
				break
			}
			at += i
		}
	}
}

// TestReadingSwitches asks a question both ways by the links that its reading has.
func TestReadingSwitches(t *testing.T) {
	server := serve(t, nil)
	en := says(t, corpus.English)
	for address, want := range map[string]string{
		"/search?q=victims&session=ASP20":            `href="/search?q=victims&amp;exact=true&amp;session=ASP20" rel="nofollow">` + en.Text("read.typed") + `</a>`,
		"/search?q=victims&session=ASP20&exact=true": `href="/search?q=victims&amp;session=ASP20" rel="nofollow">` + en.Text("read.loose") + `</a>`,
		"/search?q=%22from+a+picture%22&lang=es":     `href="/quote?lang=es&amp;text=from&#43;a&#43;picture" rel="nofollow">` + says(t, corpus.Spanish).Text("quote.link") + `</a>`,
	} {
		if page := body(t, get(t, server, address)); !strings.Contains(page, want) {
			t.Errorf("%s: no %s", address, want)
		}
	}
}
