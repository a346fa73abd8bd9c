package web_test

import (
	"encoding/csv"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web"
)

func TestTrendsAnswer(t *testing.T) {
	server := serve(t, nil)
	for _, test := range []struct {
		query string
		path  []any
		want  any
	}{
		{"", []any{"total", "corpus"}, 32.0},
		{"", []any{"total", "counts", 0, "share"}, 1.0},
		{"q=universality&q=victims", []any{"total", "counts", 0, "count"}, 1.0},
		{"q=universality&q=victims", []any{"query", "q", 1}, "victims"},
		{"q=victims", []any{"columns", 0, "id"}, "ASP5"},
		{"q=victims", []any{"columns", 1, "id"}, "ASP13"},
		{"q=victims", []any{"columns", 0, "counts", 0, "url"}, "/api/v1/search?q=victims&session=ASP5"},
		{"q=victims&lang=fr", []any{"columns", 0, "label"}, "ASP5 – Cinquième session"},
		{"q=victims", []any{"rows"}, nil},
		{"q=victims&split=organization&session=ASP22&limit=1", []any{"left"}, 3.0},
		{"q=universality&split=organization&session=ASP22&limit=3", []any{"rows", 0, "cells", 0, "counts", 0, "count"}, 1.0},
		{"q=universality&split=organization&session=ASP22", []any{"rows", 0, "cells", 0, "counts", 0, "url"}, "/api/v1/search?q=universality&session=ASP22&organization=CHE"},
		{"q=cooperation&by=language&session=ASP20", []any{"columns", 0, "counts", 0, "count"}, 1.0},
		{"q=cooperation&exact=true&by=language&session=ASP20", []any{"query", "exact"}, true},
		{"q=victims&split=topic", []any{"links", "csv"}, "/api/v1/trends?q=victims&by=session&split=topic&format=csv"},
	} {
		r := get(t, server, "/api/v1/trends?"+test.query)
		if r.StatusCode != 200 {
			t.Fatalf("%s: status %d: %s", test.query, r.StatusCode, body(t, r))
		}
		if got := at(t, decode(t, r), test.path...); got != test.want {
			t.Errorf("%s: %v is %v, want %v", test.query, test.path, got, test.want)
		}
	}
}

// TestTrendsReadLeniently asks for what cannot be read as it stands: a page counts
// it and says how it was read, and so does the API where it is asked to.
func TestTrendsReadLeniently(t *testing.T) {
	server := serve(t, nil)
	plain := decode(t, get(t, server, "/api/v1/trends?q=victims"))
	address := "q=" + url.QueryEscape(`(victims`)
	if r := get(t, server, "/api/v1/trends?"+address); r.StatusCode != 400 {
		t.Errorf("an open bracket in the API: status %d, want 400", r.StatusCode)
	}
	lenient := decode(t, get(t, server, "/api/v1/trends?lenient=true&"+address))
	if got, want := at(t, lenient, "total", "counts", 0, "count"), at(t, plain, "total", "counts", 0, "count"); got != want {
		t.Errorf("read leniently %v are counted, want %v", got, want)
	}
	if notes := at(t, lenient, "query", "notes").([]any); len(notes) != 1 {
		t.Errorf("notes %v, want one", notes)
	}
	if r := get(t, server, "/api/v1/trends?format=csv&lenient=true&"+address); r.StatusCode != 200 {
		t.Errorf("the table: status %d", r.StatusCode)
	}
	r := get(t, server, "/trends?from=2021&to=2019&"+address)
	if text := body(t, r); r.StatusCode != 200 || strings.Count(text, `<p class="note">`) < 2 || !strings.Contains(text, "2019..2021") {
		t.Errorf("the page: status %d, without a note on the bracket and one on the dates", r.StatusCode)
	}
	if r := get(t, server, "/api/v1/trends?sesion=ASP20"); r.StatusCode != 400 {
		t.Errorf("an unknown parameter: status %d, want 400", r.StatusCode)
	}
}

