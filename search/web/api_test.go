package web_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
)

// at walks down decoded JSON by names and positions.
func at(t testing.TB, v any, path ...any) any {
	t.Helper()
	for i, step := range path {
		switch step := step.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				t.Fatalf("%v: not an object: %v", path[:i+1], v)
			}
			v = m[step]
		case int:
			l, ok := v.([]any)
			if !ok || step >= len(l) {
				t.Fatalf("%v: not a list so long: %v", path[:i+1], v)
			}
			v = l[step]
		}
	}
	return v
}

func TestSearchAnswer(t *testing.T) {
	r := get(t, serve(t, nil), "/api/v1/search?q=victims&session=ASP20&session=asp+22&organization=HRW&language=English")
	if r.StatusCode != 200 || r.Header.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Fatalf("status %d, %s", r.StatusCode, r.Header.Get("Content-Type"))
	}
	if !strings.HasPrefix(r.Header.Get("Server-Timing"), "search;dur=") {
		t.Errorf("Server-Timing %q", r.Header.Get("Server-Timing"))
	}
	a := decode(t, r)
	for _, test := range []struct {
		want any
		path []any
	}{
		{"victims", []any{"query", "q"}},
		{"victims", []any{"query", "normalized"}},
		{"relevance", []any{"query", "sort"}},
		{"ASP20", []any{"query", "filters", "session", 0}},
		{"ASP22", []any{"query", "filters", "session", 1}},
		{"hrw", []any{"query", "filters", "organization", 0}},
		{1.0, []any{"total", "value"}},
		{"eq", []any{"total", "relation"}},
		{34.0, []any{"index", "documents"}},
		{"hearing", []any{"hits", 0, "id"}},
		{"/s/hearing", []any{"hits", 0, "url"}},
		{"hrw", []any{"hits", 0, "organizations", 0, "id"}},
		{"Human Rights Watch", []any{"hits", 0, "organizations", 0, "label"}},
		{"ASP20", []any{"hits", 0, "session", "id"}},
		{"cooperation", []any{"hits", 0, "topics", 0, "id"}},
		{"statement", []any{"hits", 0, "type"}},
		{"en", []any{"hits", 0, "language"}},
		{"ltr", []any{"hits", 0, "dir"}},
		{"2021-12-08", []any{"hits", 0, "date"}},
		{"files/hearing.pdf", []any{"hits", 0, "file"}},
		{"https://example.org/hearing.pdf", []any{"hits", 0, "source_url"}},
		{"application/pdf", []any{"hits", 0, "media_type"}},
		{3.0, []any{"hits", 0, "pages"}},
		{false, []any{"hits", 0, "ocr"}},
		{"ar", []any{"hits", 0, "translations", 0, "language"}},
		{"istimaa", []any{"hits", 0, "translations", 0, "id"}},
		{2.0, []any{"hits", 0, "passages", 0, "page"}},
		{"/s/hearing?q=victims#p2-1", []any{"hits", 0, "passages", 0, "url"}},
		{3.0, []any{"hits", 0, "passages_total"}},
		{2.0, []any{"facets", "organization", "values", 0, "count"}},
		{true, []any{"facets", "session", "values", 0, "selected"}},
		{"/api/v1/search?q=victims&session=ASP22&organization=hrw&language=en", []any{"facets", "session", "values", 0, "url"}},
		{"/api/v1/search?q=victims&session=ASP20&session=ASP22&organization=hrw&language=en", []any{"links", "self"}},
	} {
		if got := at(t, a, test.path...); got != test.want {
			t.Errorf("%v = %v, want %v", test.path, got, test.want)
		}
	}
	if html := at(t, a, "hits", 0, "passages", 0, "html").(string); !strings.Contains(html, "where <mark>victims</mark> live") {
		t.Errorf("passage %q", html)
	}
	text := []rune(at(t, a, "hits", 0, "passages", 0, "text").(string))
	start, end := at(t, a, "hits", 0, "passages", 0, "ranges", 0, 0).(float64), at(t, a, "hits", 0, "passages", 0, "ranges", 0, 1).(float64)
	if got := string(text[int(start):int(end)]); got != "victims" {
		t.Errorf("the first range holds %q", got)
	}
	for _, f := range []string{"session", "topic", "organization", "language", "type", "situation", "year"} {
		at(t, a, "facets", f, "values")
	}
}

