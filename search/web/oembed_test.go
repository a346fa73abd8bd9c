package web_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/search/web"
)

// oEmbed is what a consumer reads, in either form.
type oEmbed struct {
	XMLName         xml.Name `json:"-" xml:"oembed"`
	Version         string   `json:"version" xml:"version"`
	Type            string   `json:"type" xml:"type"`
	Title           string   `json:"title" xml:"title"`
	AuthorName      string   `json:"author_name" xml:"author_name"`
	AuthorURL       string   `json:"author_url" xml:"author_url"`
	ProviderName    string   `json:"provider_name" xml:"provider_name"`
	ProviderURL     string   `json:"provider_url" xml:"provider_url"`
	ThumbnailURL    string   `json:"thumbnail_url" xml:"thumbnail_url"`
	ThumbnailWidth  int      `json:"thumbnail_width" xml:"thumbnail_width"`
	ThumbnailHeight int      `json:"thumbnail_height" xml:"thumbnail_height"`
	HTML            string   `json:"html" xml:"html"`
	Width           int      `json:"width" xml:"width"`
	Height          int      `json:"height" xml:"height"`
}

// askOEmbed asks for a link, with further parameters and headers.
func askOEmbed(t *testing.T, s http.Handler, link, more string, headers ...string) oEmbed {
	t.Helper()
	r := get(t, s, "http://example.com/oembed?url="+url.QueryEscape(link)+more, headers...)
	content := body(t, r)
	if r.StatusCode != 200 || r.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Fatalf("%s: status %d, %v: %s", link, r.StatusCode, r.Header, content)
	}
	var answer oEmbed
	read := json.Unmarshal
	if strings.Contains(more, "format=xml") {
		read = xml.Unmarshal
		if got := r.Header.Get("Content-Type"); got != "text/xml; charset=utf-8" {
			t.Errorf("the type is %s", got)
		}
	}
	if err := read([]byte(content), &answer); err != nil {
		t.Fatalf("%v: %s", err, content)
	}
	return answer
}

// listing serves the library at http://example.com, with pictures, to be framed by some.
func listing(t *testing.T, origins ...string) *web.Server {
	t.Helper()
	lib := library()
	lib.statements[0].Pages[2].Text = strings.Repeat("A sample sentence. ", 50)
	return serve(t, func(c *web.Config) {
		c.PublicURL, c.EmbedOrigins, c.Records, c.PageImages = "http://example.com", origins, lib, plates{lib, nil}
	})
}

func TestOEmbedIsFoundFromThePage(t *testing.T) {
	s := listing(t)
	for kind, format := range map[string]string{"application/json+oembed": "json", "text/xml+oembed": "xml"} {
		var found []string
		for _, n := range page(t, s, "/s/istimaa?q=victims&lang=ar").all(tag("link")) {
			if attr(n, "type") == kind {
				found = append(found, attr(n, "href"))
			}
		}
		if len(found) != 1 || strings.Contains(found[0], "victims") {
			t.Fatalf("%s: the page names %q", kind, found)
		}
		u, err := url.Parse(found[0])
		if err != nil || u.Query().Get("format") != format || u.Host != "example.com" {
			t.Fatalf("%s: %v", found[0], err)
		}
		got := askOEmbed(t, s, u.Query().Get("url"), "&format="+format)
		want := oEmbed{
			XMLName: got.XMLName, Version: "1.0", Type: "link", Title: "بيان نموذجي بشأن التعاون (الجزء الأول): الاستماع إلى الضحايا", AuthorName: "هيومن رايتس ووتش",
			AuthorURL: "http://example.com/organizations/hrw?lang=ar", ProviderName: "rostrum", ProviderURL: "http://example.com/",
			ThumbnailURL: got.ThumbnailURL, ThumbnailWidth: 320, ThumbnailHeight: 453,
		}
		if got != want {
			t.Errorf("%s:\n got %+v\nwant %+v", format, got, want)
		}
		if r := get(t, s, got.ThumbnailURL); r.StatusCode != 200 || r.Header.Get("Content-Type") != "image/png" {
			t.Errorf("%s: status %d as %s", got.ThumbnailURL, r.StatusCode, r.Header.Get("Content-Type"))
		}
	}
	if strings.Contains(body(t, get(t, serve(t, nil), "/s/hearing")), "oembed") {
		t.Error("a service that was not told its address names one")
	}
}

