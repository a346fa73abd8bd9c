package web_test

import (
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rostrum/search"
	"rostrum/search/web"
)

func TestExportsHoldEverything(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	r := get(t, s, "/search.csv?q=victims&lang=fr")
	if r.StatusCode != 200 || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/csv") || !strings.Contains(r.Header.Get("Content-Disposition"), "rostrum-victims.csv") {
		t.Fatalf("status %d, %v", r.StatusCode, r.Header)
	}
	text := strings.TrimPrefix(body(t, r), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 32 {
		t.Errorf("%d rows, want a header and 31", len(rows))
	}
	if !strings.Contains(text, "http://example.com/s/") || !strings.Contains(text, "Débat général") {
		t.Errorf("no absolute links, or not in French: %.300s", text)
	}
	for address, want := range map[string]string{
		"/search.bib?q=interpreter": "@", "/search.ris?q=interpreter": "TY  - ", "/search.ndjson?q=interpreter": `"hearing"`,
		"/search.json?q=interpreter": `"total":{"value":1`, "/api/v1/export?q=interpreter&format=csl": `"id"`, "/api/v1/export?q=interpreter&format=jsonfeed": "jsonfeed.org",
	} {
		if r := get(t, s, address); r.StatusCode != 200 || !strings.Contains(body(t, r), want) {
			t.Errorf("%s: status %d, or no %s", address, r.StatusCode, want)
		}
	}
}

func TestFeed(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	r := get(t, s, "/search.atom?q=cooperation&session=ASP20&lang=en&sort=oldest")
	var feed struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Links   []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Entries []struct {
			ID    string `xml:"id"`
			Title string `xml:"title"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(body(t, r)), &feed); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(feed.ID, "urn:rostrum:search:") || len(feed.Entries) == 0 || feed.Updated == "" {
		t.Errorf("%+v", feed)
	}
	want := map[string]string{"self": "http://example.com/search.atom?q=cooperation&session=ASP20&lang=en", "alternate": "http://example.com/search?q=cooperation&session=ASP20&lang=en"}
	for _, l := range feed.Links {
		if w, ok := want[l.Rel]; ok && l.Href != w {
			t.Errorf("%s is %s, want %s", l.Rel, l.Href, w)
		}
	}
	if tag := r.Header.Get("ETag"); get(t, s, "/search.atom?q=cooperation&session=ASP20&lang=en", "If-None-Match", tag).StatusCode != 304 {
		t.Error("a reader that has the feed is sent it again")
	}
}

func TestExportRefusals(t *testing.T) {
	s := serve(t, nil)
	for address, want := range map[string]int{
		"/api/v1/export?q=a": 400, "/api/v1/export?format=docx": 400, "/api/v1/export?format=csv&colour=red": 400, "/search.csv?colour=red": 400, "/search.csv?bom=1": 200, "/search.csv?bom=maybe": 400, "/search.ris?bom=1": 400, "/api/v1/export?format=csv&bom=true": 200, "/api/v1/trends?bom=1": 400, "/search.csv?sesion=ASP20": 400, "/search.atom?sesion=ASP20": 400, "/search.csv?page=3&size=7": 200, "/search.csv?q=%22&lenient=true": 200, "/search.csv?from=2021&to=2003": 400, "/search.csv?since=lately": 400,
		"/api/v1/export?format=csv&page=2": 400, "/api/v1/export?format=ris&size=20": 400, "/api/v1/export?format=bibtex&cursor=a": 400, "/api/v1/export?format=csl&explain=true": 400,
		"/api/v1/export?format=atom&sort=oldest": 400, "/api/v1/export?format=jsonfeed&size=20": 400, "/api/v1/export?format=atom&page=201": 400, "/search.atom?page=201": 400,
		"/search.atom?cursor=a": 400, "/search.atom?cursor=a&page=2": 400, "/api/v1/export?format=atom&page=1": 200, "/api/v1/export?format=csv&sort=oldest&collapse=none&since=2024": 200,
		"/search.csv?q=%22": 400, "/search.docx": 404,
	} {
		if r := get(t, s, address); r.StatusCode != want {
			t.Errorf("%s: status %d, want %d", address, r.StatusCode, want)
		}
	}
}

// TestAnswersLeadToTheSameExport follows the links of an answer, which has to be
// of what the answer is of.
func TestAnswersLeadToTheSameExport(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	for _, address := range []string{"/api/v1/search?session=ASP20&collapse=none", "/api/v1/search?session=ASP20", "/api/v1/search?q=victims&language=en&since=2025-03-04T12:00:00Z&size=3&sort=oldest"} {
		answer := decode(t, get(t, s, address))
		want := int(answer["total"].(map[string]any)["value"].(float64))
		links := answer["links"].(map[string]any)
		feed := links["feed"].(string)
		if _, faults := atomFaults(body(t, get(t, s, feed)), "http://example.com"+feed); faults != nil {
			t.Errorf("%s: %v", feed, faults)
		}
		for _, name := range []string{"feed", "csv"} {
			text := body(t, get(t, s, links[name].(string)))
			got := strings.Count(text, "<entry")
			if name == "csv" {
				rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
				if err != nil {
					t.Fatal(err)
				}
				got = len(rows) - 1
			}
			if got != want || want < 2 {
				t.Errorf("%s finds %d, and %s has %d", address, want, links[name], got)
			}
		}
	}
}

// breaking answers the first page and then no more.
type breaking struct{ search.Searcher }

func (b breaking) Search(ctx context.Context, r search.Request) (*search.Results, error) {
	if r.Cursor != "" {
		return nil, errors.New("the disk is gone")
	}
	results, err := b.Searcher.Search(ctx, r)
	if err == nil && r.Size > 0 {
		results.Next = "more"
	}
	return results, err
}

func TestExportThatBreaksOffShowsIt(t *testing.T) {
	ix, err := index()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(serve(t, func(c *web.Config) {
		c.Searcher = func() (search.Searcher, error) { return breaking{ix}, nil }
	}))
	defer server.Close()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/search.csv?q=victims", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		return // cut off before the headers were out: it shows
	}
	defer r.Body.Close()
	if _, err := csv.NewReader(r.Body).ReadAll(); err == nil {
		t.Error("half an export looks like a whole one")
	}
}

// TestByteOrderMark begins tables with one where it is asked for, and only there.
func TestByteOrderMark(t *testing.T) {
	s := serve(t, nil)
	for address, want := range map[string]bool{
		"/search.csv?q=victims": false, "/search.csv?q=victims&bom=1": true, "/search.csv?q=victims&bom=false": false, "/api/v1/export?format=csv&bom=true&q=victims": true,
		"/api/v1/trends?q=victims&format=csv": false, "/api/v1/trends?q=victims&format=csv&bom=on": true,
	} {
		text := body(t, get(t, s, address))
		if got := strings.HasPrefix(text, "\ufeff"); got != want {
			t.Errorf("%s begins with a byte order mark: %v, want %v", address, got, want)
		}
		if _, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll(); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}
