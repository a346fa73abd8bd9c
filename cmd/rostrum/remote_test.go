package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/corpus/coverage"
	"rostrum/search"
	"rostrum/search/client"
	"rostrum/search/query"
	"rostrum/search/service"
	"rostrum/search/web"
)

// webConfig connects a catalogue and an engine with the web.
func webConfig(kept *catalog.Catalog, searcher func() (search.Searcher, error), names *authority.Authority) web.Config {
	return web.Config{Searcher: searcher, Records: service.Records{Catalog: kept}, Names: names, Sessions: meetings(names), Version: programVersion()}
}

// openData opens the catalogue and the index of a data folder until the test ends.
func openData(t *testing.T, data string) (*authority.Authority, *catalog.Catalog, *service.Live) {
	t.Helper()
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	records, err := catalog.OpenReadOnly(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { records.Close() })
	live := service.Open(t.Context(), newEngine(filepath.Join(data, "index"), names))
	t.Cleanup(live.Close)
	return names, records, live
}

// serveData serves a data folder as `rostrum serve` does.
func serveData(t *testing.T, data string) string {
	t.Helper()
	names, records, live := openData(t, data)
	config := webConfig(records, live.Searcher, names)
	config.Coverage = (&coverage.Survey{Catalog: records}).Report
	site, err := web.New(config)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	return server.URL
}

// outcome is what a run prints and how it ends.
type outcome struct {
	code           int
	stdout, stderr string
}

func outcomeOf(t *testing.T, args ...string) outcome {
	t.Helper()
	var stdout, stderr strings.Builder
	code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr)
	return outcome{code, stdout.String(), stderr.String()}
}

var took = regexp.MustCompile(`"took_ms":[0-9.]+`)

// Whether the index is here or with a service, a question is answered in the
// same words.
func TestServicesAreAskedInTheSameWords(t *testing.T) {
	t.Parallel()
	data := indexSampleFor(t)
	server := serveData(t, data)
	id := outcomeOf(t, "search", "vetting", "--data", data, "--size", "1", "--json").stdout
	id = regexp.MustCompile(`"hits":\[\{"id":"([^"]+)"`).FindStringSubmatch(id)[1]
	for _, args := range [][]string{
		{"search", "vetting"},
		{"search", "vetting", "--json"},
		{"search", "universalité", "--session", "20th session", "--session", "ASP21", "--sort", "oldest", "--size", "3"},
		{"search", "--organization", "HRW", "--from", "2021", "--to", "2021-12"},
		{"search", "vettign"},                              // another spelling is offered
		{"search", "nosuchword", "--fail-empty", "--json"}, // an empty result is explained only where the index is at hand
		{"search", "court AND (vetting"},
		{"search", "vetting", "--from", "yesterday", "--size", "0"},
		{"quote", "the budget"},
		{"quote", "the budget of the Court is not a wish list", "--fail-empty"},
		{"quote", "the budget", "--json", "--size", "2", "--language", "en"},
		{"trends", "universality", `"aggression" AND crime`, "--session", "ASP21"},
		{"trends", "universality", "--split", "organization", "--limit", "3"},
		{"trends", "--by", "language", "--split", "topic", "--shares"},
		{"trends", "universality", "--split", "organization", "--csv"},
		{"trends", "universality", "--json"},
		{"trends", "court", "court AND ("},
	} {
		local := outcomeOf(t, append(args, "--data", data)...)
		there := outcomeOf(t, append(args, "--data", "/nowhere", "--server", server+"/")...)
		for _, o := range []*outcome{&local, &there} {
			o.stdout = took.ReplaceAllString(o.stdout, "")
		}
		if there != local {
			t.Errorf("%v\nasked of a service: %+v\nasked here: %+v", args, there, local)
		}
	}

	// Of a statement, a service keeps to itself where the file was read from.
	local := strings.Split(outcomeOf(t, "show", id, "--data", data).stdout, "\n")
	there := outcomeOf(t, "show", id, "--server", server)
	for _, line := range local {
		own := strings.HasPrefix(line, "read from") || strings.HasPrefix(line, "named by")
		if has := strings.Contains(there.stdout, line); has == own && line != "" {
			t.Errorf("the line %q is shown: %t, want %t", line, has, !own)
		}
	}
	if o := outcomeOf(t, "show", "nothing", "--server", server); o.code != exitFailure || !strings.Contains(o.stderr, `there is no statement "nothing"`) {
		t.Errorf("show nothing: %+v", o)
	}
	if o := outcomeOf(t, "search", "x", "--server", "search.example.org"); o.code != exitUsage || !strings.Contains(o.stderr, "write it as https://search.example.org") {
		t.Errorf("an address without a scheme: %+v", o)
	}
}

