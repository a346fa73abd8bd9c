package web_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/internal/faults"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/bleveindex"
	"rostrum/search/web"
)

// attempts are what people write where a page might take it for its own. Each
// would set window.pwned.
var attempts = []string{
	`<script>pwned=1</script>`, `<ScRiPt >pwned=1</sCrIpT>`, `<script src=data:,pwned=1></script>`, `<script/x>pwned=1</script>`, `<<script>pwned=1//<</script>`,
	`<img src=x onerror=pwned=1>`, `"><img src=x onerror=pwned=1>`, `'><img src=x onerror=pwned=1>`, `<img/src="x"/onerror="pwned=1">`, "<img src=x\tonerror\n=\npwned=1>",
	`<svg onload=pwned=1>`, `<svg/onload=pwned=1//`, `<svg><script>pwned=1</script></svg>`, `<svg><animate onbegin=pwned=1 attributeName=x dur=1s>`, `<math><mi xlink:href="javascript:pwned=1">x</mi></math>`,
	`<iframe src=javascript:pwned=1></iframe>`, `<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>`, `<object data=javascript:pwned=1></object>`, `<embed src=javascript:pwned=1>`, `<base href=//evil.example/>`,
	`<a href=javascript:pwned=1 autofocus>x</a>`, `<a href="java&#10;script:pwned=1">x</a>`, `javascript:pwned=1`, ` javascript:pwned=1`, `data:text/html,<script>opener.pwned=1</script>`,
	`<form action=javascript:pwned=1><button>x</button></form>`, `<button formaction=javascript:pwned=1>x</button>`, `<input autofocus onfocus=pwned=1>`, `" autofocus onfocus="pwned=1`, `' autofocus onfocus='pwned=1`,
	`<details open ontoggle=pwned=1>x</details>`, `<video><source onerror=pwned=1></video>`, `<body onload=pwned=1>`, `<meta http-equiv=refresh content="0;url=javascript:pwned=1">`, `<link rel=stylesheet href=//evil.example/x.css>`,
	`<style>@import "//evil.example/x.css";</style>`, `<b style="background:url(//evil.example/x)">x</b>`, `</title><script>pwned=1</script>`, `</textarea><script>pwned=1</script>`, `</script><script>pwned=1</script>`,
	`</mark><script>pwned=1</script><mark>`, `<mark onmouseover=pwned=1>x</mark>`, `--><script>pwned=1</script><!--`, `<!--><script>pwned=1</script>-->`, `]]><script>pwned=1</script>`,
	`{{pwned}}`, `${pwned=1}`, `\"};pwned=1;//`, `&lt;script&gt;pwned=1&lt;/script&gt;`, `&#60;script&#62;pwned=1&#60;/script&#62;`,
}

// disguises write an attempt in another way.
var disguises = []func(string) string{
	func(s string) string { return s },
	url.QueryEscape,
	func(s string) string { return strings.ReplaceAll(s, "<", "\u202e<\u200b") },
	func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "<", "＜"), ">", "＞") },
}

// payloads are 200 attempts, the first ones of each kind first.
func payloads(n int) []string {
	var all []string
	for _, disguise := range disguises {
		for _, attempt := range attempts {
			all = append(all, disguise(attempt))
		}
	}
	step := max(1, len(all)/n)
	var out []string
	for i := 0; i < len(all) && len(out) < n; i += step {
		out = append(out, all[i])
	}
	return out
}