func TestNoWordsMeansEverythingNewestFirst(t *testing.T) {
	a := decode(t, get(t, serve(t, nil), "/api/v1/search?size=100"))
	if at(t, a, "query", "sort") != "newest" || at(t, a, "total", "value") != 32.0 {
		t.Errorf("sort %v, total %v", at(t, a, "query", "sort"), at(t, a, "total", "value"))
	}
	last := "9999"
	for _, h := range at(t, a, "hits").([]any) {
		date, _ := at(t, h, "date").(string)
		if date > last {
			t.Errorf("%s comes after %s", date, last)
		}
		last = date
	}
}

func TestPagesJoinWithoutGap(t *testing.T) {
	s := serve(t, nil)
	var seen []string
	next := "/api/v1/search?q=victims&size=7"
	for pages := 0; next != ""; pages++ {
		if pages > 10 {
			t.Fatal("no end of pages")
		}
		a := decode(t, get(t, s, next))
		for _, h := range at(t, a, "hits").([]any) {
			seen = append(seen, at(t, h, "id").(string))
		}
		next, _ = at(t, a, "links", "next").(string)
	}
	unique := slices.Compact(slices.Sorted(slices.Values(seen)))
	if len(seen) != 31 || len(unique) != 31 {
		t.Errorf("%d hits, %d of them different; want 31", len(seen), len(unique))
	}
}

func TestDocumentsInsteadOfWorks(t *testing.T) {
	s := serve(t, nil)
	for address, want := range map[string]float64{
		"/api/v1/search?topic=cooperation": 4, "/api/v1/search?topic=Coop%C3%A9ration&collapse=none": 6,
		"/api/v1/search?session=nowhere": 0, "/api/v1/search?from=2024": 8, "/api/v1/search?to=2006-11": 1, "/api/v1/search?year=2006": 1,
	} {
		if got := at(t, decode(t, get(t, s, address)), "total", "value"); got != want {
			t.Errorf("%s: total %v, want %v", address, got, want)
		}
	}
}

