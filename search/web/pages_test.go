package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/search/web"
	"rostrum/search/web/ui"
)

// TestEveryLinkLeadsSomewhere walks the whole site, as people without
// JavaScript do, and looks at every page it comes to.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	if testing.Short() {
		t.Skip("it asks for hundreds of pages")
	}
	s := serve(t, nil)
	const most = 400
	queue := []string{
		"/", "/?lang=ar", "/help?lang=ru", "/about?lang=zh", "/search?q=victims&lang=fr", "/s/hearing?q=victims&lang=ar", "/s/scan", "/s/suspect", "/s/hostile?q=victims",
		"/search?q=victims+zzz&session=ASP20&topic=cooperation&from=2020&lang=es", "/search?q=HRW+OR+coop*", "/sessions/ASP20?lang=ru", "/coverage?lang=fr", "/quote?text=read+from+a+painting.+It+mentions+victims&lang=zh", "/trends?lang=ar", "/s/debate00/similar?lang=ru", "/trends?q=victims&q=HRW&share=true&split=topic&lang=zh",
		"/search?q=title:(a+OR+b)+NOT+crime~+%22x+y%22~3+%22z%22+2019..2021&exact=true", "/search?expand=organization", "/search?q=victims&page=3",
	}
	seen := map[string]bool{}
	for len(queue) > 0 && len(seen) < most {
		address := queue[0]
		queue = queue[1:]
		if seen[address] {
			continue
		}
		seen[address] = true
		r := get(t, s, address)
		if r.StatusCode != 200 {
			t.Errorf("%s: status %d", address, r.StatusCode)
			continue
		}
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
			continue
		}
		root, err := html.Parse(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		queue = append(queue, inspect(t, address, document{root})...)
	}
	if len(seen) < 100 {
		t.Errorf("only %d pages found", len(seen))
	}
}

// inspect checks what holds for every page and returns where it links to.
func inspect(t *testing.T, address string, d document) []string {
	t.Helper()
	ids := map[string]bool{}
	var links []string
	for _, n := range d.all(func(*html.Node) bool { return true }) {
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("%s: two elements have the id %s", address, id)
			}
			ids[id] = true
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				t.Errorf("%s: <%s %s=%q> would be refused by the policy", address, n.Data, a.Key, a.Val)
			}
			if a.Key == "aria-label" && (a.Val == "" || messageID.MatchString(a.Val)) {
				t.Errorf("%s: label %q", address, a.Val)
			}
		}
		switch n.Data {
		case "script":
			if runs(n) && (attr(n, "src") == "" || n.FirstChild != nil) {
				t.Errorf("%s: a script within the page", address)
			}
		case "style", "iframe", "object", "embed", "base":
			t.Errorf("%s: <%s>", address, n.Data)
		case "img", "link", "source":
			if u := attr(n, "src") + attr(n, "href"); !strings.HasPrefix(u, "/") || strings.HasPrefix(u, "//") {
				t.Errorf("%s: <%s> asks for %s", address, n.Data, u)
			}
		case "a":
			u, err := url.Parse(attr(n, "href"))
			switch {
			case err != nil || attr(n, "href") == "":
				t.Errorf("%s: link to %q", address, attr(n, "href"))
			case u.Scheme == "" && u.Host == "" && u.Path != "" && !strings.HasSuffix(u.Path, "/original"):
				u.Fragment = ""
				links = append(links, u.String())
			case u.Scheme != "" && u.Scheme != "https":
				t.Errorf("%s: link to %s", address, u)
			}
			if textOf(n) == "" && attr(n, "aria-label") == "" {
				t.Errorf("%s: the link to %s has no name", address, u)
			}
		}
	}
	for _, n := range d.all(tag("a")) {
		if target, ok := strings.CutPrefix(attr(n, "href"), "#"); ok && !ids[target] {
			t.Errorf("%s: #%s is not on the page", address, target)
		}
	}
	if n := len(d.all(tag("h1"))); n != 1 {
		t.Errorf("%s: %d first headings", address, n)
	}
	if n := len(d.all(tag("main"))); n != 1 {
		t.Errorf("%s: %d mains", address, n)
	}
	for _, text := range d.texts(tag("body")) {
		if id := messageID.FindString(text); id != "" {
			t.Errorf("%s: message %s was not found", address, id)
		}
		if strings.Contains(text, "<no value>") || strings.Contains(text, "%!") {
			t.Errorf("%s: a gap in the text", address)
		}
	}
	return links
}

