package indexer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/indexer/fetch"
	"rostrum/indexer/listing"
	"rostrum/indexer/source"
)

// hasty is a clock on which waiting takes no time.
type hasty struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hasty) Now() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.now }

func (h *hasty) Sleep(ctx context.Context, d time.Duration) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
	return ctx.Err()
}

const (
	sessions      = 10
	perSession    = 18
	prose         = "This sample was written for a test of crawling and is the word of nobody. "
	countedNoMore = 5 // two of the statements point elsewhere, one asks not to be indexed, two are disallowed by robots.txt
)

// assembly is a website with the usual defects: 10 listings of 18 statements each,
// half of them web pages, half of them files on another host.
type assembly struct {
	site, files, elsewhere *httptest.Server

	mu      sync.Mutex
	asked   map[string]int // requests by path and query
	sent    map[string]int // complete responses, by path and query
	ever    map[string]bool
	changed map[string]string
	missing map[string]bool
	down    bool
	onAsk   func(total int)
	total   int
}

func newAssembly(t *testing.T) *assembly {
	t.Helper()
	a := &assembly{asked: map[string]int{}, sent: map[string]int{}, ever: map[string]bool{}, changed: map[string]string{}, missing: map[string]bool{}}
	a.elsewhere = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("a host that is not allowed was asked for %s", r.URL)
	}))
	a.files, a.site = httptest.NewServer(http.HandlerFunc(a.serve)), httptest.NewServer(http.HandlerFunc(a.serve))
	for _, s := range []*httptest.Server{a.site, a.files, a.elsewhere} {
		t.Cleanup(s.Close)
	}
	return a
}