// TestTrendsLeadToWhatTheyCount follows the address of every number.
func TestTrendsLeadToWhatTheyCount(t *testing.T) {
	server := serve(t, nil)
	answer := decode(t, get(t, server, "/api/v1/trends?q=victims&q=cooperation&by=session&split=organization&organization=hrw&organization=CRI&organization=FRA&from=2005"))
	followed := 0
	check := func(where string, tally any) {
		for i, n := range at(t, tally, "counts").([]any) {
			address, ok := n.(map[string]any)["url"].(string)
			if !ok {
				continue
			}
			followed++
			if found := at(t, decode(t, get(t, server, address)), "total", "value"); found != at(t, n, "count") {
				t.Errorf("%s counts %v for query %d, and %s finds %v", where, at(t, n, "count"), i, address, found)
			}
		}
	}
	check("the total", at(t, answer, "total"))
	for _, column := range at(t, answer, "columns").([]any) {
		check(fmt.Sprint(at(t, column, "id")), column)
	}
	for _, row := range at(t, answer, "rows").([]any) {
		check(fmt.Sprint(at(t, row, "id")), row)
		for _, cell := range at(t, row, "cells").([]any) {
			check(fmt.Sprint(at(t, row, "id"), " in ", at(t, cell, "column")), cell)
		}
	}
	if followed < 20 {
		t.Errorf("only %d numbers have an address", followed)
	}
}

func TestTrendsRefused(t *testing.T) {
	server := serve(t, nil)
	for _, test := range []struct {
		query, location string
		position        any
	}{
		{"q=victims+AND+(", "query.q", 12.0},
		{"q=victims&q=victims+AND+(", "query.q[1]", 12.0},
		{"q=&q=" + strings.Repeat("x", 600), "query.q[1]", nil},
		{"q=a&q=b&q=c&q=d&q=e", "query.q", nil},
		{"q=victims&by=title", "query.by", nil},
		{"q=victims&split=title", "query.split", nil},
		{"q=victims&split=session", "query.split", nil},
		{"q=victims&limit=1001", "query.limit", nil},
		{"q=victims&format=pdf", "query.format", nil},
		{"q=victims&colour=red", "query.colour", nil},
		{"q=victims&by=session&by=topic", "query.by", nil},
		{"q=victims&from=yesterday", "query.from", nil},
	} {
		r := get(t, server, "/api/v1/trends?"+test.query)
		if r.StatusCode != 400 || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.60s: status %d, %s", test.query, r.StatusCode, r.Header.Get("Content-Type"))
			continue
		}
		fault := at(t, decode(t, r), "errors", 0)
		if at(t, fault, "location") != test.location || at(t, fault, "position") != test.position || at(t, fault, "message") == "" {
			t.Errorf("%.60s: %v, want a fault of %s at %v", test.query, fault, test.location, test.position)
		}
	}
}