func TestResultsPage(t *testing.T) {
	d := page(t, serve(t, nil), "/search?q=victims&session=ASP20&lang=en&sort=oldest")
	if got := d.texts(tag("h1")); !slices.Equal(got, []string{"3 statements"}) {
		t.Errorf("heading %q", got)
	}
	form := d.all(func(n *html.Node) bool { return attr(n, "role") == "search" })[0]
	kept := map[string]string{}
	for _, n := range (document{form}).all(tag("input")) {
		kept[attr(n, "name")] = attr(n, "value")
	}
	for name, want := range map[string]string{"q": "victims", "session": "ASP20", "lang": "en", "sort": "oldest", "exact": "true"} {
		if kept[name] != want {
			t.Errorf("the form carries %s=%q, want %q", name, kept[name], want)
		}
	}
	chip := d.all(class("chips"))[0]
	if href := attr((document{chip}).all(tag("a"))[0], "href"); href != "/search?q=victims&sort=oldest&lang=en" {
		t.Errorf("the chip leads to %s", href)
	}
	facet := d.all(func(n *html.Node) bool { return attr(n, "id") == "facet-session" })[0]
	lines := (document{facet}).all(tag("a"))
	if got := textOf(lines[0]); !strings.HasPrefix(got, "ASP24") {
		t.Errorf("the newest session comes first in its list, not %q", got)
	}
	selected := (document{facet}).all(func(n *html.Node) bool { return attr(n, "aria-current") == "true" })
	if len(selected) != 1 || !strings.Contains(textOf(selected[0]), "ASP20") {
		t.Errorf("%d lines are selected", len(selected))
	}
	marks := d.all(tag("mark"))
	if len(marks) < 4 || !strings.HasPrefix(strings.ToLower(textOf(marks[0])), "victim") {
		t.Errorf("%d marks", len(marks))
	}
	for _, quote := range d.all(tag("blockquote")) {
		if attr(quote, "lang") == "" || attr(quote, "dir") == "" {
			t.Errorf("the passage %q has no lang or dir", textOf(quote))
		}
	}
}

func TestReadingInWords(t *testing.T) {
	s := serve(t, nil)
	en := says(t, corpus.English)
	for q, want := range map[string]string{
		`HRW`:                                "HRW" + en.Text("read.forms") + en.Text("read.names-organization") + "Human Rights Watch",
		`"arrest warrants" -Sudan`:           "“arrest warrants” " + en.Text("read.phrase") + " NOT Sudan" + en.Text("read.forms"),
		`univers* OR "a b"~2`:                "univers " + en.Text("read.prefix") + " OR “a b” " + en.Count("read.near", 2) + en.Text("read.forms"),
		`title:elections 2019..`:             "Title: elections " + en.Text("read.since", "From", "2019") + en.Text("read.forms"),
		`(court OR "pre trial") AND reports`: "(court OR “pre trial” " + en.Text("read.phrase") + ") AND reports" + en.Text("read.forms"),
	} {
		got := page(t, s, "/search?lang=en&q="+url.QueryEscape(q)).texts(class("reading"))
		if want := en.Text("read.as") + want + en.Text("read.end") + " " + en.Text("read.typed"); len(got) != 1 || got[0] != want {
			t.Errorf("%s\n got %q\nwant %q", q, got, want)
		}
	}
	got := page(t, s, "/search?lang=en&exact=true&q=HRW").texts(class("reading"))
	if want := en.Text("read.as") + "HRW" + en.Text("read.exactly") + en.Text("read.end") + " " + en.Text("read.loose"); got[0] != want {
		t.Errorf("exact: got %q, want %q", got[0], want)
	}
}

