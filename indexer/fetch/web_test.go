package fetch

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rostrum/corpus"
)

func serve(t *testing.T, handler http.HandlerFunc) (*Web, string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return NewWeb(Config{AllowPrivate: true, Pace: time.Millisecond, MaxBytes: 1 << 20}), server.URL
}

func at(address string) corpus.Item { return corpus.Item{Location: address, File: address} }

func TestWebFetch(t *testing.T) {
	var busy atomic.Int32
	web, base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			io.WriteString(w, "User-agent: *\nDisallow: /private/\n")
		case "/page":
			w.Header().Set("Content-Type", "text/html; charset=windows-1252")
			io.WriteString(w, "<p>page</p>")
		case "/busy":
			if busy.Add(1) == 1 {
				w.Header().Set("Retry-After", "0")
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			io.WriteString(w, "at last")
		case "/moved":
			http.Redirect(w, r, "/page", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/away":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/hidden-behind":
			http.Redirect(w, r, "/private/x", http.StatusFound)
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			io.Copy(z, io.LimitReader(zeros{}, 8<<20))
			z.Close()
		case "/half":
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "half")
		default:
			http.NotFound(w, r)
		}
	})
	tests := []struct {
		path, body, reason string
		kind               error
	}{
		{path: "/page", body: "<p>page</p>"},
		{path: "/busy", body: "at last"},
		{path: "/moved", body: "<p>page</p>"},
		{path: "/none", kind: corpus.ErrNotFound, reason: "no such page (404)"},
		{path: "/private/x", reason: "robots.txt"},
		{path: "/hidden-behind", reason: "robots.txt"},
		{path: "/round", reason: "more than 5 times"},
		{path: "/away", reason: `"file"`},
		{path: "/bomb", kind: corpus.ErrOverLimit, reason: "more than 1 MB"},
		{path: "/half", reason: "broke off"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			doc, err := web.Fetch(t.Context(), at(base+test.path))
			if test.reason == "" {
				if err != nil || string(doc.Bytes) != test.body {
					t.Fatalf("got %q, %v, want %q", doc.Bytes, err, test.body)
				}
				if test.path == "/page" && (doc.MediaType != "text/html" || doc.Charset != "windows-1252") {
					t.Errorf("got type %q charset %q", doc.MediaType, doc.Charset)
				}
				if len(doc.SHA256) != 64 {
					t.Errorf("got hash %q", doc.SHA256)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.reason) {
				t.Errorf("got %v, want an error that says %q", err, test.reason)
			}
			if test.kind != nil && !errors.Is(err, test.kind) {
				t.Errorf("got %v, want the kind %v", err, test.kind)
			}
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestServerWithoutRobotsThatFailsIsLeftAlone(t *testing.T) {
	web, base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		t.Errorf("asked for %s though robots.txt failed", r.URL.Path)
	})
	if _, err := web.Fetch(t.Context(), at(base+"/page")); err == nil {
		t.Error("got no error")
	}
}

func TestOnlyPublicAddressesAreDialled(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the server of this machine was asked")
	}))
	defer server.Close()
	_, err := NewWeb(Config{Pace: time.Millisecond}).Fetch(t.Context(), at(server.URL))
	if err == nil || !strings.Contains(err.Error(), "not a public address") {
		t.Errorf("got %v", err)
	}
	for _, address := range []string{
		"127.0.0.1:80", "10.1.2.3:80", "172.16.0.1:80", "192.168.1.1:80", "169.254.169.254:80", "0.0.0.0:80", "100.64.0.1:80",
		"224.0.0.1:80", "255.255.255.255:80", "[::1]:80", "[::]:80", "[fe80::1%eth0]:80", "[fc00::1]:80", "[::ffff:127.0.0.1]:80",
		"[64:ff9b::7f00:1]:80", "[2002:7f00:1::]:80", "[ff02::1]:80", "nonsense",
	} {
		if publicOnly(address) == nil {
			t.Errorf("%s was let through", address)
		}
	}
	for _, address := range []string{"8.8.8.8:443", "[2606:4700::1111]:443"} {
		if err := publicOnly(address); err != nil {
			t.Errorf("%s was refused: %v", address, err)
		}
	}
}