func TestTrendsAsTable(t *testing.T) {
	server := serve(t, nil)
	for _, test := range []struct {
		query string
		want  []string // lines of the table, each with its cells joined
	}{
		{"q=universality&session=ASP22", []string{"query session label statements all share forms", "universality ASP22 ASP22 – Twenty-second session 1 3 0.3333 universality", "universality all all 1 3 0.3333 universality"}},
		{"q=universality&session=ASP22&organization=CRI&split=organization", []string{"query organization label ASP22 all forms", "universality CRI Costa Rica 1 1 universality", "universality all all 1 1 universality"}},
		{"q=victims&split=topic&session=UNGA79&share=true", []string{"query topic label UNGA79 all forms", "victims <svg onload=alert(1)> <svg onload=alert(1)> 1.0000 1.0000 victims", "victims all all 1.0000 1.0000 victims"}},
		{"by=year&from=2030", []string{"query year label statements all share forms", " all all 0 0 0.0000 "}},
	} {
		r := get(t, server, "/api/v1/trends?format=csv&"+test.query)
		if r.Header.Get("Content-Type") != "text/csv; charset=utf-8; header=present" {
			t.Fatalf("%s: %s %s", test.query, r.Header.Get("Content-Type"), body(t, r))
		}
		rows, err := csv.NewReader(strings.NewReader(body(t, r))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range rows {
			got = append(got, strings.Join(row, " "))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", test.query, got, test.want)
		}
	}
}

// TestTrendsPage compares what is drawn with what stands in the tables.
func TestTrendsPage(t *testing.T) {
	if testing.Short() {
		t.Skip("it asks for hundreds of pages")
	}
	server := serve(t, nil)
	d := page(t, server, "/trends?q=victims&q=cooperation&topic=cooperation&lang=en")
	bars := d.all(class("bars"))
	if len(bars) != 2 {
		t.Fatalf("%d charts", len(bars))
	}
	table := d.all(class("numbers"))[0]
	for i, chart := range bars {
		for n, bar := range (document{chart}).all(tag("li")) {
			name := ""
			for _, x := range (document{bar}).all(func(x *html.Node) bool { return attr(x, "title") != "" }) {
				name = attr(x, "title")
			}
			line := (document{table}).all(tag("tbody"))[0]
			row := (document{line}).all(tag("tr"))[n]
			cells := (document{row}).texts(tag("td"))
			label := (document{row}).texts(tag("th"))[0]
			if want := fmt.Sprintf("%s: %s of %s (%s)", label, cells[2*i], cells[len(cells)-1], cells[2*i+1]); name != want {
				t.Errorf("chart %d: bar %d says %q, the table %q", i, n, name, want)
			}
		}
	}
	if maps := d.all(class("heat")); len(maps) != 2 || len((document{maps[0]}).all(func(n *html.Node) bool { return attr(n, "scope") == "row" })) == 0 {
		t.Errorf("%d maps", len(maps))
	}
	kept := map[string]string{}
	form := d.all(class("count-form"))[0]
	for _, n := range (document{form}).all(tag("input")) {
		kept[attr(n, "name")] += attr(n, "value") + "|"
	}
	if kept["q"] != "victims|cooperation||" || kept["topic"] != "cooperation|" || kept["lang"] != "en|" {
		t.Errorf("the form carries %v", kept)
	}
	if got := len((document{form}).all(func(n *html.Node) bool {
		return n.Data == "option" && n.Parent != nil && attr(n, "selected") == "" && len(n.Attr) == 2
	})); got != 2 {
		t.Errorf("%d options are selected, want 2", got)
	}
	link := d.all(func(n *html.Node) bool {
		return n.Data == "a" && textOf(n) == says(t, corpus.English).Text("trends.shares")
	})[0]
	if got := attr(link, "href"); got != "/trends?q=victims&q=cooperation&by=session&split=organization&share=true&topic=cooperation&lang=en" {
		t.Errorf("the shares are at %s", got)
	}
	if d := page(t, server, "/trends?by=organization&lang=en"); len(d.all(class("heat"))) != 0 {
		t.Error("split by what is counted by already")
	}
	over := page(t, server, "/search?q=victims&session=ASP20&sort=newest&lang=en").all(func(n *html.Node) bool {
		return n.Data == "a" && textOf(n) == says(t, corpus.English).Text("results.trends")
	})
	if len(over) != 1 || attr(over[0], "href") != "/trends?q=victims&by=session&split=organization&session=ASP20&lang=en" {
		t.Errorf("the results lead to %v", over)
	}
}

func TestTrendsWithoutTrender(t *testing.T) {
	server := serve(t, func(c *web.Config) {
		c.Searcher = func() (search.Searcher, error) { return slow{}, nil }
	})
	for _, address := range []string{"/api/v1/trends?q=court", "/trends?q=" + url.QueryEscape("court")} {
		if r := get(t, server, address); r.StatusCode != 404 {
			t.Errorf("%s: status %d, want 404", address, r.StatusCode)
		}
	}
}