// TestFormsFound lists the forms in which a word was found, and follows the link
// that takes one of them out.
func TestFormsFound(t *testing.T) {
	s := serve(t, nil)
	en := says(t, corpus.English)
	d := page(t, s, "/search?lang=en&q=victims&session=ASP20")
	var want []string
	for _, f := range []string{"victims 3", "victimes 1", "الضحايا 1"} {
		text, _, _ := strings.Cut(f, " ")
		want = append(want, f+en.Text("read.without", "Form", text))
	}
	if got := d.texts(class("forms")); len(got) != 1 || got[0] != en.Text("read.found")+" "+strings.Join(want, " ") {
		t.Fatalf("the page lists %q, want %q", got, want)
	}
	without := links(d, class("forms"))
	if want := "/search?q=%22victimes%22+OR+%22%D8%A7%D9%84%D8%B6%D8%AD%D8%A7%D9%8A%D8%A7%22&session=ASP20&lang=en"; len(without) != 3 || without[0] != want {
		t.Fatalf("the links are %q, want %q", without, want)
	}
	if got := page(t, s, without[0]).texts(tag("h1")); !slices.Equal(got, []string{en.Count("results.count", 1)}) {
		t.Errorf("without victims: %q", got)
	}
	answer := decode(t, get(t, s, "/api/v1/search?q=victims&session=ASP20&lang=en"))
	form := at(t, answer, "query", "forms", 0, "forms", 0)
	if at(t, form, "text") != "victims" || at(t, form, "count") != 3.0 || at(t, form, "url") != "/api/v1"+without[0] {
		t.Errorf("the API has the form %v", form)
	}
	if got := page(t, s, "/search?lang=en&q=%22victims%22").texts(class("forms")); len(got) != 0 {
		t.Errorf("a phrase has the forms %q", got)
	}
	if got := page(t, s, "/trends?lang=en&q=victims&session=ASP23").texts(class("forms")); len(got) != 1 || got[0] != en.Text("read.found")+" victims 2 víctimas 1" {
		t.Errorf("trends count by the forms %q", got)
	}
}