func TestBadParametersAreNamed(t *testing.T) {
	s := serve(t, nil)
	en := says(t, corpus.English)
	tests := []struct {
		query    string
		location string
		position any
		message  string
	}{
		{"colour=red", "query.colour", nil, en.Text("fault.unknown")},
		{"q=a&q=b", "query.q", nil, en.Text("fault.twice")},
		{"size=0", "query.size", nil, en.Text("fault.number", "Most", 100)},
		{"size=101", "query.size", nil, en.Text("fault.number", "Most", 100)},
		{"size=ten", "query.size", nil, en.Text("fault.number", "Most", 100)},
		{"page=0", "query.page", nil, en.Text("fault.number", "Most", 1000)},
		{"page=1001", "query.page", nil, en.Text("fault.number", "Most", 1000)},
		{"page=101&size=100", "query.page", nil, en.Text("fault.number", "Most", 100)},
		{"page=2&cursor=abc", "query.cursor", nil, "cursor"},
		{"cursor=abc", "query.cursor", nil, en.Text("fault.cursor")},
		{"sort=best", "query.sort", nil, "relevance, newest, oldest"},
		{"from=2021-13", "query.from", nil, "2021-12-08"},
		{"to=yesterday", "query.to", nil, "2021-12-08"},
		{"to=", "query.to", nil, "2021-12-08"},
		{"from=+", "query.from", nil, "2021-12-08"},
		{"exact=maybe", "query.exact", nil, "true, false"},
		{"collapse=title", "query.collapse", nil, "work, none"},
		{"q=" + strings.Repeat("a", 513), "query.q", nil, en.Text("fault.long", "Bytes", 512)},
		{"q=%ff", "query.q", nil, "UTF-8"},
		{"session=%ff", "query.session", nil, "UTF-8"},
		{strings.Repeat("topic=a&", 65), "query.topic", nil, en.Text("fault.many", "Values", 64)},
		{"q=%zz", "query.address", nil, "%25"},
		{"q=victims+%22cooperation", "query.q", 8.0, "quotation mark"},
		{"q=%D8%A7%D9%84+(", "query.q", 3.0, "bracket"},
	}
	for _, test := range tests {
		r := get(t, s, "/api/v1/search?"+test.query)
		if r.StatusCode != 400 || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: status %d, %s", test.query, r.StatusCode, r.Header.Get("Content-Type"))
			continue
		}
		a := decode(t, r)
		if got := at(t, a, "errors", 0, "location"); got != test.location {
			t.Errorf("%s: location %v, want %s", test.query, got, test.location)
		}
		if got := at(t, a, "errors", 0, "position"); got != test.position {
			t.Errorf("%s: position %v, want %v", test.query, got, test.position)
		}
		if got := at(t, a, "errors", 0, "message").(string); !strings.Contains(got, test.message) {
			t.Errorf("%s: message %q, want something with %q", test.query, got, test.message)
		}
		if at(t, a, "status") != 400.0 || at(t, a, "title") == "" {
			t.Errorf("%s: %v", test.query, a)
		}
		// People get the same as a page, for what a page reads at all; their words it
		// reads in the most sensible way, and a program may ask for that too.
		if test.location == "query.q" {
			if !strings.Contains(test.query, "q=a&q=b") && !strings.Contains(test.query, "%ff") && len(test.query) < 500 {
				for _, address := range []string{"/search?" + test.query, "/api/v1/search?lenient=true&" + test.query} {
					if r := get(t, s, address); r.StatusCode != 200 {
						t.Errorf("%s: status %d, want 200", address, r.StatusCode)
					}
				}
			}
			continue
		}
		if page := get(t, s, "/search?"+test.query); page.StatusCode != 400 && !strings.HasPrefix(test.query, "colour") &&
			!strings.Contains(test.query, "size") && !strings.Contains(test.query, "collapse") && !strings.Contains(test.query, "cursor") && !strings.HasSuffix(test.query, "=") && test.query != "from=+" && test.query != "q=a&q=b" {
			t.Errorf("/search?%s: status %d, want 400", test.query, page.StatusCode)
		}
	}
}

func TestValidatorsAndNotModified(t *testing.T) {
	s := serve(t, nil)
	for _, address := range []string{"/api/v1/search?q=victims", "/search?q=victims", "/", "/coverage", "/sessions/ASP20"} {
		tag := get(t, s, address).Header.Get("ETag")
		if tag == "" {
			t.Errorf("%s: no ETag", address)
			continue
		}
		r := get(t, s, address, "If-None-Match", `"other", `+tag)
		if r.StatusCode != 304 || body(t, r) != "" {
			t.Errorf("%s: status %d with its own ETag, want 304 without a body", address, r.StatusCode)
		}
	}
	tag := func(address string, headers ...string) string {
		return get(t, s, address, headers...).Header.Get("ETag")
	}
	if tag("/api/v1/search?q=victims&session=ASP20") != tag("/api/v1/search?session=asp20&q=+victims") {
		t.Error("the same question in other words has another ETag")
	}
	if tag("/api/v1/search?q=victims") == tag("/api/v1/search?q=victim") || tag("/search?q=victims") == tag("/search?q=victims", "Accept-Language", "fr") {
		t.Error("different answers share an ETag")
	}
}

