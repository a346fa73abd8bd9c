package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/search/web"
)

// illustrated is a server whose statements have pictures of their pages; change
// alters the library.
func illustrated(t testing.TB, broken error, change func(*memory)) *web.Server {
	t.Helper()
	lib := library()
	if change != nil {
		change(lib)
	}
	return serve(t, func(c *web.Config) { c.Records, c.PageImages = lib, plates{lib, broken} })
}

// withheld keeps the original of a statement from being handed on.
func withheld(id corpus.ID) func(*memory) {
	return func(m *memory) {
		for i := range m.statements {
			if m.statements[i].ID == id {
				m.statements[i].Origin.Withheld = true
			}
		}
	}
}

func links(d document, within func(*html.Node) bool) (out []string) {
	for _, n := range d.all(within) {
		for _, a := range (document{n}).all(tag("a")) {
			out = append(out, attr(a, "href"))
		}
	}
	return out
}

func TestPageBesideItsText(t *testing.T) {
	s := illustrated(t, nil, nil)
	d := page(t, s, "/s/hearing/p/2?q=victims&lang=en")
	said := strings.Join(d.texts(tag("main")), " ")
	en := says(t, corpus.English)
	for _, want := range []string{"Page 2 of 3", en.Count("walk.here", 4, "Span", "1–3") + " victims", en.Text("picture.caption") + " " + en.Text("picture.boxed")} {
		if !strings.Contains(said, want) {
			t.Errorf("the page does not say %q: %s", want, said)
		}
	}
	if got, want := links(d, class("boxes")), []string{"#m1", "#m2", "#m3"}; !slices.Equal(got, want) {
		t.Errorf("boxes lead to %q, want %q", got, want)
	}
	if got, want := links(d, class("walk")), []string{"/s/hearing/p/3?q=victims&lang=en#m4"}; !slices.Equal(got, want) {
		t.Errorf("the next place is at %q, want %q", got, want)
	}
	if got, want := links(d, class("pager"))[:3], []string{"/s/hearing/p/1?q=victims&lang=en", "/s/hearing?q=victims&lang=en#p2", "/s/hearing/p/3?q=victims&lang=en"}; !slices.Equal(got, want) {
		t.Errorf("the pages around are %q, want %q", got, want)
	}
	img := d.all(tag("img"))[0]
	if attr(img, "alt") != en.Text("picture.alt", "Page", 2) || attr(img, "width") != "800" || attr(img, "height") != "1132" {
		t.Errorf("the picture is said to be %q, %s by %s", attr(img, "alt"), attr(img, "width"), attr(img, "height"))
	}
	r := get(t, s, attr(img, "src"))
	if r.StatusCode != 200 || r.Header.Get("Content-Type") != "image/png" || r.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || r.Header.Get("Vary") != "" {
		t.Errorf("the picture: %d %v", r.StatusCode, r.Header)
	}
	if r := get(t, s, attr(img, "src"), "If-None-Match", r.Header.Get("ETag")); r.StatusCode != http.StatusNotModified {
		t.Errorf("asked again, the picture is sent with %d", r.StatusCode)
	}
	// No word before and after: the chain goes over all pages and ends.
	last := page(t, s, "/s/hearing/p/3?q=victims&lang=en")
	if got, want := links(last, class("walk")), []string{"/s/hearing/p/2?q=victims&lang=en#m3"}; !slices.Equal(got, want) {
		t.Errorf("from the last place one comes to %q, want %q", got, want)
	}
	first := page(t, s, "/s/hearing/p/1?q=victims&lang=en")
	if got := strings.Join(first.texts(class("walk")), ""); !strings.Contains(got, en.Text("walk.not-here")+" victims") {
		t.Errorf("where there is none the page says %q", got)
	}
	// The statement's own page leads to its pages, and no search engine is sent to them.
	if got := page(t, s, "/s/hearing?q=victims&lang=en").all(class("view")); len(got) != 3 || attr(got[1], "href") != "/s/hearing/p/2?q=victims&lang=en" {
		t.Errorf("%d links to pages as published", len(got))
	}
	if !strings.Contains(body(t, get(t, s, "/robots.txt")), "Disallow: /s/*/p/\n") || !strings.Contains(body(t, get(t, s, "/s/hearing/p/1")), `content="noindex"`) {
		t.Error("search engines are not kept off the pages")
	}
}

// What is boxed is what is marked, word for word, broken words too.
func TestBoxesAreOfTheMarkedWords(t *testing.T) {
	s := illustrated(t, nil, nil)
	lib := library()
	for _, test := range []struct {
		id   corpus.ID
		page int
		q    string
	}{
		{"hearing", 2, "victims OR request OR interpreter"}, {"hearing", 2, `"why three" OR "victims live"`}, {"hearing", 3, "witnesses"},
		{"entendre", 1, "coopération OR victimes"}, {"istimaa", 1, "الضحايا"}, {"fayan", 1, "合作 OR 受害者"},
	} {
		address := fmt.Sprintf("/s/%s/p/%d?lang=en&exact=true&q=%s", test.id, test.page, url.QueryEscape(test.q))
		d := page(t, s, address)
		marks := map[string]string{}
		for _, n := range d.all(tag("mark")) {
			marks["#"+attr(n, "id")] = textOf(n)
		}
		if len(marks) == 0 {
			t.Errorf("%s: nothing is marked", address)
		}
		statement, _ := lib.Statement(t.Context(), test.id)
		words, _ := plates{lib, nil}.Words(t.Context(), test.id, test.page)
		under := map[string]string{}
		for _, rect := range d.all(tag("rect")) {
			mark := attr(rect.Parent, "href")
			under[mark] += lettersIn(statement.Pages[test.page-1].Text, words, number(t, rect, "x"), number(t, rect, "y"), number(t, rect, "width"), number(t, rect, "height"))
		}
		for mark, text := range marks {
			want := strings.ReplaceAll(text, " ", "")
			if got := strings.ReplaceAll(under[mark], " ", ""); !strings.Contains(got, want) || len(got) > len(want)+3 { // a comma may be with it
				t.Errorf("%s: under the box of %q stands %q", address, text, got)
			}
		}
	}
}