func TestNothingFoundSaysWhy(t *testing.T) {
	s := serve(t, nil)
	d := page(t, s, "/search?q=universality&session=ASP20&topic=general-debate&from=2020&lang=en")
	got := d.texts(func(n *html.Node) bool { return n.Data == "li" && class("loosen")(n.Parent) })
	en := says(t, corpus.English)
	want := []string{
		"Without Session: ASP20 – Twentieth session 1 statement", "Without Topic: General Debate 0 statements",
		en.Text("zero.undated") + " 0 statements", en.Text("zero.unfiltered") + " 1 statement",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	d = page(t, s, "/search?q=victims+AND+xyzzy&lang=en")
	got = d.texts(func(n *html.Node) bool { return n.Data == "li" && class("loosen")(n.Parent) })
	if want := []string{"Only victims 31 statements", "Only xyzzy 0 statements"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if d := page(t, s, "/search?q=xyzzy&session=ASP20&lang=en"); len(d.all(class("loosen"))) != 0 || len(d.all(class("zero"))) != 1 {
		t.Error("ways out are offered that lead nowhere")
	}
}

// TestWhatCannotBeReadIsSaid: a page reads any words in the most sensible way, and
// says above the results what it read.
func TestWhatCannotBeReadIsSaid(t *testing.T) {
	s := serve(t, nil)
	for lang, sentence := range map[string]string{"en": "results.read-as", "fr": "results.read-as"} {
		d := page(t, s, "/search?q=victims+AND+%22who+is+heard&lang="+lang)
		want := says(t, corpus.Language(lang)).Text(sentence, "Q", `victims AND "who is heard"`)
		want = strings.Join(strings.Fields(want), " ")
		if notes := d.texts(class("note")); !slices.Contains(notes, want) {
			t.Errorf("%s: the notes are %q, want %q", lang, notes, want)
		}
		if got := attr(d.all(func(n *html.Node) bool { return attr(n, "id") == "q" })[0], "value"); got != `victims AND "who is heard` {
			t.Errorf("%s: the box holds %q", lang, got)
		}
	}
	en := says(t, corpus.English)
	d := page(t, s, "/search?q=victims&from=2099&to=2001&hl=en")
	if notes := d.texts(class("note")); !slices.Contains(notes, en.Text("results.read-as", "Q", "2001..2099")) {
		t.Errorf("dates the wrong way round: the notes are %q", notes)
	}
	// What nobody writes as a query is a passage, and is looked for as one.
	passage := strings.Repeat("the victims of these crimes who were not heard before ", 12)
	r := get(t, s, "/search?q="+url.QueryEscape(passage)+"&hl=en")
	if to := r.Header.Get("Location"); r.StatusCode != 303 || !strings.HasPrefix(to, "/quote?") || !strings.Contains(to, url.QueryEscape(strings.TrimSpace(passage))) {
		t.Errorf("a passage: status %d, leads to %q", r.StatusCode, to)
	}
	words := strings.Repeat("we go on ", 16)
	d = page(t, s, "/search?q="+url.QueryEscape(words)+"&hl=en")
	if notes := d.texts(class("note")); len(notes) == 0 || !strings.HasPrefix(notes[0], en.Text("results.passage")) {
		t.Errorf("more words than a query has: the notes are %q", notes)
	}
}

func TestStatementPage(t *testing.T) {
	s := serve(t, nil)
	d := page(t, s, "/s/hearing?q=victims&lang=en")
	if got := d.texts(tag("h1")); !slices.Equal(got, []string{"Sample statement on cooperation: hearing victims before deciding"}) {
		t.Errorf("title %q", got)
	}
	found := d.all(class("found"))
	var anchors []string
	for _, n := range found {
		anchors = append(anchors, attr(n, "id"))
	}
	if want := []string{"p2-1", "p2-2", "p3-1"}; !slices.Equal(anchors, want) {
		t.Errorf("passages with marks %q, want %q", anchors, want)
	}
	if steps := (document{(document{found[1]}).all(class("step"))[0]}).all(tag("a")); len(steps) != 2 || attr(steps[0], "href") != "#m1" || attr(steps[1], "href") != "#m4" {
		t.Error("the second passage does not lead to the marks of its neighbours")
	}
	if got := d.texts(tag("mark")); len(got) != 4 || attr(d.all(tag("mark"))[3], "id") != "m4" || !strings.Contains(textOf(found[1]), "3 of 4") {
		t.Errorf("marks %q, of which the last has the anchor %q; the second passage says %q", got, attr(d.all(tag("mark"))[3], "id"), textOf(found[1]))
	}
	en := says(t, corpus.English)
	main := strings.Join(d.texts(tag("main")), " ")
	for _, want := range []string{en.Count("walk.count", 4), "8 December 2021", "ICC-ASP/20/SAMPLE/7", "Darfur", "catalogue", "95%", "@misc{rostrum-hearing"} {
		if !strings.Contains(main, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	back := d.all(class("back"))[0]
	if attr(back, "href") != "/search?q=victims&lang=en" {
		t.Errorf("back leads to %s", attr(back, "href"))
	}
	for address, want := range map[string]string{
		"/s/scan?lang=en":    en.Text("statement.ocr"),
		"/s/suspect?lang=en": en.Text("statement.suspect") + " " + en.Text("statement.reason") + " the text is not language",
		"/s/istimaa?lang=en": "الضحايا",
	} {
		if got := strings.Join(page(t, s, address).texts(tag("main")), " "); !strings.Contains(got, want) {
			t.Errorf("%s does not say %q", address, want)
		}
	}
	arabic := page(t, s, "/s/istimaa?lang=en").all(class("said"))[0]
	text := (document{arabic}).all(tag("p"))[0]
	if attr(arabic, "lang") != "ar" || attr(text, "dir") != "rtl" {
		t.Errorf("the Arabic text is set with lang %q, dir %q", attr(arabic, "lang"), attr(text, "dir"))
	}
}

func TestCitationsHaveNoSecondStopAfterATitle(t *testing.T) {
	lib := library()
	for i := range lib.statements {
		if lib.statements[i].ID == "hearing" {
			lib.statements[i].Title = "Sample: who is heard?"
		}
	}
	s := serve(t, func(c *web.Config) { c.Records = lib })
	if got := strings.Join(page(t, s, "/s/hearing?lang=en").texts(tag("main")), " "); !strings.Contains(got, "who is heard? ASP20") {
		t.Errorf("the reference to a title that ends in a question mark is not well set: %s", got)
	}
}

func TestStatementsThatTheirSourcesLost(t *testing.T) {
	s := serve(t, nil)
	gone := func(lang corpus.Language, day string) string {
		return says(t, lang).Text("statement.gone", "Date", day)
	}
	for address, want := range map[string]string{
		"/s/sesion?lang=en":         gone(corpus.English, "3 February 2026"),
		"/s/sesion?lang=fr":         gone(corpus.French, "3 février 2026"),
		"/s/sesion?lang=es":         gone(corpus.Spanish, "3 de febrero de 2026"),
		"/s/sesion?lang=ru":         gone(corpus.Russian, "3 февраля 2026 г."),
		"/s/sesion?lang=zh":         gone(corpus.Chinese, "2026年2月3日"),
		"/s/sesion?lang=ar":         gone(corpus.Arabic, "3 فبراير 2026"),
		"/s/fayan?lang=en":          says(t, corpus.English).Text("statement.stale"),
		"/api/v1/statements/sesion": `"gone_at":"2026-02-03T04:05:06Z"`,
		"/api/v1/statements/fayan":  `"stale":true`,
	} {
		got := body(t, get(t, s, address))
		if !strings.Contains(got, want) {
			t.Errorf("%s does not say %q", address, want)
		}
		if strings.Contains(got, "/srv/private") {
			t.Errorf("%s tells where the file was read from", address)
		}
	}
	for _, address := range []string{"/s/hearing?lang=en", "/api/v1/statements/hearing"} {
		got := body(t, get(t, s, address))
		for _, word := range []string{"no longer where", "could not be reached", "gone_at", `"stale"`} {
			if strings.Contains(got, word) {
				t.Errorf("%s says %q of a document that its source has", address, word)
			}
		}
	}
}

// TestHostileTextStaysText looks for anything that came alive out of names,
// titles, addresses and queries.
func TestHostileTextStaysText(t *testing.T) {
	s := serve(t, nil)
	payloads := []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'><svg/onload=alert(1)>`, `</title><script>alert(1)</script>`, `</mark></p><iframe src=//evil>`,
		`javascript:alert(1)`, `{{.}}`, `&lt;script&gt;`, "\u202eevil\u2066", "a\x00b", `<!--`, `]]>`, `<b style=x>`, `' autofocus onfocus=alert(1) x='`,
	}
	addresses := []string{"/s/hostile", "/s/hostile?q=victims", "/search?q=victims", "/coverage", "/", "/organizations/Bureau%20%22A%2FB%22%20%3Cb%3E"}
	for _, p := range payloads {
		e := url.QueryEscape(p)
		addresses = append(addresses, "/search?q="+e, "/search?q=victims&session="+e+"&organization="+e, "/search?from="+e, "/search?sort="+e, "/search?lang="+e,
			"/search?"+e+"=1", "/trends?q="+e+"&q=victims&by="+e, "/trends?q=victims&split=topic&organization="+e, "/search?expand="+e, "/s/hearing?q="+e, "/s/"+url.PathEscape(p), "/sessions/"+url.PathEscape(p), "/"+url.PathEscape(p))
	}
	for _, address := range addresses {
		r := get(t, s, address)
		if r.StatusCode >= 500 {
			t.Errorf("%s: status %d", address, r.StatusCode)
		}
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
			continue
		}
		root, err := html.Parse(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		d := document{root}
		for _, n := range d.all(func(*html.Node) bool { return true }) {
			switch {
			case runs(n) && !strings.HasPrefix(attr(n, "src"), ui.AssetRoot), n.Data == "iframe", n.Data == "img", n.Data == "b" && attr(n, "style") != "":
				t.Errorf("%s: <%s> came alive", address, n.Data)
			}
			for _, a := range n.Attr {
				value := strings.ToLower(strings.TrimSpace(a.Val))
				if strings.HasPrefix(a.Key, "on") || a.Key == "autofocus" || (a.Key == "href" || a.Key == "src") && strings.HasPrefix(value, "javascript:") {
					t.Errorf("%s: %s=%q came alive", address, a.Key, a.Val)
				}
			}
		}
	}
}

func TestLanguageOfThePage(t *testing.T) {
	s := serve(t, nil)
	for _, lang := range ui.Languages {
		d := page(t, s, "/search?q=victims", "Accept-Language", string(lang))
		root := d.all(tag("html"))[0]
		if attr(root, "lang") != string(lang) || attr(root, "dir") != lang.Dir() {
			t.Errorf("%s: the page has lang %q, dir %q", lang, attr(root, "lang"), attr(root, "dir"))
		}
		for _, n := range d.all(tag("a")) {
			if href := attr(n, "href"); strings.Contains(href, "lang=") && attr(n, "hreflang") == "" {
				t.Errorf("%s: the link to %s fixes a language that nobody asked for", lang, href)
			}
		}
	}
	// Asked for, a language stays with every link.
	for _, n := range page(t, s, "/search?q=victims&lang=fr").all(tag("a")) {
		href := attr(n, "href")
		if strings.HasPrefix(href, "/") && !strings.Contains(href, "lang=") {
			t.Errorf("the link to %s forgets the language", href)
		}
	}
}

func TestAspectPages(t *testing.T) {
	s := serve(t, nil)
	d := page(t, s, "/sessions/ASP20?lang=en")
	if got := strings.Join(d.texts(class("meetings")), ""); !strings.Contains(got, "The Hague, 6 December 2021 to 11 December 2021") {
		t.Errorf("the session met: %q", got)
	}
	for address, want := range map[string]int{
		"/topics/cooperation": 200, "/organizations/hrw": 200, "/organizations/FRA": 200, "/sessions/UNGA79": 200, "/sessions/nothing": 404,
		"/organizations/Human%20Rights%20Watch": 301, "/topics/Coop%C3%A9ration": 301, "/sessions/%ff": 404,
	} {
		if r := get(t, s, address); r.StatusCode != want {
			t.Errorf("%s: status %d, want %d", address, r.StatusCode, want)
		}
	}
	if to := get(t, s, "/organizations/Human%20Rights%20Watch?lang=fr").Header.Get("Location"); to != "/organizations/hrw?lang=fr" {
		t.Errorf("a name leads to %s", to)
	}
}

// TestBrowse expects every value of which something is held to be listed, with
// its count and a page of its own.
func TestBrowse(t *testing.T) {
	s := serve(t, nil)
	for address, want := range map[string]string{
		"/sessions?lang=en":      `<a href="/sessions/ASP20?lang=en"><bdi>ASP20 – Twentieth session</bdi></a>`,
		"/topics?lang=fr":        `<a href="/topics/cooperation?lang=fr"><bdi>Coopération</bdi></a>`,
		"/organizations?lang=ar": `<a href="/organizations/hrw?lang=ar">`,
	} {
		r := get(t, s, address)
		if text := body(t, r); r.StatusCode != 200 || !strings.Contains(text, want) {
			t.Errorf("%s: status %d, no %s in\n%s", address, r.StatusCode, want, text)
		}
	}
	if d := page(t, s, "/sessions?lang=en"); !strings.Contains(strings.Join(d.texts(class("sessions")), ""), "The Hague, 6 December 2021 to 11 December 2021") {
		t.Errorf("the list does not say when a session met: %q", d.texts(class("sessions")))
	}
}

func TestOriginals(t *testing.T) {
	s := serve(t, nil)
	r := get(t, s, "/s/hearing/original")
	if r.StatusCode != 200 || body(t, r) != "%PDF-1.4 sample" || r.Header.Get("Content-Type") != "application/pdf" ||
		!strings.HasPrefix(r.Header.Get("Content-Disposition"), "inline") {
		t.Errorf("status %d, %v", r.StatusCode, r.Header)
	}
	if r := get(t, s, "/s/hearing/original", "Range", "bytes=1-3"); r.StatusCode != 206 || body(t, r) != "PDF" {
		t.Errorf("a part of it: status %d", r.StatusCode)
	}
	r = get(t, s, "/s/hostile/original")
	if !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") || !strings.HasPrefix(r.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("a stranger's page runs under our name: %v", r.Header)
	}
	r = get(t, s, "/s/joint/original")
	if r.StatusCode != 302 || r.Header.Get("Location") != "https://example.org/joint" {
		t.Errorf("a file that is not kept: status %d to %s", r.StatusCode, r.Header.Get("Location"))
	}
	for _, address := range []string{"/s/scan/original", "/s/nothing/original", "/s/..%2f..%2fetc/original"} {
		if r := get(t, s, address); r.StatusCode != 404 {
			t.Errorf("%s: status %d, want 404", address, r.StatusCode)
		}
	}
}

func TestSampleIsSaidOnEveryPage(t *testing.T) {
	for sample, want := range map[bool]int{true: 1, false: 0} {
		s := serve(t, func(c *web.Config) { c.Sample = sample })
		for _, address := range []string{"/", "/search", "/s/hearing", "/nothing", "/help"} {
			if got := len(page(t, s, address).all(class("sample"))); got != want {
				t.Errorf("sample %v: %s says so %d times", sample, address, got)
			}
		}
	}
}

func TestWithoutNames(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.Names, c.Sessions, c.PageCount = nil, nil, nil })
	for _, address := range []string{"/", "/search?q=victims&organization=hrw", "/s/hearing", "/sessions/ASP20", "/api/v1/search"} {
		if r := get(t, s, address); r.StatusCode != 200 {
			t.Errorf("%s: status %d", address, r.StatusCode)
		}
	}
}
