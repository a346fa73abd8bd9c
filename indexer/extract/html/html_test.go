package html

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"rostrum/corpus"
)

const paragraph = "My delegation reaffirms its unwavering support for the Court, its independence and its integrity, and " +
	"calls upon all States Parties to cooperate fully with it, as the Statute obliges them to do in every situation. "

func read(t testing.TB, p Page) corpus.Text {
	t.Helper()
	text := Read(p)
	if len(text.Pages) != 1 {
		t.Fatalf("%d pages", len(text.Pages))
	}
	return text
}

func TestMainContent(t *testing.T) {
	page := `<html><head><title>Statement</title></head><body>
		<nav><ul><li><a href="/">Home</a></li><li><a href="/b">Navigation words</a></li></ul></nav>
		<main><article><h1>Statement of Chile</h1><p>` + paragraph + `</p><h2>Cooperation</h2><p>` + strings.Repeat(paragraph, 4) + `</p>
		<ul><li><p>the first of our concerns is the safety of witnesses;</li><li>the second is the budget of the Court;</li></ul>
		<p>` + paragraph + `</p></article></main><footer>Footer words, all rights reserved</footer></body></html>`
	got := read(t, Page{Bytes: []byte(page)}).Pages[0].Text
	for _, want := range []string{"My delegation reaffirms", "\n\nCooperation\n\n", "\n\nthe first of our concerns is the safety of witnesses;\n\nthe second is the budget"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	for _, not := range []string{"Navigation words", "Footer words"} {
		if strings.Contains(got, not) {
			t.Errorf("%q is in %q", not, got)
		}
	}
}

// A list of communications is content too, however link-poor boilerplate
// finders think of lists.
func TestListsAreKept(t *testing.T) {
	var b strings.Builder
	b.WriteString("<html><body><p>" + strings.Repeat(paragraph, 3) + "</p><p><strong>COMMUNICATIONS :</strong></p><ul>")
	for i := range 4 {
		fmt.Fprintf(&b, "<li><p>le Ministre numéro %d a fait une communication sur la campagne arachidière et la préparation de la saison ;</li>\n", i)
	}
	b.WriteString("</ul></body></html>")
	got := read(t, Page{Bytes: []byte(b.String())}).Pages[0].Text
	for i := range 4 {
		if want := fmt.Sprintf("le Ministre numéro %d a fait", i); !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
}

func TestShortPages(t *testing.T) {
	got := read(t, Page{Bytes: []byte("<html><body><p>Thank you, Mr President.</p></body></html>")}).Pages[0].Text
	if got != "Thank you, Mr President." {
		t.Errorf("%q", got)
	}
}

func TestCharsets(t *testing.T) {
	encode := func(m *charmap.Charmap, s string) []byte {
		b, err := m.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	french, russian := "Déclaration de l’Équateur : « l’œuvre »", "Выступление представителя России"
	tests := map[string]struct {
		bytes           []byte
		declared, words string
	}{
		"utf-8":        {[]byte("<p>" + french), "", french},
		"header":       {encode(charmap.Windows1252, "<p>"+french), "windows-1252", french},
		"meta":         {encode(charmap.Windows1252, `<meta charset="iso-8859-1"><p>`+french), "", french},
		"http-equiv":   {encode(charmap.Windows1251, `<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>`+russian), "", russian},
		"koi8":         {encode(charmap.KOI8R, "<p>"+russian), "koi8-r", russian},
		"nothing said": {encode(charmap.Windows1252, "<p>"+french), "", french},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := read(t, Page{Bytes: test.bytes, Charset: test.declared}).Pages[0].Text; got != test.words {
				t.Errorf("got %q, want %q", got, test.words)
			}
		})
	}
}

func TestProperties(t *testing.T) {
	tests := map[string]struct {
		head string
		want corpus.Properties
	}{
		"open graph": {
			`<meta property="og:title" content="On peace"><meta property="og:site_name" content="Mission"><meta property="og:url" content="https://example.org/a"><meta property="article:published_time" content="2021-12-06">`,
			corpus.Properties{Title: "On peace", SiteName: "Mission", Canonical: "https://example.org/a", Date: "2021-12-06"},
		},
		"dublin core": {
			`<meta name="DC.title" content="On peace"><meta name="DC.creator" content="Peru"><meta name="DCTERMS.issued" content="2020"><meta name="DC.language" content="es">`,
			corpus.Properties{Title: "On peace", Author: "Peru", Date: "2020", Language: "es"},
		},
		"linked data": {
			`<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle","headline":"On peace","datePublished":"2019-12-03T10:00:00Z","inLanguage":"fr","author":[{"@type":"Person","name":"A. Person"}],"publisher":{"name":"Mission"}}]}</script>`,
			corpus.Properties{Title: "On peace", Date: "2019-12-03T10:00:00Z", Language: "fr", Author: "A. Person", SiteName: "Mission"},
		},
		"broken linked data": {
			`<title>Left</title><script type="application/ld+json">{"headline": [}</script>`, corpus.Properties{Title: "Left"},
		},
		"title and link": {
			`<title> On  peace </title><link rel="canonical" href="https://example.org/b">`,
			corpus.Properties{Title: "On peace", Canonical: "https://example.org/b", SiteName: "example.org"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := read(t, Page{Bytes: []byte("<html><head>" + test.head + "</head><body><p>" + paragraph + "</p></body></html>")}).Properties
			for _, f := range []struct{ name, got, want string }{
				{"title", got.Title, test.want.Title}, {"author", got.Author, test.want.Author}, {"date", got.Date, test.want.Date},
				{"canonical", got.Canonical, test.want.Canonical}, {"site", got.SiteName, test.want.SiteName},
			} {
				if f.got != f.want {
					t.Errorf("%s is %q, want %q", f.name, f.got, f.want)
				}
			}
			if test.want.Language != "" && got.Language != test.want.Language {
				t.Errorf("language is %q, want %q", got.Language, test.want.Language)
			}
		})
	}
}

// FuzzRead asks of every page what later stages rely on.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`<html lang=en><head><title>a</title><script type="application/ld+json">[{"headline":"b"}]</script><body><p>c<table><td>d`), "utf-8")
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00"), "")
	f.Add([]byte("<frameset><frame src=a></frameset>"), "koi8-r")
	f.Add([]byte("<meta http-equiv=refresh content='0;url=%zz'><p>a<br><br>b<sup><a href=#x>1</a></sup><ul><li><h2>c"), "")
	f.Add([]byte("<p>"+paragraph+"</p><table><tr><td>"+paragraph+"<li>"+paragraph+"<a href=b.pdf>p</a>"), "windows-1252")
	f.Fuzz(func(t *testing.T, b []byte, charset string) {
		text := Read(Page{Bytes: b, Charset: charset, Address: "https://example.org/a"})
		if len(text.Pages) != 1 || text.Pages[0].Number != 1 {
			t.Fatalf("pages %+v", text.Pages)
		}
		out := text.Pages[0].Text
		if !utf8.ValidString(out) {
			t.Errorf("no UTF-8: %q", out)
		}
		if len(out) > 20*len(b)+64 {
			t.Errorf("%d bytes became %d", len(b), len(out))
		}
		for _, r := range out {
			if r != '\n' && (unicode.IsControl(r) || r == utf8.RuneError) {
				t.Errorf("%U in %q", r, out)
			}
		}
		at := 0
		for _, p := range text.Pages[0].Passages() {
			if p.Offset < at || out[p.Offset:p.Offset+len(p.Text)] != p.Text || strings.TrimSpace(p.Text) != p.Text {
				t.Errorf("passage %d, %q, stands at %d in %q", p.Number, p.Text, p.Offset, out)
			}
			at = p.Offset + len(p.Text)
		}
		if text.Status != "" && text.Reason == "" {
			t.Errorf("status %q without a reason", text.Status)
		}
	})
}