// TestFaultInjection has every payload stand in every field of a statement, in
// names and in addresses, and looks at everything that leaves.
func TestFaultInjection(t *testing.T) {
	note := faults.Begin(t, faults.Injection)
	list := payloads(faults.Times(20, len(attempts)*len(disguises)))
	lib := &memory{originals: map[corpus.ID][]byte{}}
	for i, p := range list {
		id := corpus.ID(fmt.Sprintf("payload%03d", i))
		lib.originals[id] = []byte(p)
		lib.statements = append(lib.statements, corpus.Statement{
			ID: id, Work: corpus.WorkID(id), Title: "Sample " + p + " title", Authors: []corpus.OrgID{corpus.OrgID(p)}, Deliverer: p, Role: p, Type: corpus.TypeID(p),
			Session: corpus.SessionID(p), Topics: []corpus.TopicID{corpus.TopicID(p)}, Situations: []corpus.SituationID{corpus.SituationID(p)}, Symbol: p,
			Date: corpus.Date{Year: 2021, Month: 12, Day: 8}, Language: corpus.English, Status: corpus.StatusPartial, Reason: p,
			Origin: corpus.Origin{MediaType: "text/html", URL: p, File: p, Location: p, Publisher: p, SHA256: fmt.Sprintf("%064x", i+1)},
			Pages:  []corpus.Page{{Number: 1, Label: p, Text: "A sample before " + p + " and after it. " + p, Language: corpus.English, Method: corpus.MethodOCR, Confidence: .5}},
			Evidence: []corpus.Evidence{
				{Field: corpus.FieldOrganization, Value: []string{p}, Rule: p, Source: p, Confidence: .5},
			},
		})
	}
	s := serveOver(t, lib)

	looked := 0
	for i, p := range list {
		id, e, segment := lib.statements[i].ID, url.QueryEscape(p), url.PathEscape(p)
		for _, address := range []string{
			"/s/" + string(id), "/s/" + string(id) + "?q=sample", "/s/" + string(id) + "?q=" + e, "/s/" + string(id) + "/p/1?q=sample", "/s/" + string(id) + "/similar", "/s/" + string(id) + "/original",
			"/s/" + string(id) + "/cite.bib", "/s/" + string(id) + "/cite.ris", "/s/" + string(id) + "/cite.json",
			"/search?q=" + e, "/search?q=sample&organization=" + e + "&session=" + e + "&topic=" + e + "&situation=" + e, "/search?q=sample&expand=organization&page=2", "/search?" + e + "=1", "/search?sort=" + e + "&from=" + e + "&lang=" + e,
			"/search.atom?q=sample&topic=" + e, "/search.csv?q=sample&topic=" + e, "/search.ndjson?q=sample&topic=" + e, "/search.bib?q=sample&topic=" + e, "/search.ris?q=sample&topic=" + e, "/search.json?q=" + e,
			"/api/v1/search?q=sample&topic=" + e, "/api/v1/search?q=" + e, "/api/v1/search?" + e + "=1", "/api/v1/export?format=jsonfeed&q=sample&topic=" + e, "/api/v1/export?format=csl&topic=" + e, api.ExportPath + "?format=" + e,
			"/api/v1/statements/" + string(id), "/api/v1/statements/" + segment, "/api/v1/facets/topic?prefix=" + e, "/api/v1/facets/" + segment, "/api/v1/suggest?q=" + e, "/api/v1/quote?text=" + e, "/api/v1/trends?q=" + e + "&by=session", "/api/v1/coverage",
			"/quote?text=" + e, "/trends?q=" + e + "&q=sample", "/trends?q=sample&split=organization&organization=" + e, "/opensearch.xml?" + e, "/opensearch/suggest?q=" + e,
			"/embed?session=" + e + "&lang=" + e + "&theme=" + e, "/embed/frame?q=" + e + "&session=" + e + "&lang=" + e + "&theme=" + e, "/embed/v1/" + segment,
			"/sessions/" + segment, "/topics/" + segment, "/organizations/" + segment, "/s/" + segment, "/s/" + string(id) + "/p/" + segment, "/" + segment, "/assets/" + segment,
		} {
			looked++
			r := get(t, s, address, "X-Forwarded-Host", p, "Referer", p)
			text := body(t, r)
			if r.StatusCode >= 500 {
				t.Errorf("%.200s: status %d", address, r.StatusCode)
			}
			if found := alive(r, text); found != "" {
				t.Errorf("%.200s: %s", address, found)
			}
		}
	}
	for _, address := range []string{"/", "/coverage", "/sessions", "/topics", "/organizations", "/sitemap.xml", "/robots.txt", "/search", "/search?expand=topic"} {
		looked++
		r := get(t, s, address)
		if found := alive(r, body(t, r)); found != "" {
			t.Errorf("%s: %s", address, found)
		}
	}
	note("%d payloads, %d answers looked at, by a parser of what each is", len(list), looked)
}

