package web_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/web"
)

// TestFeedsKeepTheRules reads the feeds of several questions, in several
// languages, page by page.
func TestFeedsKeepTheRules(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	for address, want := range map[string]int{
		"/search.atom": 32, "/search.atom?lang=ar": 32, "/search.atom?q=victims&lang=en": 31, "/search.atom?q=%D8%A7%D9%84%D8%AA%D8%B9%D8%A7%D9%88%D9%86&language=ar&lang=ar": 1,
		"/search.atom?q=zzz&lang=zh": 0, "/search.atom?q=%3Cscript%3E&lang=ru": -1, "/search.atom?q=victims+AND+%22who+is+heard%22&topic=cooperation&from=2020&lang=fr": 1,
		"/search.atom?organization=Bureau+%22A%2FB%22+%3Cb%3E": 1, "/api/v1/export?language=en&collapse=none&lang=es&format=atom": 29,
	} {
		r := get(t, s, address)
		if got := r.Header.Get("Content-Type"); r.StatusCode != 200 || got != "application/atom+xml; charset=utf-8" {
			t.Errorf("%s: status %d as %s", address, r.StatusCode, got)
			continue
		}
		content := body(t, r)
		found := "http://example.com" + address
		if strings.HasPrefix(address, "/api/") { // a feed has one address, whoever asks
			found = "http://example.com/search.atom?language=en&collapse=none&lang=es"
		}
		feed, faults := atomFaults(content, found)
		if faults != nil {
			t.Errorf("%s:\n%s", address, strings.Join(faults, "\n"))
		}
		if n := len(feed.all("entry")); want >= 0 && n != want {
			t.Errorf("%s: %d entries, want %d", address, n, want)
		}
	}
}

// TestFeedRulesAreKnown breaks a feed in ways that the rules have something against.
func TestFeedRulesAreKnown(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	good := body(t, get(t, s, "/search.atom?q=interpreter"))
	for old, broken := range map[string]string{
		"<updated>": "<updated>x", "</id>": "</id><id>urn:x:y</id>", `rel="alternate" href=`: `rel="other" href=`, "<name>Human Rights Watch</name>": "<name></name>",
		"http://example.com/s/": "/s/", `xml:lang="en"`: `xml:lang="no language"`, `type="text"`: `type="markup"`, "<summary": "<surprise", "&amp;": "&nbsp;", `rel="self"`: `rel="me"`,
	} {
		if !strings.Contains(good, old) {
			if old != "&amp;" {
				t.Errorf("there is no %s in it to be broken", old)
			}
			continue
		}
		if _, faults := atomFaults(strings.Replace(good, old, broken, 1), "http://example.com/search.atom?q=interpreter"); faults == nil {
			t.Errorf("%s in place of %s is no fault", broken, old)
		}
	}
}

