package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/search/web"
)

func TestTranslationBeside(t *testing.T) {
	s := serve(t, nil)
	d := page(t, s, "/s/hearing?q=victims&lang=en")
	if got, want := links(d, class("facts")), "/s/hearing?q=victims&lang=en&beside=istimaa"; !slices.Contains(got, want) {
		t.Errorf("links %q, without %q", got, want)
	}
	d = page(t, s, "/s/hearing?q=victims&lang=en&beside=istimaa")
	inspect(t, "beside", d)
	said := d.all(class("said"))
	if len(said) != 4 || attr(said[0], "lang") != "en" || attr(said[1], "lang") != "ar" || attr((document{said[1]}).all(tag("p"))[0], "dir") != "rtl" {
		t.Fatalf("%d texts; the second is in %q", len(said), attr(said[1], "lang"))
	}
	pairs := d.all(class("pair"))
	if len(pairs) != 4 || len((document{pairs[1]}).all(class("leaf"))) != 2 || len((document{pairs[3]}).all(class("leaf"))) != 1 {
		t.Errorf("%d pairs", len(pairs))
	}
	// Both are marked; only the statement's own marks are numbered and counted.
	for _, n := range (document{pairs[1]}).all(tag("mark")) {
		if attr(n, "id") != "" {
			t.Errorf("%q beside the first page has a number", textOf(n))
		}
	}
	en := says(t, corpus.English)
	if got := strings.Join(d.texts(class("walk")), ""); !strings.Contains(got, en.Count("walk.count", 4)) {
		t.Errorf("the page says %q", got)
	}
	form := d.all(class("inside"))[0]
	var kept []string
	for _, n := range (document{form}).all(tag("input")) {
		kept = append(kept, attr(n, "name")+"="+attr(n, "value"))
	}
	if want := []string{"q=victims", "back=/search?q=victims&lang=en", "beside=istimaa", "lang=en"}; attr(form, "action") != "/s/hearing" || !slices.Equal(kept, want) {
		t.Errorf("finding within asks %s for %q, want %q", attr(form, "action"), kept, want)
	}
	for _, address := range []string{"/s/hearing?beside=hearing", "/s/hearing?beside=scan", "/s/hearing?beside=%3Cb%3E"} {
		if r := get(t, s, address+"&lang=en"); r.StatusCode != http.StatusBadRequest || !strings.Contains(body(t, r), en.Text("fault.beside")) {
			t.Errorf("%s: status %d", address, r.StatusCode)
		}
	}
}

func TestCitations(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	cited := strings.Join(page(t, s, "/s/hearing?lang=en").texts(class("cite")), " ")
	for _, want := range []string{
		"Human Rights Watch, “Sample statement on cooperation: hearing victims before deciding”, ASP20 – Twentieth session, ICC-ASP/20/SAMPLE/7, 8 December 2021, https://example.org/hearing.pdf",
		"Human Rights Watch. “Sample statement on cooperation: hearing victims before deciding.” ASP20 – Twentieth session, 8 December 2021. ICC-ASP/20/SAMPLE/7. https://example.org/hearing.pdf.",
		"Human Rights Watch. (2021-12-08). Sample statement on cooperation: hearing victims before deciding. ASP20 – Twentieth session. https://example.org/hearing.pdf",
		"Human Rights Watch, ‘Sample statement on cooperation: hearing victims before deciding’ (ASP20 – Twentieth session, 8 December 2021) ICC-ASP/20/SAMPLE/7 <https://example.org/hearing.pdf>",
		"@misc{rostrum-hearing,",
	} {
		if !strings.Contains(cited, want) {
			t.Errorf("%q is not among the citations:\n%s", want, cited)
		}
	}
	for address, want := range map[string]string{
		"/s/hearing/cite.bib": "author = {{Human Rights Watch}}", "/s/hearing/cite.ris": "AU  - Human Rights Watch\r\n", "/s/hearing/cite.csl.json": `"literal":"Human Rights Watch"`,
	} {
		r := get(t, s, address)
		if got := body(t, r); r.StatusCode != 200 || !strings.Contains(strings.ReplaceAll(got, `": "`, `":"`), want) || !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: status %d, %q without %q", address, r.StatusCode, got, want)
		}
	}
	if r := get(t, s, "/s/nothing/cite.bib"); r.StatusCode != 404 {
		t.Errorf("the reference to nothing: status %d", r.StatusCode)
	}
}

func TestOriginalIsOfferedWithItsSize(t *testing.T) {
	s := illustrated(t, nil, func(m *memory) { m.statements[0].Origin.Bytes = 1_234_567 })
	for hl, want := range map[string]string{"en": "PDF, 1.2 MB", "fr": "PDF, 1,2\u00a0Mo", "ru": "1,2\u00a0МБ"} {
		d := page(t, s, "/s/hearing?lang="+hl)
		if got := strings.Join(d.texts(class("about")), " "); !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), strings.ReplaceAll(want, "\u00a0", " ")) {
			t.Errorf("%s: %q does not say %q", hl, got, want)
		}
		if !slices.ContainsFunc(d.all(tag("a")), func(n *html.Node) bool {
			return attr(n, "href") == "/s/hearing/original" && slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "download" })
		}) {
			t.Errorf("%s: the original is not offered to be saved", hl)
		}
	}
}