func TestStatementAnswer(t *testing.T) {
	s := serve(t, nil)
	r := get(t, s, "/api/v1/statements/hearing?lang=fr")
	text := body(t, r)
	if r.StatusCode != 200 {
		t.Fatal(r.StatusCode, text)
	}
	for _, want := range []string{
		`"id":"hearing"`, `"label":"Coopération"`, `"translations":[{"language":"fr","id":"entendre"},{"language":"ar","id":"istimaa"}]`,
		`"number":2`, `"url":"/s/hearing#p2"`, `"rule":"catalogue"`, `"retrieved_at":"2025-03-04T05:06:07Z"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if strings.Contains(text, "/srv/private") {
		t.Error("the answer tells where the file lies on the server")
	}
	tag := r.Header.Get("ETag")
	if again := get(t, s, "/api/v1/statements/hearing?lang=fr", "If-None-Match", tag); tag == "" || again.StatusCode != 304 {
		t.Errorf("asked again with ETag %q: status %d, want 304", tag, again.StatusCode)
	}
	for address, want := range map[string]int{
		"/api/v1/statements/nothing": 404, "/api/v1/statements/..%2F..%2Fetc": 404, "/api/v1/statements/hearing?q=1": 400, "/api/v1/nothing": 404,
	} {
		r := get(t, s, address)
		if r.StatusCode != want || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: status %d, want %d; %s", address, r.StatusCode, want, r.Header.Get("Content-Type"))
		}
	}
}

// Facet counts must stay right under any selection: a value's count is what
// its link leads to, if it is the only one chosen of its facet.
func TestCountsAreWhatTheirLinksLeadTo(t *testing.T) {
	s := serve(t, nil)
	for _, start := range []string{"/api/v1/search?q=victims", "/api/v1/search?topic=general-debate", "/api/v1/search?session=ASP20&language=en"} {
		a := decode(t, get(t, s, start))
		for f, facet := range at(t, a, "facets").(map[string]any) {
			for i, v := range at(t, facet, "values").([]any) {
				alone := removeParameter(start, f)
				sep := "?"
				if strings.Contains(alone, "?") {
					sep = "&"
				}
				address := alone + sep + f + "=" + escape(at(t, v, "id").(string))
				b := decode(t, get(t, s, address))
				if got, want := at(t, b, "total", "value"), at(t, v, "count"); got != want {
					t.Errorf("%s: %s value %d counts %v, its answer has %v", start, f, i, want, got)
				}
			}
		}
	}
}

func removeParameter(address, name string) string {
	path, query, _ := strings.Cut(address, "?")
	var kept []string
	for _, p := range strings.Split(query, "&") {
		if !strings.HasPrefix(p, name+"=") {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + strings.Join(kept, "&")
}

func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// Parameters have former names, under which they give the same answers; links
// are written with the present ones.
func TestFormerNamesGiveTheSameAnswers(t *testing.T) {
	s := serve(t, nil)
	for former, now := range map[string]string{
		"/api/v1/search?q=victims&unique=document&hl=fr":               "/api/v1/search?q=victims&collapse=none&lang=fr",
		"/api/v1/facets/language?unique=document&hl=ar":                "/api/v1/facets/language?collapse=none&lang=ar",
		"/api/v1/statements/hearing?hl=es":                             "/api/v1/statements/hearing?lang=es",
		"/api/v1/export?format=ndjson&unique=document&hl=fr":           "/api/v1/export?format=ndjson&collapse=none&lang=fr",
		"/search.csv?q=victims&unique=document&hl=fr":                  "/search.csv?q=victims&collapse=none&lang=fr",
		"/search?q=victims&more=organization&hl=zh":                    "/search?q=victims&expand=organization&lang=zh",
		"/s/hearing?q=victims&hl=ru":                                   "/s/hearing?q=victims&lang=ru",
		"/quote?text=victims&hl=es":                                    "/quote?text=victims&lang=es",
		"/trends?q=victims&hl=ar":                                      "/trends?q=victims&lang=ar",
		"/api/v1/search?q=(&hl=fr":                                     "/api/v1/search?q=(&lang=fr",
		"/oembed?url=http%3A%2F%2Fexample.com%2Fs%2Fhearing%3Fhl%3Dfr": "/oembed?url=http%3A%2F%2Fexample.com%2Fs%2Fhearing%3Flang%3Dfr",
	} {
		got, want := get(t, s, former), get(t, s, now)
		told, expected := tookPattern.ReplaceAllString(body(t, got), ""), tookPattern.ReplaceAllString(body(t, want), "")
		if got.StatusCode != want.StatusCode || told != expected {
			t.Errorf("%s is not answered as %s:\n%s\n%s", former, now, told, expected)
		}
		if tag := got.Header.Get("ETag"); strings.HasPrefix(former, "/api/") && tag != want.Header.Get("ETag") {
			t.Errorf("%s has the validator %s, want that of %s", former, tag, now)
		}
	}
}

var tookPattern = regexp.MustCompile(`"took_ms":[0-9.]+`)
