package web_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rostrum/corpus"
	"rostrum/search/web"
)

// linkedData is what a program finds in a page: the one block of JSON-LD.
func linkedData(t *testing.T, page string) map[string]any {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var found []map[string]any
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Script {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "type" && a.Val == "application/ld+json" {
				var data map[string]any
				if err := json.Unmarshal([]byte(n.FirstChild.Data), &data); err != nil {
					t.Fatalf("%v: %s", err, n.FirstChild.Data)
				}
				found = append(found, data)
			}
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d blocks of JSON-LD", len(found))
	}
	return found[0]
}

// asJSON is v as it is read back.
func asJSON(t *testing.T, text string) (v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestLinkedDataOfAStatement(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	got := linkedData(t, body(t, get(t, s, "/s/hearing?q=victims&lang=en")))
	want := asJSON(t, `{
		"@context": "https://schema.org", "@type": "DigitalDocument", "@id": "http://example.com/s/hearing", "url": "http://example.com/s/hearing",
		"name": "Sample statement on cooperation: hearing victims before deciding", "inLanguage": "en", "datePublished": "2021-12-08",
		"identifier": "ICC-ASP/20/SAMPLE/7", "genre": "Statement", "isAccessibleForFree": true,
		"author": [{"@type": "Organization", "@id": "http://example.com/organizations/hrw", "name": "Human Rights Watch"}],
		"contributor": {"@type": "Person", "name": "A. Specimen", "jobTitle": "adviser"},
		"publisher": {"@type": "Organization", "name": "Sample Press"},
		"isPartOf": {"@type": "Collection", "@id": "http://example.com/sessions/ASP20", "name": "ASP20 – Twentieth session"},
		"about": [{"@type": "DefinedTerm", "@id": "http://example.com/topics/cooperation", "name": "Cooperation", "termCode": "cooperation"},
			{"@type": "DefinedTerm", "name": "Darfur, Sudan", "termCode": "darfur"}],
		"workTranslation": [{"@type": "DigitalDocument", "@id": "http://example.com/s/entendre", "inLanguage": "fr"},
			{"@type": "DigitalDocument", "@id": "http://example.com/s/istimaa", "inLanguage": "ar"}],
		"encoding": {"@type": "MediaObject", "contentUrl": "http://example.com/s/hearing/original", "encodingFormat": "application/pdf",
			"sha256": "0000000000000000000000000000000000000000000000000000000000000001"}}`)
	if !reflect.DeepEqual(any(got), want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	// In the reader's language, and nothing that is not known.
	got = linkedData(t, body(t, get(t, s, "/s/istimaa?lang=ar")))
	if got["inLanguage"] != "ar" || got["name"] != "بيان نموذجي بشأن التعاون (الجزء الأول): الاستماع إلى الضحايا" || got["identifier"] != nil || got["contributor"] != nil {
		t.Errorf("%v", got)
	}
	if about := got["about"].([]any)[0].(map[string]any); about["name"] != "التعاون" {
		t.Errorf("%v", about)
	}
}

// TestLinkedDataHoldsNoMarkup puts what would end the block, or begin a comment,
// wherever a stranger can write.
func TestLinkedDataHoldsNoMarkup(t *testing.T) {
	for _, evil := range []string{
		`</script><script>alert(1)</script>`, `</SCRIPT foo><img src=x onerror=alert(1)>`, `<!--<script>`, `-->`, `]]>`, `"}</script>`, `\u003c/script\u003e`,
		"line\u2028paragraph\u2029", `*/ alert(1) /*`, "a\x00b", `${alert(1)}`,
	} {
		lib := library()
		d := &lib.statements[0]
		d.Title, d.Deliverer, d.Role, d.Symbol, d.Origin.Publisher = evil, evil, evil, evil, evil
		d.Authors, d.Topics, d.Session = []corpus.OrgID{corpus.OrgID(evil)}, []corpus.TopicID{corpus.TopicID(evil)}, corpus.SessionID(evil)
		d.Origin.MediaType = evil
		s := serve(t, func(c *web.Config) { c.Records = lib })
		page := body(t, get(t, s, "/s/hearing"))
		got := linkedData(t, page)
		for _, name := range []any{
			got["name"], got["identifier"], got["contributor"].(map[string]any)["jobTitle"], got["publisher"].(map[string]any)["name"],
			got["author"].([]any)[0].(map[string]any)["name"], got["encoding"].(map[string]any)["encodingFormat"],
		} {
			if name != evil {
				t.Errorf("%q is read back as %q", evil, name)
			}
		}
		if n := strings.Count(strings.ToLower(page), "<script"); n != 2 {
			t.Errorf("%q: the page has %d scripts, want its own and the data", evil, n)
		}
	}
}

// TestOnlyStatementsHaveLinkedData: nothing else is one document.
func TestOnlyStatementsHaveLinkedData(t *testing.T) {
	s := serve(t, nil)
	for _, address := range []string{"/", "/search?q=victims", "/s/hearing/p/1", "/sessions/ASP20", "/help", "/nothing"} {
		if strings.Contains(body(t, get(t, s, address)), "ld+json") {
			t.Errorf("%s has JSON-LD", address)
		}
	}
}

// TestPolicyLeavesLinkedDataAlone has a browser look: data is not run, so the
// policy has nothing against it and the console stays empty.
func TestPolicyLeavesLinkedDataAlone(t *testing.T) {
	b := browse(t)
	b.open("/s/hostile?lang=en")
	got := do(b, chromedp.Evaluate[string](`JSON.parse(document.querySelector("script[type='application/ld+json']").textContent).name`))
	if got != `Sample <script>alert("title")</script> & 'quotes' on victims` {
		t.Errorf("the page says its name is %q", got)
	}
}