// TestLinesUnderTheHeadline keeps who spoke, where and when, which sites put into
// boxes of their own between the headline and the text, and nothing of what
// stands beside them.
func TestLinesUnderTheHeadline(t *testing.T) {
	page := `<html><head><title>Statement of Chile | Department</title></head><body><nav><a href="/">Home</a></nav>
		<main><div class="date">December 7, 2023</div><div class="headline"><h1>Statement of Chile</h1></div>
		<figure><img src="a.jpg"><figcaption>The hall in an earlier year, 2018</figcaption></figure>
		<div class="meta"><p>Remarks</p></div><div class="author"><p>Ana Sample, Legal Adviser</p></div><div class="share"><p>Share this page</p></div>
		<dl><dt>Delivered on:</dt><dd>6 December 2023</dd></dl>
		<div class="body"><p>Madam President,</p><p>` + paragraph + `</p><p>` + strings.Repeat(paragraph, 4) + `</p><p>` + paragraph + `</p></div></main>
		<aside><h2>Top</h2><p>Newsletter</p></aside></body></html>`
	got := read(t, Page{Bytes: []byte(page)}).Pages[0].Text
	head, _, _ := strings.Cut(got, "Madam President,")
	if want := "December 7, 2023\n\nStatement of Chile\n\nRemarks\n\nAna Sample, Legal Adviser\n\nDelivered on:\n\n6 December 2023\n\n"; head != want {
		t.Errorf("before the speech stands %q, want %q", head, want)
	}
	for _, not := range []string{"earlier year", "Share this page", "Newsletter", "Home"} {
		if strings.Contains(got, not) {
			t.Errorf("%q is in %q", not, got)
		}
	}
}
