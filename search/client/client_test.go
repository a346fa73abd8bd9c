package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search/api"
	"rostrum/search/client"
)

// answering is a client of a server that answers in one way.
func answering(t *testing.T, answer http.HandlerFunc) *client.Client {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	c, err := client.New(server.URL + "/sub/")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAddressesOfServices(t *testing.T) {
	for address, fine := range map[string]bool{
		"https://search.example.org": true, "http://127.0.0.1:8080/sub/": true,
		"": false, "search.example.org": false, "ftp://search.example.org": false, "https://": false,
		"https://me:secret@search.example.org": false, "https://search.example.org/?q=1": false, "https://search.example.org/#x": false, "http://[::1": false,
	} {
		if _, err := client.New(address); (err == nil) != fine || err != nil && !errors.Is(err, corpus.ErrInvalid) {
			t.Errorf("New(%q): %v, want it to be fine: %t", address, err, fine)
		}
	}
}

// Whatever a server answers becomes an answer or a sentence, without the words
// that were asked.
func TestAnswersThatAreNone(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the question was sent on to another server")
	}))
	defer elsewhere.Close()
	reply := func(status int, kind, body string, headers ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			for i := 0; i < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		want   string
		kind   error
	}{
		"a page":          {reply(200, "text/html", "<h1>Hello"), `is this the address of a rostrum service?`, nil},
		"a cut answer":    {reply(200, "application/json", `{"total":`), "invalid response from ", nil},
		"another shape":   {reply(200, "application/json", `{"total":"many"}`), "invalid response from ", nil},
		"a bare 500":      {reply(500, "text/plain", "boom"), `returned status 500 with "text/plain", which is not a rostrum response`, nil},
		"a bare 404":      {reply(404, "text/html", "Not here"), "is this the address of a rostrum service?", nil},
		"a proxy":         {reply(503, "text/html", "<h1>Down", "Retry-After", "30"), "returned status 503: Service Unavailable; retry in 30 seconds", corpus.ErrBusy},
		"a bad problem":   {reply(400, "application/problem+json", "{"), "the service returned status 400: Bad Request", corpus.ErrInvalid},
		"a busy service":  {reply(503, "application/problem+json", `{"title":"Busy","status":503}`, "Retry-After", "5"), "Busy; retry in 5 seconds", corpus.ErrBusy},
		"too many":        {reply(429, "application/problem+json", `{"title":"Slow down"}`, "Retry-After", "9"), "retry in 9 seconds", corpus.ErrBusy},
		"a lying problem": {reply(404, "application/problem+json", `{"title":"Fine","status":200}`), "returned status 404: Fine", corpus.ErrNotFound},
		"a terminal":      {reply(400, "application/problem+json", `{"title":"x","errors":[{"location":"query.\u001b[2J","message":"a\u0007b\nc\u202e"}]}`), "ab c", corpus.ErrInvalid},
		"another server":  {reply(302, "text/plain", "", "Location", elsewhere.URL), "use that address if it is the right one", nil},
		"a circle":        {reply(302, "text/plain", "", "Location", "/sub"+api.SearchPath), "use that address", nil},
		"too much": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			chunk := strings.Repeat(" ", 1<<20)
			for range client.MaxAnswer>>20 + 2 {
				if _, err := io.WriteString(w, chunk); err != nil {
					return
				}
			}
		}, "larger than 32 MB", corpus.ErrOverLimit},
		"a broken line": {func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, "no response from ", nil},
	} {
		_, err := answering(t, test.answer).Search(t.Context(), client.Question{Q: "confidential"})
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "confidential") {
			t.Errorf("%s: %v, want %q without the question", name, err, test.want)
		}
		if strings.ContainsAny(err.Error(), "\x1b\a\n\u202e") {
			t.Errorf("%s: %q steers a terminal", name, err)
		}
		if test.kind != nil && !errors.Is(err, test.kind) {
			t.Errorf("%s: %v is not of the kind %v", name, err, test.kind)
		}
	}
}

// Counts of other queries than were asked for are no answer.
func TestCountsOfOtherQueries(t *testing.T) {
	c := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"query":{"normalized":["a","b"]},"total":{"counts":[{},{}]},"columns":[{"id":"2021","counts":[{}]}]}`)
	})
	if _, err := c.Trends(t.Context(), client.TrendQuestion{Queries: []string{"a", "b"}}); err == nil || !strings.Contains(err.Error(), "unexpected counts") {
		t.Errorf("got %v", err)
	}
}

func TestContextEndsACall(t *testing.T) {
	asked := make(chan bool)
	c := answering(t, func(_ http.ResponseWriter, r *http.Request) {
		asked <- true
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := c.Search(ctx, client.Question{Q: "x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestQuestionsAsAddresses(t *testing.T) {
	var got string
	c := answering(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.URL.String()
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/sub"+api.TrendsPath {
			fmt.Fprint(w, `{"query":{"normalized":["a","b"]},"total":{"counts":[{},{}]}}`)
			return
		}
		fmt.Fprint(w, "{}")
	})
	filters := client.Filters{Values: map[corpus.Field][]string{corpus.FieldSession: {"ASP20", "ASP 21"}}, From: "2021"}
	for want, ask := range map[string]func() error{
		"/sub/api/v1/search?exact=true&from=2021&page=2&q=a+%26+b&session=ASP20&session=ASP+21&size=5&sort=newest": func() error {
			_, err := c.Search(t.Context(), client.Question{Q: "a & b", Filters: filters, Sort: "newest", Size: 5, Page: 2, Exact: true})
			return err
		},
		"/sub/api/v1/statements/a%2Fb": func() error { _, err := c.Statement(t.Context(), "a/b"); return err },
		"/sub/api/v1/quote?size=3&text=some+words": func() error {
			_, err := c.Quote(t.Context(), client.Quotation{Text: "some words", Size: 3})
			return err
		},
		"/sub/api/v1/suggest?q=hum": func() error { _, err := c.Suggest(t.Context(), "hum", 0); return err },
		"/sub/api/v1/trends?by=year&q=a&q=b&split=topic": func() error {
			_, err := c.Trends(t.Context(), client.TrendQuestion{Queries: []string{"a", "b"}, By: "year", Split: "topic"})
			return err
		},
	} {
		if err := ask(); err != nil || got != want {
			t.Errorf("asked %s, want %s (%v)", got, want, err)
		}
	}
}
