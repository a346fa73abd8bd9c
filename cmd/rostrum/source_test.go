package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rostrum/corpus/catalog"
	"rostrum/indexer"
	"rostrum/internal/faults"
)

// trouble is what is wrong with a web site for a while.
type trouble struct {
	name string
	// answer is what the site says instead of a document; asked counts its
	// requests, this one included. It returns false for what is answered as ever.
	answer func(w http.ResponseWriter, r *http.Request, asked int) bool
	away   bool          // nobody answers at all
	pause  time.Duration // asked for by the first answer, and then all is well
	most   int           // requests for documents; 0: any number
	says   string        // the report, of each document; "" where all is well
}

func withStatus(status int, header ...string) func(http.ResponseWriter, *http.Request, int) bool {
	return func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		return true
	}
}

// raw answers with bytes of which net/http knows nothing, and hangs up.
func raw(text string) func(http.ResponseWriter, *http.Request, int) bool {
	return func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
			_, _ = conn.Write([]byte(text)) // the client may have gone
			_ = conn.Close()
		}
		return true
	}
}

// busyOnce answers the first request with a status and what comes after it, and
// all others as ever.
func busyOnce(status int, retryAfter func() string) func(http.ResponseWriter, *http.Request, int) bool {
	return func(w http.ResponseWriter, _ *http.Request, asked int) bool {
		if asked > 1 {
			return false
		}
		w.Header().Set("Retry-After", retryAfter())
		w.WriteHeader(status)
		return true
	}
}

func brokenGzip(w http.ResponseWriter, _ *http.Request, _ int) bool {
	w.Header().Set("Content-Encoding", "gzip")
	packed := gzip.NewWriter(w)
	fmt.Fprint(packed, strings.Repeat("This text never comes to its end. ", 1000))
	_ = packed.Flush() // what would end it is not written
	return true
}