func TestOEmbedHandsOutAFrameToThoseWhoMayHaveOne(t *testing.T) {
	s := listing(t, "https://www.example.org")
	for _, test := range []struct{ origin, more, kind string }{
		{"", "", "rich"}, {"https://www.example.org", "", "rich"}, {"http://example.com", "", "rich"}, {"https://evil.example", "", "link"}, {"null", "", "link"},
		{"", "&maxwidth=239", "link"}, {"", "&maxheight=199", "link"}, {"", "&maxwidth=240&maxheight=200&dnt=1", "rich"}, {"", "&maxwidth=1048576&maxheight=1048576", "rich"},
	} {
		got := askOEmbed(t, s, "http://example.com/s/hearing?q=victims&lang=fr#p2-2", test.more, "Origin", test.origin)
		if got.Type != test.kind || (got.HTML != "") != (test.kind == "rich") || (got.Width > 0) != (test.kind == "rich") {
			t.Errorf("%+v: %+v", test, got)
		}
		if strings.Contains(test.more, "maxwidth=2") && got.ThumbnailURL != "" {
			t.Errorf("%s: a picture %d wide", test.more, got.ThumbnailWidth)
		}
	}
	got := askOEmbed(t, s, "https://EXAMPLE.com/s/hearing?q=victims&lang=fr#p2-2", "&maxwidth=480&maxheight=300")
	if got.Width != 480 || got.Height != 300 || got.ThumbnailURL != "" {
		t.Errorf("%+v", got)
	}
	if got := askOEmbed(t, s, "http://example.com/s/hearing/p/2", "").ThumbnailURL; !strings.Contains(got, "/s/hearing/p/2/") {
		t.Errorf("the picture is %s", got)
	}
	root, err := html.Parse(strings.NewReader(got.HTML))
	if err != nil {
		t.Fatal(err)
	}
	d := document{root}
	frame, link := d.all(tag("iframe"))[0], d.all(tag("a"))[0]
	if attr(frame, "src") != "http://example.com/embed/s/hearing?at=p2-2&lang=fr" || attr(frame, "width") != "480" || attr(frame, "height") != "236" || attr(frame, "title") != got.Title {
		t.Errorf("the frame is %s", got.HTML)
	}
	if attr(link, "href") != "http://example.com/s/hearing?lang=fr#p2-2" || textOf(link) != got.Title {
		t.Errorf("the link is %s", got.HTML)
	}
	// In the frame: the passage, its author, and links that lead to it.
	r := get(t, s, attr(frame, "src"))
	if got := r.Header.Get("Content-Security-Policy"); !strings.HasSuffix(got, "frame-ancestors 'self' https://www.example.org") || strings.Contains(got, "unsafe") {
		t.Errorf("the policy is %q", got)
	}
	card := body(t, r)
	for _, want := range []string{"Three changes would cost little.", "Human Rights Watch", "A. Specimen", `href="/s/hearing?lang=fr#p2-2"`, `<base target="_blank">`, "8 décembre 2021"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card lacks %s", want)
		}
	}
	for address, want := range map[string]string{
		"/embed/s/hearing": "Madam President", "/embed/s/hearing?at=p3": "A sample […]", "/embed/s/hearing?at=p99-99": "Madam President", "/embed/s/hearing?at=%3Cb%3E": "Madam President",
		"/embed/s/suspect": "Sample document without readable text", "/embed/s/scan": "read from a picture", "/embed/s/hostile": "&lt;script&gt;alert(&#34;title&#34;)&lt;/script&gt;",
	} {
		if r := get(t, s, "http://example.com"+address); r.StatusCode != 200 || !strings.Contains(body(t, r), want) {
			t.Errorf("%s: status %d, or no %s", address, r.StatusCode, want)
		}
	}
	for address, want := range map[string]int{"/embed/s/nothing": 404, "/embed/s/hearing?q=victims": 400} {
		if r := get(t, s, "http://example.com"+address); r.StatusCode != want {
			t.Errorf("%s: status %d, want %d", address, r.StatusCode, want)
		}
	}
}

