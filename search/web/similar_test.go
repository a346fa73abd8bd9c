package web_test

import (
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web"
)

// In the test library the statements of the general debate are one text.
func TestSimilarAnswer(t *testing.T) {
	server := serve(t, nil)
	for _, test := range []struct {
		address string
		path    []any
		want    any
	}{
		{"/api/v1/statements/joint/similar", []any{"total"}, 0.0},
		{"/api/v1/statements/debate00/similar", []any{"total"}, 22.0},
		{"/api/v1/statements/debate00/similar", []any{"min_words"}, 16.0},
		{"/api/v1/statements/debate00/similar", []any{"matches", 0, "id"}, "debate01"},
		{"/api/v1/statements/debate00/similar", []any{"matches", 0, "words"}, 27.0},
		{"/api/v1/statements/debate00/similar", []any{"matches", 0, "shared", 0, "others"}, 21.0},
		{"/api/v1/statements/debate00/similar", []any{"matches", 0, "shared", 0, "there", 1, "page"}, 2.0},
		{"/api/v1/statements/debate00/similar", []any{"matches", 0, "shared", 0, "there", 0, "url"}, "/s/debate01?q=%22It+deals+with+the+budget%2C+with+elections+and+with+the+support+that%22#p1-1"},
		{"/api/v1/statements/debate00/similar?lang=fr", []any{"matches", 0, "shared", 0, "here", 1, "url"}, "/s/debate00?q=%22A+second+page%2C+so+that+there+is+one%22&lang=fr#p2-1"},
		{"/api/v1/statements/debate03/similar?size=1", []any{"matches", 0, "id"}, "debate00"},
	} {
		r := get(t, server, test.address)
		if r.StatusCode != 200 {
			t.Fatalf("%s: status %d: %s", test.address, r.StatusCode, body(t, r))
		}
		if got := at(t, decode(t, r), test.path...); got != test.want {
			t.Errorf("%s: %v is %v, want %v", test.address, test.path, got, test.want)
		}
	}
	for address, want := range map[string]int{
		"/api/v1/statements/nothing/similar": 404, "/s/nothing/similar": 404, "/s/..%2fhearing/similar": 404,
		"/api/v1/statements/debate00/similar?size=0": 400, "/api/v1/statements/debate00/similar?q=x": 400,
	} {
		if r := get(t, server, address); r.StatusCode != want {
			t.Errorf("%s: status %d, want %d", address, r.StatusCode, want)
		}
	}
}

func TestSimilarPage(t *testing.T) {
	server := serve(t, nil)
	en := says(t, corpus.English)
	link := ""
	for _, n := range page(t, server, "/s/debate00?lang=en").all(tag("a")) {
		if textOf(n) == en.Text("similar.link") {
			link = attr(n, "href")
		}
	}
	if link != "/s/debate00/similar?lang=en" {
		t.Fatalf("the statement leads to %q", link)
	}
	d := page(t, server, link)
	main := strings.Join(d.texts(tag("main")), " ")
	for _, want := range []string{en.Text("similar.note", "Words", 16), en.Text("similar.words", "First", 27, "Share", "87%"), en.Text("similar.here", "Page", 1)} {
		if !strings.Contains(main, want) {
			t.Errorf("the page does not say %q: %s", want, main)
		}
	}
	if marks := d.texts(tag("mark")); len(marks) != search.DefaultSimilarSize || !strings.HasPrefix(marks[0], "It deals with the budget") {
		t.Errorf("marked is %q", marks)
	}
	if got := strings.Join(page(t, server, "/s/joint/similar?lang=en").texts(tag("main")), " "); !strings.Contains(got, en.Text("similar.none")) {
		t.Errorf("a statement that nothing repeats: %s", got)
	}
	without := serve(t, func(c *web.Config) {
		c.Searcher = func() (search.Searcher, error) { return slow{}, nil }
	})
	if r := get(t, without, "/s/debate00/similar"); r.StatusCode != 404 || strings.Contains(body(t, get(t, without, "/s/debate00")), "/s/debate00/similar") {
		t.Errorf("an engine that cannot compare: status %d, or a link", r.StatusCode)
	}
}