var troubles = []trouble{
	{name: "429 with seconds", answer: busyOnce(429, func() string { return "2" }), pause: 2 * time.Second},
	{name: "half a body", answer: raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5000\r\n\r\nThis sample"), says: "broke off"},
	{name: "down", away: true, says: "cannot be reached"},
	{name: "a loop of redirects", answer: func(w http.ResponseWriter, r *http.Request, asked int) bool {
		http.Redirect(w, r, fmt.Sprintf("%s?%d", r.URL.Path, asked%2), http.StatusFound)
		return true
	}, says: "sends us on more than 5 times"},
	{name: "500", answer: withStatus(500), most: 12, says: "500"},
	{name: "503 with a date", answer: busyOnce(503, func() string { return time.Now().Add(3 * time.Second).UTC().Format(http.TimeFormat) }), pause: 2 * time.Second},
	{name: "429 for a day", answer: withStatus(429, "Retry-After", "86400"), most: 2, says: "asks not to be asked again before"},
	{name: "a length that is wrong", answer: raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: many\r\n\r\nThis sample"), says: "cannot be reached"},
	{name: "a body in pieces that stops", answer: raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nThis sample\r\n"), says: "broke off"},
	{name: "a packed body that stops", answer: brokenGzip, says: "broke off"},
	{name: "hanging up", answer: raw(""), says: "cannot be reached"},
	{name: "no HTTP", answer: raw("Good morning\r\n\r\n"), says: "cannot be reached"},
	{name: "403", answer: withStatus(403), most: 8, says: "403"},
	{name: "redirects to nowhere", answer: withStatus(302, "Location", "http://127.0.0.1:1/s"), says: "sends us on"},
	{name: "redirects to a file", answer: withStatus(302, "Location", "file:///etc/hostname"), says: "not http or https"},
	{name: "429 without end", answer: withStatus(429), most: 12, says: "429"},
	{name: "503 without end", answer: withStatus(503, "Retry-After", "soon"), most: 12, says: "503"},
}

// troubled is a site of four statements that can have a trouble.
type troubled struct {
	t       *testing.T
	address string
	server  *httptest.Server

	mu    sync.Mutex
	now   *trouble
	asked []time.Time // for documents, since the trouble began
	early int         // requests that came sooner than the site had asked for
}

const troubledDocuments = 4

func (s *troubled) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	if r.URL.Path == "/" {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><h1>Statements</h1><ul>")
		for i := range troubledDocuments {
			fmt.Fprintf(w, `<li><a href="/s/%d.txt">Statement by State %d</a></li>`, i, i)
		}
		return
	}
	s.mu.Lock()
	now := s.now
	if now != nil && now.pause > 0 && len(s.asked) > 0 && time.Since(s.asked[0]) < now.pause {
		s.early++
	}
	s.asked = append(s.asked, time.Now())
	asked := len(s.asked)
	s.mu.Unlock()
	if now != nil && now.answer(w, r, asked) {
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	fmt.Fprintf(w, "This sample text %s was written for a test of sites in trouble, and is the word of nobody.", r.URL.Path)
}

func (s *troubled) begin(now *trouble) {
	s.mu.Lock()
	s.now, s.asked, s.early = now, nil, 0
	s.mu.Unlock()
	if now != nil && now.away {
		s.server.Close()
	}
}

func (s *troubled) open(address string) {
	s.t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.server = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	_ = s.server.Listener.Close() // its own
	s.server.Listener = listener
	s.server.Start()
	s.address = listener.Addr().String()
}

// TestFaultSource has a site fall into one trouble after the other. What was got
// of it before is kept and found, marked as stale; the site is left alone for as
// long as it asks; and when it is well again, so is everything.
func TestFaultSource(t *testing.T) {
	t.Parallel()
	note := faults.Begin(t, faults.Source)
	chosen := troubles[:faults.Times(4, len(troubles))]
	site := &troubled{t: t}
	site.open("127.0.0.1:0")
	defer func() { site.server.Close() }()
	dir := t.TempDir()
	sources, data, report := filepath.Join(dir, "SOURCES.yaml"), filepath.Join(dir, "data"), filepath.Join(dir, "report.jsonl")
	text := fmt.Sprintf("- name: site\n  kind: listing\n  address: http://%s/\n  private: yes\n  rate: 1000\n", site.address)
	if err := os.WriteFile(sources, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	sync := func() (syncSummary, outcome) {
		t.Helper()
		o := ranApart(t, "sync", sources, "--data", data, "--json", "--report", report, "--workers", "1") // two would have a request under way when the first is told to wait
		var s syncSummary
		if err := json.Unmarshal([]byte(o.stdout), &s); err != nil {
			t.Fatalf("sync ended with %+v", o)
		}
		return s, o
	}
	if s, o := sync(); o.code != exitOK || s.Added != troubledDocuments {
		t.Fatalf("at first: %+v", o)
	}
	for _, now := range chosen {
		site.begin(&now)
		s, o := sync()
		site.mu.Lock()
		asked, early := len(site.asked), site.early
		site.mu.Unlock()
		switch {
		case now.says == "" && (o.code != exitOK || s.Unchanged != troubledDocuments):
			t.Errorf("%s: the site was well again, and sync ended with %+v", now.name, o)
		case now.says != "" && (o.code != exitSomeFailed || s.Documents != troubledDocuments || s.Stale != troubledDocuments):
			t.Errorf("%s: sync ended with %+v, want %d documents, all of them stale", now.name, o, troubledDocuments)
		}
		if early > 0 {
			t.Errorf("%s: asked %d times before the time that the site had asked for", now.name, early)
		}
		if now.most > 0 && asked > now.most {
			t.Errorf("%s: asked %d times, want %d at most", now.name, asked, now.most)
		}
		for _, row := range rowsOf(t, report) {
			if now.says != "" && row.ID != "" && (row.Status != indexer.StatusStale || !strings.Contains(row.Reason, now.says) && !strings.Contains(row.Reason, "did not answer")) {
				t.Errorf("%s: the report says %s: %s", now.name, row.Status, row.Reason)
			}
		}
		if o := outcomeOf(t, "search", "sample", "trouble", "--data", data); !strings.Contains(o.stdout, fmt.Sprintf("%d statements\n", troubledDocuments)) {
			t.Errorf("%s: what was got before is not found: %+v", now.name, o)
		}
		if now.away {
			site.open(site.address)
		}
		site.begin(nil)
		if s, o := sync(); o.code != exitOK || s.Unchanged != troubledDocuments || staleIn(t, data) != 0 {
			t.Errorf("after %s: %+v", now.name, o)
		}
	}
	if !t.Failed() {
		note("%d troubles of a site: old copies kept, found and marked stale with exit code 3, Retry-After (seconds, a date, a day) obeyed, all well afterwards", len(chosen))
	}
}

func staleIn(t *testing.T, data string) int {
	t.Helper()
	kept, err := catalog.OpenReadOnly(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	n, err := kept.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n.Stale
}