// TestOEmbedHoldsNoMarkup shows a statement whose title is markup.
func TestOEmbedHoldsNoMarkup(t *testing.T) {
	s := listing(t, "https://www.example.org")
	for _, format := range []string{"json", "xml"} {
		got := askOEmbed(t, s, "http://example.com/s/hostile", "&format="+format)
		if got.Title != `Sample <script>alert("title")</script> & 'quotes' on victims` || got.AuthorName != `Bureau "A/B" <b>` {
			t.Errorf("%s: %+v", format, got)
		}
		root, err := html.Parse(strings.NewReader(got.HTML))
		if err != nil {
			t.Fatal(err)
		}
		d := document{root}
		if len(d.all(tag("script")))+len(d.all(tag("b"))) > 0 || len(d.all(tag("iframe"))) != 1 || attr(d.all(tag("iframe"))[0], "title") != got.Title {
			t.Errorf("%s: the title became markup: %s", format, got.HTML)
		}
	}
}

var (
	strangerTag  = regexp.MustCompile(`(?i)</?([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*/?>`)
	strangerAttr = regexp.MustCompile(`(?i)\s+([a-z-]+)="[^"]*"`)
	strangerForm = regexp.MustCompile(`(?s)(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)`)
)

// strained is what WordPress leaves of the HTML of a provider that it does not
// know: links, quotations and frames with a few attributes, in one order.
func strained(content string) string {
	keep := map[string][]string{"a": {"href"}, "blockquote": nil, "iframe": {"src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"}}
	content = strangerTag.ReplaceAllStringFunc(content, func(whole string) string {
		m := strangerTag.FindStringSubmatch(whole)
		name := strings.ToLower(m[1])
		attributes, known := keep[name]
		switch {
		case !known:
			return ""
		case strings.HasPrefix(whole, "</"):
			return "</" + name + ">"
		}
		return "<" + name + strangerAttr.ReplaceAllStringFunc(m[2], func(attribute string) string {
			if slices.Contains(attributes, strings.ToLower(strangerAttr.FindStringSubmatch(attribute)[1])) {
				return attribute
			}
			return ""
		}) + ">"
	})
	m := strangerForm.FindStringSubmatch(content)
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

// TestOEmbedPassesTheFiltersOfOthers strains what is handed out as a system for
// managing content does: the link and the frame stay.
func TestOEmbedPassesTheFiltersOfOthers(t *testing.T) {
	s := listing(t, "https://www.example.org")
	for _, id := range []string{"hearing", "istimaa", "hostile"} {
		got := askOEmbed(t, s, "http://example.com/s/"+id, "")
		root, err := html.Parse(strings.NewReader(strained(got.HTML)))
		if err != nil {
			t.Fatal(err)
		}
		links, frames := (document{root}).all(tag("a")), (document{root}).all(tag("iframe"))
		if len(links) != 1 || len(frames) != 1 || textOf(links[0]) != got.Title || !strings.HasPrefix(attr(links[0], "href"), "http://example.com/s/"+id) || attr(frames[0], "title") != got.Title {
			t.Errorf("%s: of %s is left %s", id, got.HTML, strained(got.HTML))
		}
	}
}

func TestOEmbedRefusals(t *testing.T) {
	s := listing(t)
	link := "&url=" + url.QueryEscape("http://example.com/s/hearing")
	for query, want := range map[string]int{
		"": 400, "url=": 400, "colour=red" + link: 400, "maxwidth=0" + link: 400, "maxheight=ten" + link: 400, "format=json&format=xml" + link: 400,
		"format=yaml" + link: 501, "format=JSON" + link: 501,
		"url=http://example.com/s/nothing": 404, "url=http://example.com/": 404, "url=http://example.com/search?q=a": 404, "url=http://example.com/s/hearing/original": 404,
		"url=http://example.com.evil.example/s/hearing": 404, "url=http://evil.example/s/hearing": 404, "url=http://user@evil.example/s/hearing": 404, "url=javascript:alert(1)": 404,
		"url=ftp://example.com/s/hearing": 404, "url=//example.com/s/hearing": 404, "url=/s/hearing": 404, "url=http://example.com/s/../s/hearing": 404, "url=http://[": 404, "url=%00": 404,
	} {
		r := get(t, s, "http://example.com/oembed?"+query)
		if r.StatusCode != want || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: status %d as %s, want %d", query, r.StatusCode, r.Header.Get("Content-Type"), want)
		}
	}
	// A service that was not told its address trusts no host but this machine's.
	plain := serve(t, nil)
	if r := get(t, plain, "http://forged.example/oembed?url=http://forged.example/s/hearing"); r.StatusCode != 404 {
		t.Errorf("a forged host: status %d", r.StatusCode)
	}
	if r := get(t, plain, "http://localhost:8080/oembed?url=http://localhost:8080/s/hearing"); r.StatusCode != 200 {
		t.Errorf("this machine: status %d", r.StatusCode)
	}
}

