package web_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"rostrum/search/web"
)

func TestOpenSearch(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "https://search.example.org" })
	ask := func(address string) (string, string) {
		r := get(t, s, address, "Host", "search.example.org")
		if r.StatusCode != 200 {
			t.Fatalf("%s: status %d", address, r.StatusCode)
		}
		return body(t, r), r.Header.Get("Content-Type")
	}
	page, _ := ask("https://search.example.org/?lang=fr")
	if !strings.Contains(page, `<link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml?lang=fr" title="rostrum">`) {
		t.Error("the page names no description")
	}
	content, kind := ask("https://search.example.org/opensearch.xml?lang=fr")
	var d struct {
		XMLName   xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		ShortName string
		URLs      []struct {
			Type     string `xml:"type,attr"`
			Template string `xml:"template,attr"`
		} `xml:"Url"`
	}
	if err := xml.Unmarshal([]byte(content), &d); err != nil || kind != "application/opensearchdescription+xml" || d.ShortName != "rostrum" || len(d.URLs) != 3 {
		t.Fatalf("%s: %v: %s", kind, err, content)
	}
	for i, want := range []string{"https://search.example.org/search?q=victims&lang=fr", "https://search.example.org/opensearch/suggest?q=victims&lang=fr"} {
		got := strings.ReplaceAll(d.URLs[i].Template, "{searchTerms}", "victims")
		if got != want {
			t.Errorf("address %d is %s, want %s", i, got, want)
		}
		ask(got)
	}
	content, kind = ask("https://search.example.org/opensearch/suggest?q=coop&lang=fr")
	var list []json.RawMessage
	var words, kinds, addresses []string
	if err := json.Unmarshal([]byte(content), &list); err != nil || len(list) != 4 || kind != "application/x-suggestions+json; charset=utf-8" {
		t.Fatalf("%s: %s", kind, content)
	}
	for i, into := range []*[]string{&words, &kinds, &addresses} {
		if err := json.Unmarshal(list[i+1], into); err != nil {
			t.Fatal(err)
		}
	}
	if len(words) == 0 || len(kinds) != len(words) || len(addresses) != len(words) ||
		words[0] != "Coopération" || kinds[0] != "Thèmes" || addresses[0] != "https://search.example.org/topics/cooperation?lang=fr" {
		t.Errorf("suggested is %s", content)
	}
	if r := get(t, s, "https://search.example.org/opensearch/suggest?q=coop&limit=3"); r.StatusCode != 400 {
		t.Errorf("an unknown parameter: %d", r.StatusCode)
	}

	private := serve(t, nil)
	if r := get(t, private, "http://forged.example/opensearch.xml"); r.StatusCode != 404 {
		t.Errorf("without a public address: %d", r.StatusCode)
	}
	if strings.Contains(body(t, get(t, private, "/")), `rel="search"`) {
		t.Error("without a public address the page names a description")
	}
}