func (a *assembly) serve(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	path, whole := r.URL.Path, r.URL.RequestURI()
	a.asked[whole]++
	a.total++
	first := !a.ever[whole]
	a.ever[whole] = true
	down, missing, change, onAsk, total := a.down, a.missing[path], a.changed[path], a.onAsk, a.total
	a.mu.Unlock()
	if onAsk != nil {
		onAsk(total)
	}
	switch {
	case path == "/robots.txt":
		io.WriteString(w, "User-agent: *\nDisallow: /private/\nDisallow: /files/private\nCrawl-delay: 2\n")
		return
	case down:
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case first && path == "/statements/1/1":
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	case first && (path == "/statements/1/3" || path == "/files/1-2.txt"):
		w.Header().Set("Content-Length", "5000")
		io.WriteString(w, "half")
		return
	case path == "/statements/2/1", path == "/statements/2/3":
		http.Redirect(w, r, a.elsewhere.URL+"/secret", http.StatusFound)
		return
	case path == "/old-sessions":
		http.Redirect(w, r, "/sessions/1", http.StatusMovedPermanently)
		return
	}
	body := a.page(path, r.URL.Query().Get("week"))
	if body == "" || missing {
		http.NotFound(w, r)
		return
	}
	body += change
	tag := fmt.Sprintf(`"%x"`, len(body))
	if strings.Contains(path, "/files/") {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	} else {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	a.mu.Lock()
	a.sent[whole]++
	a.mu.Unlock()
	io.WriteString(w, body)
}

func (a *assembly) page(path, week string) string {
	var session, number int
	var b strings.Builder
	link := func(href, text string) { fmt.Fprintf(&b, "<p><a href=%q>%s</a></p>\n", href, text) }
	b.WriteString("<!doctype html><title>Assembly</title>")
	switch {
	case path == "/":
		link("/sessions", "Sessions")
		link("/about?utm_source=x", "About")
		link("/about", "About")
		link("/calendar/2021/1", "Calendar")
		link("/calendar?week=1", "Weeks")
		link("/loop/loop", "Round")
		link("/private/members", "Members")
		link("/old-sessions", "First session")
		link(a.elsewhere.URL+"/friends", "Friends")
		link("picture.jpg", "Picture")
		link("mailto:nobody@example.org", "Mail")
		b.WriteString(`<p><a rel="nofollow" href="/login">Log in</a></p><nav><a href="/files/privacy.pdf">Privacy</a></nav>`)
	case path == "/sessions":
		for s := range sessions {
			link(fmt.Sprintf("/sessions/%d", s+1), fmt.Sprintf("Session %d", s+1))
		}
		link("/", "Home")
	case scan(path, "/sessions/%d", &session):
		fmt.Fprintf(&b, "<h1>Statements made at session %d</h1><ul>", session)
		for n := 1; n <= perSession; n++ {
			if n%2 == 1 {
				fmt.Fprintf(&b, "<li><a href=\"/statements/%d/%d?utm_source=list\">Statement by State %d</a></li>", session, n, n)
			} else if session == 3 && n <= 4 {
				fmt.Fprintf(&b, "<li><a href=\"%s/files/private-%d.txt\">Statement by State %d</a></li>", a.files.URL, n, n)
			} else {
				fmt.Fprintf(&b, "<li><a href=\"%s/files/%d-%d.txt\">Statement by State %d</a></li>", a.files.URL, session, n, n)
			}
		}
		b.WriteString("</ul>")
		link("/sessions", "All")
	case scan(path, "/statements/%d/%d", &session, &number):
		if session == 2 && number == 5 {
			b.WriteString(`<meta name="robots" content="noindex">`)
		}
		fmt.Fprintf(&b, `<link rel="canonical" href="/statements/%d/%d"><h1>Statement by State %d</h1><p>%s</p>`, session, number, number, strings.Repeat(prose, 20))
		link("/sessions", "Back")
	case scan(path, "/files/%d-%d.txt", &session, &number):
		return fmt.Sprintf("Statement of State %d at session %d. %s", number, session, prose)
	case scan(path, "/calendar/%d/%d", &session, &number):
		link(fmt.Sprintf("/calendar/%d/%d", session, number+1), "Next month")
		link(fmt.Sprintf("/calendar/%d/%d", session+1, number), "Next year")
	case path == "/calendar":
		link("/calendar?week=1"+week, "Next week")
	case strings.HasPrefix(path, "/loop/"):
		link(strings.TrimPrefix(path, "/loop/")+"/loop", "On")
	case path == "/about":
		b.WriteString("<p>" + prose + "</p>")
	default:
		return ""
	}
	return b.String()
}

func scan(path, format string, into ...any) bool {
	n, err := fmt.Sscanf(path, format, into...)
	return err == nil && n == len(into) && path == fmt.Sprintf(format, deref(into)...)
}

func deref(pointers []any) (values []any) {
	for _, p := range pointers {
		values = append(values, *p.(*int))
	}
	return values
}

func (a *assembly) reset(change func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.asked)
	clear(a.sent)
	a.total = 0
	if change != nil {
		change()
	}
}

// entry is the site as an entry of a file of sources.
func (a *assembly) entry(t *testing.T) *source.Entry {
	t.Helper()
	file := filepath.Join(t.TempDir(), "SOURCES.yaml")
	text := fmt.Sprintf("sources:\n- name: assembly\n  kind: site\n  address: %s\n  private: yes\n  depth: 40\n  max-alike: 10\n  allow:\n    hosts: [%q]\n  given:\n    publisher: A test\n",
		a.site.URL, strings.TrimPrefix(a.files.URL, "http://"))
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	entries, err := source.ReadEntries(file)
	if err != nil {
		t.Fatal(err)
	}
	return entries[0]
}