// TestOEmbedInABrowser sets what is handed out into a page of a site on the
// list, and looks at it.
func TestOEmbedInABrowser(t *testing.T) {
	var frame string
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><html lang="en"><meta charset="utf-8"><title>A page of another site</title><link rel="icon" href="data:,"><h1>Our page</h1>` + frame))
	}))
	defer site.Close()
	var rostrum *web.Server
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { rostrum.ServeHTTP(w, r) }))
	defer service.Close()
	rostrum = serve(t, func(c *web.Config) { c.PublicURL, c.EmbedOrigins = service.URL, []string{site.URL} })
	b := openTab(t, site.URL, service.URL)
	b.size(800, 600)
	for _, link := range []string{"/s/hearing#p2-1", "/s/istimaa?lang=ar"} {
		r := get(t, rostrum, service.URL+"/oembed?url="+url.QueryEscape(service.URL+link))
		var answer oEmbed
		if err := json.Unmarshal([]byte(body(t, r)), &answer); err != nil || answer.Type != "rich" {
			t.Fatalf("%v: %+v", err, answer)
		}
		frame = strings.Replace(answer.HTML, ` loading="lazy"`, "", 1)
		b.open("/")
		b.until(`performance.getEntriesByType("resource").some((e) => e.initiatorType === "iframe")`) // and the console stays empty
		if wide, high := eval[int](b, `document.querySelector("iframe").offsetWidth`), eval[int](b, `document.querySelector("iframe").offsetHeight`); wide != answer.Width || high >= answer.Height {
			t.Errorf("the frame is %d by %d, told were %d by %d with what is below it", wide, high, answer.Width, answer.Height)
		}
		b.picture("oembed", corpus.Language(link[3:5]), 800, "light")
	}
}

// TestCardIsAccessible looks at the card by itself.
func TestCardIsAccessible(t *testing.T) {
	b := browse(t)
	axe := findAxe(t)
	if axe == "" {
		t.Skip("axe-core is not installed (.ci/packages says how)")
	}
	for _, lang := range []corpus.Language{"en", "ar"} {
		for _, theme := range []string{"light", "dark"} {
			b.size(320, 400)
			b.theme(theme)
			for _, id := range []string{"hearing", "istimaa", "scan", "sesion"} {
				b.open("/embed/s/" + id + "?lang=" + string(lang))
				for _, violation := range b.violations(axe) {
					t.Errorf("%s in %s, %s: %s", id, lang, theme, violation)
				}
				if wide := eval[int](b, `document.documentElement.scrollWidth`); wide > 320 {
					t.Errorf("%s in %s is %d wide", id, lang, wide)
				}
			}
		}
	}
}
