package source

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
	"rostrum/indexer/fetch"
	"rostrum/indexer/listing"
)

// hasty is a clock on which waiting takes no time.
type hasty struct{}

func (hasty) Now() time.Time                                   { return time.Now().Add(time.Hour) }
func (hasty) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// web serves pages by path, and counts requests.
type web struct {
	*httptest.Server
	mu    sync.Mutex
	asked map[string]int
}

func serve(t *testing.T, pages map[string]string) *web {
	t.Helper()
	w := &web{asked: map[string]int{}}
	w.Server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.asked[r.URL.RequestURI()]++
		w.mu.Unlock()
		body, ok := pages[r.URL.RequestURI()]
		switch to, moved := strings.CutPrefix(body, "-> "); {
		case !ok:
			http.NotFound(out, r)
		case moved:
			http.Redirect(out, r, to, http.StatusFound)
		case body == "503":
			out.WriteHeader(http.StatusServiceUnavailable)
		default:
			if strings.HasPrefix(body, "<") {
				out.Header().Set("Content-Type", "text/html")
			}
			io.WriteString(out, body)
		}
	}))
	t.Cleanup(w.Close)
	return w
}

func readList(r io.Reader, base string) ([]corpus.Item, error) {
	page, err := listing.Read(r, base)
	return page.Items, err
}