func number(t *testing.T, n *html.Node, name string) float32 {
	t.Helper()
	f, err := strconv.ParseFloat(attr(n, name), 32)
	if err != nil {
		t.Fatal(err)
	}
	return float32(f)
}

// lettersIn are the letters that the plates set within a box.
func lettersIn(text string, words []corpus.Word, x, y, width, height float32) string {
	var b strings.Builder
	for _, w := range words {
		if middle := (w.Top + w.Foot) / 2; middle < y || middle > y+height {
			continue
		}
		for i, r := range []rune(text[w.Start:w.End]) {
			if at := w.Left + (float32(i)+.5)*plateLetter; at > x && at < x+width {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

func TestPagesWithoutPicture(t *testing.T) {
	sentence := func(s *web.Server, address string) string {
		t.Helper()
		d := page(t, s, address)
		if len(d.all(tag("img"))) > 0 || len(d.all(class("passage"))) == 0 {
			t.Errorf("%s: a picture, or no text", address)
		}
		return strings.Join(d.texts(class("published")), " ")
	}
	s := illustrated(t, nil, withheld("hearing"))
	en := says(t, corpus.English)
	over := fmt.Errorf("reading took more than 10s: %w", corpus.ErrOverLimit)
	for _, test := range []struct {
		name, address, want string
		server              *web.Server
	}{
		{"web page", "/s/joint/p/1?q=victims&lang=en", "picture.no-pages", s},
		{"withheld", "/s/hearing/p/2?lang=en", "picture.withheld", s},
		{"turned off", "/s/entendre/p/1?lang=en", "picture.off", serve(t, nil)},
		{"hostile", "/s/hearing/p/2?q=victims&lang=en", "picture.failed", illustrated(t, over, nil)},
		{"busy", "/s/hearing/p/2?lang=en", "picture.busy", illustrated(t, corpus.ErrBusy, nil)},
	} {
		if got := sentence(test.server, test.address); !strings.Contains(got, en.Text(test.want)) {
			t.Errorf("%s: %q does not say %q", test.name, got, en.Text(test.want))
		}
	}
	if got := links(page(t, s, "/s/hearing?lang=en"), class("facts")); slices.Contains(got, "/s/hearing/original") || !slices.Contains(got, "https://example.org/hearing.pdf") {
		t.Errorf("the original that is not handed on is linked: %q", got)
	}
	if got := page(t, s, "/s/hearing?lang=en").all(class("view")); len(got) != 0 {
		t.Error("a withheld original is offered as published")
	}
}

func TestPictureAddresses(t *testing.T) {
	hash := fmt.Sprintf("%064x", 1)[:16] // of the library's first statement
	s := illustrated(t, nil, nil)
	busy := illustrated(t, fmt.Errorf("queue: %w", corpus.ErrBusy), nil)
	broken := illustrated(t, errors.New("it is damaged"), nil)
	for _, test := range []struct {
		server  *web.Server
		address string
		want    int
	}{
		{s, "/s/hearing/p/1/" + hash + "-800", 200},
		{s, "/s/hearing/p/1/" + hash + "-1600", 200},
		{s, "/s/hearing/p/1/" + hash + "-801", 404},
		{s, "/s/hearing/p/1/" + hash + "-0800", 404},
		{s, "/s/hearing/p/1/ffffffffffffffff-800", 404},
		{s, "/s/hearing/p/4/" + hash + "-800", 404},
		{s, "/s/hearing/p/01", 404},
		{s, "/s/hearing/p/0", 404},
		{s, "/s/hearing/p/9999999999999999999", 404},
		{s, "/s/hearing/p/x", 404},
		{s, "/s/nothing/p/1", 404},
		{s, "/s/hearing/p/1?q=(", 200},
		{illustrated(t, nil, withheld("hearing")), "/s/hearing/p/1/" + hash + "-800", 404},
		{serve(t, nil), "/s/hearing/p/1/" + hash + "-800", 404},
		{busy, "/s/hearing/p/1/" + hash + "-800", 503},
		{broken, "/s/hearing/p/1/" + hash + "-800", 404},
	} {
		r := get(t, test.server, test.address)
		if r.StatusCode != test.want {
			t.Errorf("%s: status %d, want %d", test.address, r.StatusCode, test.want)
		}
		if keep := r.Header.Get("Cache-Control"); r.StatusCode != 200 && (strings.Contains(keep, "immutable") || r.Header.Get("ETag") != "") {
			t.Errorf("%s: a failure may be kept: %q", test.address, keep)
		}
		if r.StatusCode == 503 && r.Header.Get("Retry-After") == "" {
			t.Errorf("%s: it is not said when to come again", test.address)
		}
	}
}