// sync runs the pipeline over the site as `rostrum sync` does.
func (b *bench) sync(ctx context.Context, t *testing.T, e *source.Entry, prune bool) (Tally, source.Source, error) {
	t.Helper()
	cache := fetch.NewCache(b.Catalog)
	run, _, err := cache.BeginRun(t.Context(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	web := fetch.NewWeb(fetch.Config{AllowPrivate: e.Private, Allow: e.Allows, Cache: cache, Run: run, Clock: &hasty{now: time.Now()}})
	defer web.Close()
	b.Fetcher, b.KeepMarks = web, true
	clear(b.rows)
	s := e.Open(web, func(r io.Reader, base string) ([]corpus.Item, error) {
		page, err := listing.Read(r, base)
		return page.Items, err
	})
	tally, err := b.Run(ctx, prune, s)
	if err == nil {
		err = cache.EndRun(t.Context(), run, time.Now())
	}
	tally.Seconds = 0
	return tally, s, err
}

func TestSite(t *testing.T) {
	a, b := newAssembly(t), newBench(t, nil)
	e := a.entry(t)
	all := sessions*perSession - countedNoMore
	sync := func(what string, prune bool, want Tally) source.Source {
		t.Helper()
		got, s, err := b.sync(t.Context(), t, e, prune)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got != want {
			t.Errorf("%s: got %+v, want %+v", what, got, want)
			for file, row := range b.rows {
				if row.Status == StatusFailed || row.Status == StatusStale || row.Status == StatusGone {
					t.Logf("%s: %s %s", file, row.Status, row.Reason)
				}
			}
		}
		return s
	}

	// The first run is interrupted at random requests until it completes: nothing
	// that was received is requested again.
	cut := 0
	var first source.Source
	for {
		ctx, cancel := context.WithCancel(t.Context())
		a.mu.Lock()
		at := a.total + 20 + rand.IntN(60)
		a.onAsk = func(total int) {
			if total == at {
				cancel()
			}
		}
		a.mu.Unlock()
		_, s, err := b.sync(ctx, t, e, false)
		cancel()
		if err == nil {
			first = s
			break
		}
		if cut++; !errors.Is(err, context.Canceled) || cut > 50 {
			t.Fatalf("after %d interruptions: %v", cut, err)
		}
	}
	a.mu.Lock()
	a.onAsk = nil
	t.Logf("%d interruptions, %d requests", cut, a.total)
	for path, n := range a.sent {
		// A response that was interrupted is requested again.
		if n > 1+cut {
			t.Errorf("%s was got %d times", path, n)
		}
	}
	if again := total(a.sent) - len(a.sent); again > cut*(b.Workers+1) {
		t.Errorf("%d documents were got again after %d interruptions", again, cut)
	}
	for _, path := range []string{"/login", "/private/members", "/files/privacy.pdf", "/files/private-2.txt", "/picture.jpg", "/loop/loop/loop/loop"} {
		if a.asked[path] > 0 {
			t.Errorf("%s was asked for", path)
		}
	}
	calendar := 0
	for path, n := range a.sent {
		if strings.HasPrefix(path, "/calendar") {
			calendar += n
		}
	}
	a.mu.Unlock()
	if calendar > 2*10+2*cut {
		t.Errorf("%d pages of endless calendars were read, want 20", calendar)
	}
	if cut < 2 {
		t.Errorf("the run was cut short %d times: the test has shown little", cut)
	}
	if n, _ := b.Catalog.Counts(t.Context()); n.Documents != all {
		t.Errorf("got %d documents, want %d", n.Documents, all)
	}
	if warnings := strings.Join(first.Warnings(), "\n"); !strings.Contains(warnings, "/calendar/#/#") {
		t.Errorf("the trap is not named: %q", warnings)
	}
	known, err := b.Catalog.Lookup(t.Context(), a.site.URL+"/statements/4/1")
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.Catalog.Statement(t.Context(), known.ID)
	if err != nil || s.Origin.Publisher != "A test" || !strings.Contains(s.Pages[0].Text, prose) {
		t.Errorf("got %+v, %v", s.Origin, err)
	}

	a.reset(nil)
	sync("nothing changed", false, Tally{Unchanged: all})
	if n := total(a.sent); n > 0 {
		t.Errorf("%d bodies were sent though nothing changed: %v", n, a.sent)
	}
	for path, n := range a.asked {
		if n > 1 && path != "/robots.txt" && path != "/sessions/1" { // two hosts have a robots.txt, and another address redirects to /sessions/1
			t.Errorf("%s was asked for %d times in one run", path, n)
		}
	}

	a.reset(func() {
		a.changed["/statements/4/1"], a.changed["/files/5-2.txt"] = "<p>corrected</p>", " Corrected."
		a.missing["/statements/6/1"], a.missing["/files/6-2.txt"] = true, true
	})
	sync("two changed, two vanished", false, Tally{Unchanged: all - 4, Updated: 2, Gone: 2})
	if n := total(a.sent); n != 2 {
		t.Errorf("%d bodies were sent, want the 2 that changed: %v", n, a.sent)
	}
	if r := b.rows[a.files.URL+"/files/6-2.txt"]; !r.First {
		t.Errorf("gone for the first time: got %+v", r)
	}

	a.reset(nil)
	sync("still gone", false, Tally{Unchanged: all - 2, Gone: 2})
	if r := b.rows[a.files.URL+"/files/6-2.txt"]; r.First || !strings.Contains(r.Reason, "first missed on") {
		t.Errorf("gone for the second time: got %+v", r)
	}

	a.reset(func() { a.down = true })
	got, _, err := b.sync(t.Context(), t, e, false)
	if err != nil || got != (Tally{Stale: all - 2, Gone: 2, Failed: 1}) {
		t.Errorf("down: got %+v, %v; want %d stale, 2 gone and one page that failed", got, err, all-2)
	}
	if n, _ := b.Catalog.Counts(t.Context()); n.Documents != all || n.Stale != all-2 {
		t.Errorf("down: the catalogue holds %+v", n)
	}
	if a.total > 30 {
		t.Errorf("a server that is down was asked %d times", a.total)
	}

	a.reset(func() { a.down = false; delete(a.missing, "/statements/6/1") })
	sync("up again, one is back", true, Tally{Unchanged: all - 1, Gone: 1, Removed: 1})
	if n, _ := b.Catalog.Counts(t.Context()); n.Documents != all-1 || n.Stale != 0 || n.Gone != 0 {
		t.Errorf("up again: the catalogue holds %+v", n)
	}
}

func total(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

func TestFolderThatLosesADocument(t *testing.T) {
	b := newBench(t, map[string]string{"a.txt": "one", "b.txt": "two"})
	b.run(t, false)
	b.KeepMarks = true
	moved := b.root + "-elsewhere"
	tests := []struct {
		name  string
		do    func() error
		prune bool
		want  Tally
	}{
		{"vanished", func() error { return os.Rename(filepath.Join(b.root, "b.txt"), filepath.Join(b.root, ".b")) }, false, Tally{Unchanged: 1, Gone: 1}},
		{"back", func() error { return os.Rename(filepath.Join(b.root, ".b"), filepath.Join(b.root, "b.txt")) }, false, Tally{Unchanged: 2}},
		{"the whole folder is away", func() error { return os.Rename(b.root, moved) }, true, Tally{Failed: 1, Stale: 2}},
		{"the folder is back", func() error { return os.Rename(moved, b.root) }, true, Tally{Unchanged: 2}},
		{"vanished for good", func() error { return os.Remove(filepath.Join(b.root, "b.txt")) }, true, Tally{Unchanged: 1, Gone: 1, Removed: 1}},
	}
	for _, test := range tests {
		if err := test.do(); err != nil {
			t.Fatal(err)
		}
		e := &source.Entry{Name: "speeches", Kind: source.KindFolder, Path: b.root}
		got, err := b.Run(t.Context(), test.prune, e.Open(nil, nil))
		got.Seconds = 0
		if err != nil || got != test.want {
			t.Errorf("%s: got %+v, %v; want %+v", test.name, got, err, test.want)
		}
	}
}
