package web_test

import (
	"encoding/json"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/bleveindex"
	"rostrum/search/web"
)

// annotated is a library of one statement with marks of notes and struck words.
func annotated() *memory {
	first := "Sample text. Article 8 applies where the Council refers a case: see resolution 1593 of 2005, and “après 2002”.\n\nWe shall cooperate with the Court."
	after := func(words string) int { return strings.Index(first, words) + len(words) }
	return &memory{statements: []corpus.Statement{{
		ID: "notes", Work: "notes", Title: "Sample statement with notes", Language: corpus.English, Status: corpus.StatusGood,
		Warnings: []string{"hidden text: 12 words that nobody sees on the page are left out"},
		Origin:   corpus.Origin{MediaType: "application/pdf", SHA256: strings.Repeat("a", 64)},
		Pages: []corpus.Page{
			{Number: 1, Text: first, Language: corpus.English, Method: corpus.MethodTextLayer, Spans: []corpus.Span{
				{Kind: corpus.SpanMark, Offset: after("Article 8"), Text: "2"},
				{Kind: corpus.SpanMark, Offset: after("1593"), Text: "4"},
				{Kind: corpus.SpanMark, Offset: after("2002”"), Text: "5"},
				{Kind: corpus.SpanStruck, Offset: after("We shall"), Text: " not"},
				{Kind: corpus.SpanStruck, Offset: len(first), Text: "\n\nA paragraph that was taken back."},
			}},
			{Number: 2, Language: corpus.English, Method: corpus.MethodTextLayer, Spans: []corpus.Span{{Kind: corpus.SpanStruck, Text: "All of this page is struck."}}},
		},
	}}}
}

func serveAnnotated(t *testing.T) *web.Server {
	t.Helper()
	lib := annotated()
	ix, err := indexed(bleveindex.Config{Dir: t.TempDir()}, lib.each())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	return serve(t, func(c *web.Config) {
		c.Records, c.Searcher = lib, func() (search.Searcher, error) { return ix, nil }
	})
}

// printed is the text of an element as a reader sees it: without what is only
// heard, raised marks as ^4 and struck words as ~not~.
func printed(n *html.Node) string {
	var b strings.Builder
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case class("unseen")(c):
		case c.Data == "sup":
			b.WriteString("^" + printed(c))
		case c.Data == "s":
			b.WriteString("~" + printed(c) + "~")
		case c.Data == "mark":
			b.WriteString("[" + printed(c) + "]")
		default:
			b.WriteString(printed(c))
		}
	}
	return b.String()
}

// TestPrintedBesideTheText reads a statement with notes and struck words, with
// and without a question.
func TestPrintedBesideTheText(t *testing.T) {
	server := serveAnnotated(t)
	for _, test := range []struct {
		address string
		want    map[string]string // by anchor
	}{
		{"/s/notes", map[string]string{
			"p1-1": "Sample text. Article 8^2 applies where the Council refers a case: see resolution 1593^4 of 2005, and “après 2002”^5.",
			"p1-2": "We shall ~not~ cooperate with the Court.\n\n~A paragraph that was taken back.~",
		}},
		{"/s/notes?q=%22article+8+applies%22+OR+%22resolution+1593%22", map[string]string{
			"p1-1": "Sample text. [Article 8^2 applies] where the Council refers a case: see [resolution 1593]^4 of 2005, and “après 2002”^5.",
		}},
		{"/s/notes?q=%22shall+cooperate%22", map[string]string{"p1-2": "We [shall ~not~ cooperate] with the Court.\n\n~A paragraph that was taken back.~"}},
		{"/s/notes?q=not", map[string]string{"p1-2": "We shall ~not~ cooperate with the Court.\n\n~A paragraph that was taken back.~"}},
		{"/s/notes/p/1?q=2002", map[string]string{
			"p1-1": "Sample text. Article 8^2 applies where the Council refers a case: see resolution 1593^4 of 2005, and “après [2002]”^5.",
		}},
	} {
		d := page(t, server, test.address)
		for anchor, want := range test.want {
			found := d.all(func(n *html.Node) bool { return n.Data == "p" && attr(n.Parent, "id") == anchor })
			if len(found) != 1 || printed(found[0]) != want {
				t.Errorf("%s: %s reads %q, want %q", test.address, anchor, printed(found[0]), want)
			}
		}
	}
	if got := page(t, server, "/s/notes").all(func(n *html.Node) bool { return attr(n, "id") == "p2" }); !strings.Contains(printed(got[0]), "~All of this page is struck.~") {
		t.Errorf("page 2 reads %q", printed(got[0]))
	}
	if got := printed(page(t, server, "/s/notes").all(tag("main"))[0]); !strings.Contains(got, annotated().statements[0].Warnings[0]) {
		t.Errorf("the page does not say that words are hidden")
	}
	for _, lang := range []corpus.Language{corpus.English, corpus.French, corpus.Arabic} {
		heard := page(t, server, "/s/notes?hl="+string(lang)).all(func(n *html.Node) bool { return class("unseen")(n) && n.Parent.Data == "sup" })
		if want := " " + says(t, lang).Text("beside.mark") + " "; len(heard) != 3 || heard[0].FirstChild.Data != want || attr(heard[0], "lang") != string(lang) {
			t.Errorf("%s: a mark is not announced as %q", lang, want)
		}
	}
}

// TestSpansOfThePage reads the spans from the API, and a record from its answer.
func TestSpansOfThePage(t *testing.T) {
	r := get(t, serveAnnotated(t), "/api/v1/statements/notes")
	var got api.Statement
	if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	want := annotated().statements[0]
	if !reflect.DeepEqual(got.Record().Warnings, want.Warnings) {
		t.Errorf("the warnings are %q", got.Warnings)
	}
	if span := got.Pages[0].Spans[2]; span != (api.Span{Kind: corpus.SpanMark, Offset: 109, Text: "5"}) {
		t.Errorf("the third span is %+v", span)
	}
	for i, p := range got.Record().Pages {
		if p.Text != want.Pages[i].Text || !reflect.DeepEqual(p.Spans, want.Pages[i].Spans) {
			t.Errorf("page %d is read back as %q with %+v", i+1, p.Text, p.Spans)
		}
	}
}

// TestSelectionAcrossMarks links to and copies words with marks among them.
func TestSelectionAcrossMarks(t *testing.T) {
	server := httptest.NewServer(serveAnnotated(t))
	t.Cleanup(server.Close)
	b := openTab(t, server.URL, "")
	b.open("/s/notes?hl=en")
	const picked = `document.querySelector(".pick")?.picked`
	eval[chromedp.Void](b, `{ const p = document.querySelector("#p1-1 p"), a = p.firstChild, z = p.childNodes[4];
		getSelection().setBaseAndExtent(a, a.data.indexOf("Article"), z, z.data.indexOf(" 2005") + 5); }`)
	b.until(picked + `?.text.startsWith("Article")`)
	if got, want := eval[string](b, picked+".text"), "Article 8 applies where the Council refers a case: see resolution 1593 of 2005"; got != want {
		t.Errorf("%q is picked, want %q", got, want)
	}
	if got, want := eval[string](b, picked+".link"), "#p1-1:~:text=Article%208,of%202005"; !strings.HasSuffix(got, want) {
		t.Errorf("the link is %s, want it to end in %s", got, want)
	}
	if got, want := eval[string](b, "getSelection().toString()"), "Article 8 applies where the Council refers a case: see resolution 1593 of 2005"; got != want {
		t.Errorf("%q is copied, want %q", got, want)
	}
}