// TestFaultInjectionInABrowser has a browser run the pages of the payloads.
func TestFaultInjectionInABrowser(t *testing.T) {
	note := faults.Begin(t, faults.Injection)
	list := payloads(faults.Times(6, len(attempts)*len(disguises)))
	lib := &memory{}
	for i, p := range list {
		id := corpus.ID(fmt.Sprintf("payload%03d", i))
		lib.statements = append(lib.statements, corpus.Statement{
			ID: id, Work: corpus.WorkID(id), Title: "Sample " + p, Authors: []corpus.OrgID{corpus.OrgID(p)}, Deliverer: p, Type: "statement", Topics: []corpus.TopicID{corpus.TopicID(p)},
			Language: corpus.English, Status: corpus.StatusGood, Origin: corpus.Origin{MediaType: "text/html", URL: p},
			Pages: []corpus.Page{{Number: 1, Text: fmt.Sprintf("A sample before %s, number%d after.", p, i), Language: corpus.English, Method: corpus.MethodTextLayer}},
		})
	}
	server := httptest.NewServer(serveOver(t, lib))
	t.Cleanup(server.Close)
	b := openTab(t, server.URL, server.URL)
	for i, p := range list {
		for _, address := range []string{
			fmt.Sprintf("/s/payload%03d?q=sample", i), fmt.Sprintf("/search?q=number%d&topic=%s", i, url.QueryEscape(p)), "/search?q=" + url.QueryEscape(p) + "&lang=ar", "/trends?q=" + url.QueryEscape(p),
		} {
			b.open(address)
			// What asks for things or moves by itself has done so when the page's own scripts have run.
			if eval[bool](b, `"pwned" in window || document.querySelector("[onerror], [onload], iframe, object, embed, base, meta[http-equiv]") !== null`) {
				t.Errorf("%s came alive at %s", p, address)
			}
		}
	}
	note("%d payloads run by Chromium on %d pages", len(list), 4*len(list))
}

// serveOver makes a server over a library of its own.
func serveOver(t *testing.T, lib *memory) *web.Server {
	t.Helper()
	config := bleveindex.Config{Dir: t.TempDir()}
	ix, err := indexed(config, lib.each())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	return serve(t, func(c *web.Config) {
		c.Records, c.Searcher = lib, func() (search.Searcher, error) { return ix, nil }
		c.PublicURL = "http://example.com"
	})
}

// alive says what in an answer would do something, or "".
func alive(r *http.Response, text string) string {
	if r.Header.Get("X-Content-Type-Options") != "nosniff" {
		return "a browser may take it for something else"
	}
	if to := r.Header.Get("Location"); to != "" && !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "http") {
		return "it leads to " + to
	}
	mediaType, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	switch {
	case text == "" || mediaType == "text/plain" || strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment"):
		if mediaType == "text/csv" {
			return formulas(text)
		}
		return ""
	case mediaType == "text/html":
		return aliveInPage(text)
	case strings.Contains(mediaType, "json"):
		return aliveInJSON(text)
	case strings.Contains(mediaType, "xml"):
		return aliveInXML(text)
	}
	return ""
}

// ours are the elements that pages are made of.
var ours = strings.Fields(`html head body title meta link script style header footer main nav section article aside div span p h1 h2 h3 h4 ul ol li dl dt dd a abbr b bdi bdo br button
	blockquote base caption cite code col data colgroup datalist del details summary em fieldset figure figcaption form hr i img input ins kbd label legend mark noscript optgroup option output picture
	pre q s search select small source strong sub sup table tbody td textarea tfoot th thead time tr u var wbr svg path g rect circle line text tspan use symbol defs desc template dialog hgroup rostrum-search iframe`)