func TestJSONFeed(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	r := get(t, s, "/api/v1/export?format=jsonfeed&q=interpreter&lang=en")
	var feed struct {
		Version, Title, Language, Home_page_url, Feed_url, Next_url string
		Items                                                       []struct {
			ID, URL, Title, Content_text, Date_published, Date_modified, Language, External_url string
			Authors                                                                             []struct{ Name string }
			More                                                                                struct{ Delivered string } `json:"_rostrum"`
		}
	}
	if err := json.Unmarshal([]byte(body(t, r)), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.Version != "https://jsonfeed.org/version/1.1" || feed.Title == "" || feed.Language != "en" || feed.Home_page_url != "http://example.com/search?q=interpreter&lang=en" ||
		feed.Feed_url != "http://example.com/api/v1/export?q=interpreter&lang=en&format=jsonfeed" || feed.Next_url != "" || len(feed.Items) != 1 {
		t.Fatalf("%+v", feed)
	}
	item := feed.Items[0]
	if item.ID != "urn:rostrum:statement:hearing" || item.URL != "http://example.com/s/hearing?q=interpreter" || item.Date_published != "2025-03-04T05:06:07Z" || item.Date_modified != item.Date_published ||
		item.Language != "en" || item.External_url != "https://example.org/hearing.pdf" || len(item.Authors) != 1 || item.Authors[0].Name != "Human Rights Watch" || item.More.Delivered != "2021-12-08" {
		t.Errorf("%+v", item)
	}
}

// growing is a collection to which statements are added while it is read.
type growing struct {
	t      *testing.T
	held   []corpus.Statement
	clock  time.Time
	engine *bleveindex.Index
	server *web.Server
}

func newGrowing(t *testing.T) *growing {
	g := &growing{t: t, clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	g.server = serve(t, func(c *web.Config) {
		c.PublicURL, c.Searcher = "http://example.com", func() (search.Searcher, error) { return g.engine, nil }
	})
	t.Cleanup(func() {
		if g.engine != nil {
			g.engine.Close()
		}
	})
	return g
}

// add brings statements in, so many in a second, each delivered before the last one.
func (g *growing) add(n, inASecond int, change func(*corpus.Statement)) {
	g.t.Helper()
	for i := range n {
		if i%inASecond == 0 {
			g.clock = g.clock.Add(time.Second)
		}
		number := len(g.held)
		id := corpus.ID(fmt.Sprintf("s%04d", (number*7919)%10_000)) // in no order
		s := corpus.Statement{
			ID: id, Work: corpus.WorkID(id), Title: fmt.Sprintf("Sample statement %d on victims", number), Status: corpus.StatusGood, Language: corpus.English,
			Date: corpus.Date{Year: 2025 - number%20, Month: 1, Day: 2}, Added: g.clock, Pages: []corpus.Page{{Number: 1, Text: "A sample about victims.", Language: corpus.English}},
		}
		if change != nil {
			change(&s)
		}
		g.held = append(g.held, s)
	}
	g.clock = g.clock.Add(time.Hour)
	g.publish()
}

func (g *growing) publish() {
	g.t.Helper()
	config := bleveindex.Config{Dir: g.t.TempDir()}
	var all iter.Seq2[corpus.Statement, error] = func(yield func(corpus.Statement, error) bool) {
		for _, s := range g.held {
			if !yield(s, nil) {
				return
			}
		}
	}
	engine, err := indexed(config, all)
	if err != nil {
		g.t.Fatal(err)
	}
	if g.engine != nil {
		g.engine.Close()
	}
	g.engine = engine
}

// read follows the feed from its first page until it comes to what is known,
// and returns the ids that are not.
func (g *growing) read(address string, known map[string]bool) (news []string) {
	g.t.Helper()
	for next := "http://example.com" + address; next != ""; {
		feed, faults := atomFaults(body(g.t, get(g.t, g.server, next)), next)
		if faults != nil {
			g.t.Fatalf("%s:\n%s", next, strings.Join(faults, "\n"))
		}
		if first := feed.links("first"); len(first) != 1 || first[0] != "http://example.com"+address {
			g.t.Errorf("%s: the first page is %q", next, first)
		}
		for _, entry := range feed.all("entry") {
			if id := entry.text("id"); !known[id] {
				news = append(news, id)
				known[id] = true
			} else {
				return news
			}
		}
		here := next
		if next = strings.Join(feed.links("next"), " "); next != "" {
			after, _ := atomFaults(body(g.t, get(g.t, g.server, next)), next)
			if got := after.links("previous"); len(got) != 1 || got[0] != here {
				g.t.Errorf("%s: the page before it is %q, want %s", next, got, here)
			}
		}
	}
	return news
}

// TestFeedReadersMissNothing adds more at a time than a page of a feed has,
// much of it older by its date than what is known.
func TestFeedReadersMissNothing(t *testing.T) {
	g := newGrowing(t)
	known := map[string]bool{}
	for _, n := range []int{3, 120, 1, 49, 50, 51} {
		g.add(n, 40, nil)
		news := g.read("/search.atom?q=victims", known)
		if len(news) != n || len(known) != len(g.held) {
			t.Errorf("%d were added, and %d are new to a reader who knows %d of %d", n, len(news), len(known), len(g.held))
		}
	}
	// What comes first was added last; a translation makes no second entry of a
	// work, and what holds only some of the words is none.
	last := g.held[len(g.held)-1].Work
	g.add(1, 1, func(s *corpus.Statement) {
		s.ID, s.Work, s.Language, s.Title = "a-translation", last, corpus.French, "Exemple sur victims"
	})
	if news := g.read("/search.atom?q=victims", known); len(news) != 0 {
		t.Errorf("a translation is told of as %q", news)
	}
	if news := g.read("/search.atom?q=victims+unheard", map[string]bool{}); len(news) != 0 {
		t.Errorf("a feed of two words has %d entries with one of them", len(news))
	}
	if got := decode(t, get(t, g.server, "http://example.com/api/v1/search?q=victims+unheard"))["total"].(map[string]any)["value"].(float64); got == 0 {
		t.Error("the page has none of them either")
	}
}

// TestAskingSinceMissesNothing polls the API with the latest moment it has seen.
func TestAskingSinceMissesNothing(t *testing.T) {
	g := newGrowing(t)
	seen, since := map[string]bool{}, ""
	for round, n := range []int{30, 75, 0, 7, 140} {
		g.add(n, 9, nil)
		told := 0
		next := "/api/v1/search?size=20&sort=added"
		if since != "" {
			next += "&since=" + url.QueryEscape(since)
		}
		for next != "" {
			answer := decode(t, get(t, g.server, "http://example.com"+next))
			for _, hit := range answer["hits"].([]any) {
				h := hit.(map[string]any)
				told++
				seen[h["id"].(string)] = true
				since = max(since, h["added_at"].(string))
			}
			next, _ = answer["links"].(map[string]any)["next"].(string)
			if next != "" && since != "" && round > 0 && !strings.Contains(next, "since=") {
				t.Fatalf("the next page, %s, has forgotten since when", next)
			}
		}
		if len(seen) != len(g.held) {
			t.Errorf("round %d: %d of %d are known", round, len(seen), len(g.held))
		}
		if again := told - n; again < 0 || again > 9 {
			t.Errorf("round %d: %d added, %d told", round, n, told)
		}
	}
	if got := decode(t, get(t, g.server, "http://example.com/api/v1/search?since=2026-01-02"))["total"].(map[string]any)["value"].(float64); got != 0 {
		t.Errorf("%v were added after the last day", got)
	}
	// The same in the feed and in an export.
	latest := 0
	for _, s := range g.held {
		if s.Added.Format(time.RFC3339) >= since {
			latest++
		}
	}
	feed, faults := atomFaults(body(t, get(t, g.server, "http://example.com/search.atom?since="+url.QueryEscape(since))), "http://example.com/search.atom?since="+url.QueryEscape(since))
	if faults != nil || len(feed.all("entry")) != latest {
		t.Errorf("the feed has %d entries, want %d: %v", len(feed.all("entry")), latest, faults)
	}
	if got := strings.Count(body(t, get(t, g.server, "http://example.com/search.ris?since="+url.QueryEscape(since))), "TY  - "); got != latest {
		t.Errorf("the export has %d, want %d", got, latest)
	}
	if got := feed.text("id"); got != func() string {
		whole, _ := atomFaults(body(t, get(t, g.server, "http://example.com/search.atom")), "http://example.com/search.atom")
		return whole.text("id")
	}() {
		t.Errorf("a reader who asks since then has another feed, %s", got)
	}
}

// TestFeedsAreInTheOrderOfAddition whatever order the page has.
func TestFeedsAreInTheOrderOfAddition(t *testing.T) {
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	page := body(t, get(t, s, "/search?q=victims&sort=oldest&page=2&lang=en"))
	if want := `type="application/atom+xml" href="/search.atom?q=victims&amp;lang=en"`; !strings.Contains(page, want) {
		t.Errorf("the page lacks %s", want)
	}
	if !strings.Contains(page, `sort=added`) {
		t.Error("the page does not offer that order")
	}
	feed, _ := atomFaults(body(t, get(t, s, "/search.atom?q=victims&sort=oldest")), "")
	var times []string
	for _, entry := range feed.all("entry") {
		times = append(times, entry.text("published"))
	}
	if len(times) < 20 || !slices.IsSortedFunc(times, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Errorf("added at %v", times)
	}
}