func TestClientOfARealService(t *testing.T) {
	t.Parallel()
	service, err := client.New(serveData(t, indexSampleFor(t)))
	if err != nil {
		t.Fatal(err)
	}
	found, err := service.Search(t.Context(), client.Question{Q: "vetting", Size: 1, Page: 2})
	if err != nil || len(found.Hits) != 1 || found.Total.Value < 2 || len(found.Facets[corpus.FieldSession].Values) == 0 {
		t.Fatalf("search: %v, %+v", err, found)
	}
	hit := found.Hits[0]
	read, err := service.Statement(t.Context(), hit.ID)
	if err != nil {
		t.Fatal(err)
	}
	if p := hit.Passages[0]; read.ID != hit.ID || !strings.Contains(read.Pages[p.Page-1].Text, p.Text) {
		t.Errorf("page %d of %s does not hold %q", p.Page, read.ID, p.Text)
	}
	if read.SHA256 == "" || len(read.Evidence) == 0 {
		t.Errorf("statement %+v", read)
	}
	checked, err := service.Quote(t.Context(), client.Quotation{Text: hit.Passages[0].Text})
	if err != nil || checked.Verdict != search.Verbatim || len(checked.Matches) == 0 {
		t.Errorf("quote: %v, %+v", err, checked)
	}
	completed, err := service.Suggest(t.Context(), "human r", 3)
	if err != nil || len(completed.Suggestions) == 0 || len(completed.Suggestions) > 3 {
		t.Errorf("suggest: %v, %+v", err, completed)
	}
	counted, err := service.Trends(t.Context(), client.TrendQuestion{Queries: []string{"vetting", ""}, By: corpus.FieldYear})
	if err != nil || counted.Total.Counts[0].Count != found.Total.Value {
		t.Errorf("trends: %v, %+v; search found %d", err, counted, found.Total.Value)
	}

	_, err = service.Trends(t.Context(), client.TrendQuestion{Queries: []string{"fine", "not ("}})
	var refused *client.Error
	if !errors.As(err, &refused) || !errors.Is(err, corpus.ErrInvalid) || refused.Status != http.StatusBadRequest {
		t.Fatalf("a query that cannot be read: %v", err)
	}
	if f := refused.Errors[0]; f.Location != "query.q[1]" || f.Parameter() != "q" || f.Position == nil || *f.Position != 4 {
		t.Errorf("the fault is at %+v, want position 4 of query.q[1]", f)
	}
	if _, err := service.Statement(t.Context(), "no/such"); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("an unknown id: %v", err)
	}
	if _, err := service.Statement(t.Context(), ".."); !errors.Is(err, corpus.ErrInvalid) {
		t.Errorf("an id that is a way up: %v", err)
	}
}

// What commands print as JSON is what the API sends, to the byte, asked as they
// ask: leniently.
func TestJSONIsThatOfTheAPI(t *testing.T) {
	t.Parallel()
	data := indexSampleFor(t)
	server := serveData(t, data)
	id := regexp.MustCompile(`"hits":\[\{"id":"([^"]+)"`).FindStringSubmatch(outcomeOf(t, "search", "vetting", "--data", data, "--json").stdout)[1]
	for path, args := range map[string][]string{
		"/api/v1/search?q=+vetting&session=ASP20&from=2021-12&since=2020-01-02T00:00:00Z&sort=newest&size=3&exact=true&lenient=true": {
			"search", " vetting", "--session", "20th session", "--session", "ASP20", "--from", "2021-12", "--since", "2020-01-02", "--sort", "newest", "--size", "3", "--exact", "--json",
		},
		"/api/v1/search?q=vettign&sort=relevance&lenient=true":                               {"search", "vettign", "--json"},
		"/api/v1/quote?text=the+budget&size=5&to=2022":                                       {"quote", "the budget", "--size", "5", "--to", "2022", "--json"},
		"/api/v1/statements/" + id + "/similar":                                              {"similar", id, "--json"},
		"/api/v1/trends?q=court&by=topic&split=language&limit=4&share=true&organization=HRW": {"trends", "court", "--by", "topic", "--split", "language", "--limit", "4", "--shares", "--organization", "HRW", "--json"},
		"/api/v1/coverage": {"coverage", "--json"},
	} {
		response, err := http.Get(server + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: status %d, %v: %s", path, response.StatusCode, err, body)
		}
		want := took.ReplaceAllString(string(body), "")
		got := outcomeOf(t, append(args, "--data", data)...)
		if printed := took.ReplaceAllString(got.stdout, ""); got.code != exitOK || printed != want {
			t.Errorf("%v: exit code %d\nprinted %s\nthe API %s\n%s", args, got.code, printed, want, got.stderr)
		}
	}
}

// counting counts what an index is asked.
type counting struct {
	search.Index
	searches int
}

func (c *counting) Search(ctx context.Context, r search.Request) (*search.Results, error) {
	c.searches++
	return c.Index.Search(ctx, r)
}

func TestSearchAsksOnce(t *testing.T) {
	t.Parallel()
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	index, err := newEngine(filepath.Join(indexSampleFor(t), "index"), names).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	for _, asJSON := range []bool{false, true} {
		var out strings.Builder
		counted := &counting{Index: index}
		total, err := (&app{stdout: &out}).search(t.Context(), counted, names, "vetting", search.Request{Query: query.Word{Text: "vetting"}, Size: 3}, asJSON, nil)
		if err != nil || total == 0 || out.Len() == 0 || counted.searches != 1 {
			t.Errorf("as JSON %t: %d found, %d bytes printed, asked %d times (%v)", asJSON, total, out.Len(), counted.searches, err)
		}
	}
}