func aliveInPage(text string) string {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return err.Error()
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch {
		case !slices.Contains(ours, n.Data):
			return "<" + n.Data + "> came alive"
		case n.Data == "script" && attr(n, "type") == "application/ld+json": // data
		case n.Data == "script" && !strings.HasPrefix(attr(n, "src"), "/") && !strings.HasPrefix(attr(n, "src"), "http://example.com/"),
			n.Data == "style", n.Data == "base" && attr(n, "href") != "", n.Data == "iframe" && !strings.HasPrefix(attr(n, "src"), "/embed/"), n.Data == "meta" && attr(n, "http-equiv") != "":
			return "<" + n.Data + "> came alive"
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.Map(func(r rune) rune {
				if r <= ' ' {
					return -1
				}
				return r
			}, a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "srcdoc", a.Key == "autofocus" && n.Data != "input" && n.Data != "textarea",
				slices.Contains([]string{"href", "src", "action", "formaction", "xlink:href", "data"}, a.Key) && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:") || strings.HasPrefix(value, "//")):
				return fmt.Sprintf("%s=%q of <%s> came alive", a.Key, a.Val, n.Data)
			}
		}
	}
	return ""
}

// aliveInJSON looks at what is meant to be HTML.
func aliveInJSON(text string) string {
	lines := json.NewDecoder(strings.NewReader(text))
	for {
		var value any
		if err := lines.Decode(&value); errors.Is(err, io.EOF) {
			return ""
		} else if err != nil {
			return "it is no JSON: " + err.Error()
		}
		if found := markup(value); found != "" {
			return found
		}
	}
}

func markup(value any) string {
	switch v := value.(type) {
	case []any:
		for _, inner := range v {
			if found := markup(inner); found != "" {
				return found
			}
		}
	case map[string]any:
		for key, inner := range v {
			if text, ok := inner.(string); ok && (key == "html" || key == "content_html") {
				if found := aliveInFragment(text); found != "" {
					return found
				}
			}
			if found := markup(inner); found != "" {
				return found
			}
		}
	}
	return ""
}

func aliveInFragment(text string) string {
	nodes, err := html.ParseFragment(strings.NewReader(text), nil)
	if err != nil {
		return err.Error()
	}
	for _, top := range nodes {
		for n := range top.Descendants() {
			if n.Type == html.ElementNode && (len(n.Attr) > 0 && n.Data != "a" || !slices.Contains([]string{"html", "head", "body", "mark", "p", "ul", "li", "blockquote", "a", "em", "strong", "br", "q", "del", "ins"}, n.Data)) {
				return "<" + n.Data + "> came alive in " + text
			}
			if n.Data == "a" && !strings.HasPrefix(attr(n, "href"), "http://example.com/") {
				return "a link to " + attr(n, "href")
			}
		}
	}
	return ""
}

// aliveInXML reads a feed, a sitemap or a description, and what in it is HTML.
func aliveInXML(text string) string {
	d := xml.NewDecoder(strings.NewReader(text))
	html := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			return "it is no XML: " + err.Error()
		}
		switch tok := token.(type) {
		case xml.StartElement:
			html = false
			if slices.Contains([]string{"script", "img", "svg", "iframe"}, tok.Name.Local) {
				return "<" + tok.Name.Local + "> came alive"
			}
			for _, a := range tok.Attr {
				html = html || a.Name.Local == "type" && a.Value == "html"
				if (a.Name.Local == "href" || a.Name.Local == "template") && !strings.HasPrefix(a.Value, "http://example.com/") {
					return "a link to " + a.Value
				}
			}
		case xml.CharData:
			if html {
				if found := aliveInFragment(string(tok)); found != "" {
					return found
				}
			}
		}
	}
}

// formulas finds cells that a spreadsheet would work out.
func formulas(text string) string {
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		return "it is no CSV: " + err.Error()
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				return "the cell " + cell + " is a formula"
			}
		}
	}
	return ""
}