// visit opens an entry and returns what it lists, by path.
func (w *web) visit(t *testing.T, e *Entry) (names []string, errs []error, s Source) {
	t.Helper()
	fetcher := fetch.NewWeb(fetch.Config{AllowPrivate: true, Pace: time.Nanosecond, Allow: e.Allows, Clock: hasty{}})
	defer fetcher.Close()
	s = e.Open(fetcher, readList)
	for item, err := range s.Items(t.Context()) {
		name := strings.TrimPrefix(item.File, w.URL)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
			continue
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names, errs, s
}

func (w *web) entry(t *testing.T, kind Kind, start, more string) *Entry {
	t.Helper()
	entries, err := parseEntries([]byte(fmt.Sprintf("- name: test\n  kind: %s\n  address: %s%s\n  private: yes\n%s", kind, w.URL, start, more)), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return entries[0]
}

// speech is a page with a statement.
func speech(head string) string {
	return "<html><head>" + head + "</head><h1>Statement by Austria</h1><p>" + strings.Repeat("This was written for a test and is the word of nobody. ", 30) + "</p>"
}

func TestWhatOfASiteIsADocument(t *testing.T) {
	tests := []struct {
		name, entry string
		pages       map[string]string
		want        []string
		never       []string // paths that must not be requested
	}{
		{"a listed page and a listed file", "", map[string]string{
			"/":  `<html><h1>Statements</h1><ul><li><a href="/a">Statement by Austria</a><li><a href="/b.pdf">Statement by Kenya</a></ul>`,
			"/a": speech(""),
		}, []string{"/a", "/b.pdf"}, []string{"/b.pdf"}},
		{"a page nobody lists is followed, and no document", "", map[string]string{
			"/": `<html><p><a href="/about">About</a></p>`, "/about": speech("") + `<p><a href="/b.pdf">Statement by Kenya</a></p>`,
		}, []string{"/b.pdf"}, nil},
		{"unless the entry says so", "  pages: [/news/]\n", map[string]string{
			"/": `<html><p><a href="/news/1">One</a> <a href="/about">About</a></p>`, "/news/1": speech(""), "/about": speech(""),
		}, []string{"/news/1"}, nil},
		{"a page that only announces a file", "", map[string]string{
			"/": `<html><h1>Statements</h1><ul><li><a href="/a">Statement by Austria</a></ul>`, "/a": `<html><p>Read it.</p><p><a href="/a.pdf">Statement (PDF)</a></p>`,
		}, []string{"/a.pdf"}, nil},
		{"a file without an ending", "", map[string]string{
			"/": `<html><p><a href="/download?id=1">Get it</a> <a href="/download?id=2">Get a picture</a></p>`, "/download?id=1": "%PDF-1.4", "/download?id=2": "GIF8",
		}, []string{"/download?id=1"}, nil},
		{"noindex and nofollow", "", map[string]string{
			"/":  `<html><h1>Statements</h1><ul><li><a href="/a">Statement by Austria</a><li><a href="/b">Statement by Kenya</a><li><a rel="external NOFOLLOW" href="/c">Statement by Peru</a></ul>`,
			"/a": speech(`<meta name="ROBOTS" content="NoIndex">`), "/b": speech(`<meta name="robots" content="nofollow">`) + `<a href="/d">On</a>`,
		}, []string{"/b"}, []string{"/c", "/d"}},
		{"canonical addresses", "", map[string]string{
			"/":  `<html><h1>Statements</h1><ul><li><a href="/a?print=1">Statement by Austria</a><li><a href="/b">Statement by Kenya</a></ul>`,
			"/a": speech(`<link rel="canonical" href="/a">`), "/a?print=1": speech(`<link rel="canonical" href="/a">`),
			"/b": speech(`<link rel="canonical" href="/">`), // a common mistake
		}, []string{"/a", "/b"}, nil},
		{"one page under many addresses", "", map[string]string{
			"/":  `<html><h1>Statements</h1><ul><li><a href="/x/../a?utm_source=y">Statement by Austria</a><li><a href="/moved">Statement by Austria</a><li><a href="/a#top">Statement by Austria</a></ul>`,
			"/a": speech(""), "/moved": "-> /a",
		}, []string{"/a"}, []string{"/x/../a?utm_source=y", "/a?utm_source=y"}},
		{"out of bounds", "  allow: {paths: [/in]}\n  deny: [/in/not]\n", map[string]string{
			"/in/":  `<html><h1>Statements</h1><ul><li><a href="/in/a">Statement by Austria</a><li><a href="/out/b">Statement by Kenya</a><li><a href="/in/not/c">Statement by Peru</a><li><a href="/in/../out/d">Statement by Chile</a><li><a href="/in/e">Statement by Mali</a></ul>`,
			"/in/a": speech(""), "/in/e": "-> /out/e", "/out/e": speech(""),
		}, []string{"/in/a"}, []string{"/out/b", "/in/not/c", "/out/d", "/out/e"}},
		{"depth", "  depth: 1\n", map[string]string{
			"/": `<html><a href="/1">1</a>`, "/1": `<html><a href="/2">2</a><p><a href="/1.pdf">Statement by Kenya</a></p>`, "/2": speech(""),
		}, []string{"/1.pdf"}, []string{"/2"}},
		{"a path that grows for ever", "", map[string]string{
			"/": `<html><a href="/a/b/">On</a>`, "/a/b/": `<html><a href="/a/b/a/b/">On</a>`, "/a/b/a/b/": `<html><a href="/a/b/a/b/a/b/">On</a>`,
		}, nil, []string{"/a/b/a/b/a/b/"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := serve(t, test.pages)
			start := "/"
			if test.pages[start] == "" {
				start = "/in/"
			}
			names, errs, _ := w.visit(t, w.entry(t, KindSite, start, test.entry))
			if diff := cmp.Diff(test.want, names); diff != "" || len(errs) > 0 {
				t.Errorf("documents (-want +got):\n%s%v", diff, errs)
			}
			for _, path := range test.never {
				if w.asked[path] > 0 {
					t.Errorf("%s was asked for", path)
				}
			}
			for path, n := range w.asked {
				if n > 1 && path != "/a" {
					t.Errorf("%s was asked for %d times", path, n)
				}
			}
		})
	}
}

func TestBestHintsOfAllPagesAreKept(t *testing.T) {
	w := serve(t, map[string]string{
		"/":     `<html><p><a href="/list">List</a></p><p><a href="/b.pdf">Statement by Kenya</a></p>`,
		"/list": `<html><h1>Statements</h1><h2>General debate</h2><ul><li><a href="/b.pdf">Statement by Kenya</a></ul>`,
	})
	e := w.entry(t, KindSite, "/", "  given: {publisher: The Publisher, session: ASP20}\n")
	fetcher := fetch.NewWeb(fetch.Config{AllowPrivate: true, Clock: hasty{}})
	defer fetcher.Close()
	for item, err := range e.Open(fetcher, readList).Items(t.Context()) {
		var headings []string
		for _, h := range item.Hints {
			if h.Kind == corpus.HintHeading {
				headings = append(headings, h.Text)
			}
		}
		if err != nil || !slices.Equal(headings, []string{"General debate", "Statements"}) {
			t.Errorf("got headings %q, %v", headings, err)
		}
		if item.Given.First(corpus.FieldPublisher) != "The Publisher" || item.Given.First(corpus.FieldSession) != "ASP20" || item.Given.First(corpus.FieldWork) == "" {
			t.Errorf("got given %v", item.Given)
		}
	}
}

func TestAbsenceOfADocument(t *testing.T) {
	list := `<html><h1>Statements</h1><ul><li><a href="/a">Statement by Austria</a></ul><a href="/more">More</a>`
	tests := []struct {
		name, entry string
		kind        Kind
		pages       map[string]string
		location    string
		want        Absence
	}{
		{"a listing read as a whole", "", KindListing, map[string]string{"/": list}, "/b", Withdrawn},
		{"a listing that is down", "", KindListing, map[string]string{"/": "503"}, "/b", Unsure},
		{"a listing that lists nothing", "", KindListing, map[string]string{"/": "<html><p>Under construction"}, "/b", Unsure},
		{"a site read as a whole", "", KindSite, map[string]string{"/": list, "/a": speech("")}, "/b", Unlinked},
		{"a page that asks not to be indexed", "", KindSite, map[string]string{"/": list, "/a": speech(`<meta name=robots content=none>`)}, "/a", Withdrawn},
		{"a site whose start is gone", "", KindSite, map[string]string{}, "/b", Unsure},
		{"a site with a page that is down", "", KindSite, map[string]string{"/": list, "/a": speech(""), "/more": "503"}, "/b", Unsure},
		{"a site with more pages than may be read", "  max-pages: 1\n", KindSite, map[string]string{"/": list, "/a": speech("")}, "/b", Unsure},
	}
	for _, test := range tests {
		w := serve(t, test.pages)
		_, errs, s := w.visit(t, w.entry(t, test.kind, "/", test.entry))
		got, why := s.(Absent).Absence(w.URL + test.location)
		if got != test.want || (why == nil) != (got != Unsure) {
			t.Errorf("%s: got %v, %v; want %v (%v)", test.name, got, why, test.want, errs)
		}
	}
}

func TestListingLeadsOnlyWhereItMay(t *testing.T) {
	w := serve(t, map[string]string{
		"/": `<html><h1>Statements</h1><ul><li><a href="/a">Statement by Austria</a><li><a href="https://elsewhere.example/b.pdf">Statement by Kenya</a></ul>`,
	})
	names, errs, s := w.visit(t, w.entry(t, KindListing, "/", ""))
	if diff := cmp.Diff([]string{"/a"}, names); diff != "" || len(errs) > 0 {
		t.Errorf("documents (-want +got):\n%s%v", diff, errs)
	}
	if warnings := strings.Join(s.Warnings(), ""); !strings.Contains(warnings, "elsewhere.example (1)") {
		t.Errorf("the host that is not allowed is not named: %q", warnings)
	}
}
