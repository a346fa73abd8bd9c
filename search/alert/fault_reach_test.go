package alert

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rostrum/internal/faults"
)

// TestFaultReachWebhooks sends messages to addresses inside somebody's network,
// in one way of writing or another, and to a server that sends them on there.
func TestFaultReachWebhooks(t *testing.T) {
	saw := faults.Begin(t, faults.Reach)
	var visits atomic.Int64
	inner := &http.Server{ConnState: func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			visits.Add(1)
		}
	}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go inner.Serve(listener)
	t.Cleanup(func() { inner.Close() })
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:"+port)
	hosts := []string{
		"127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "localhost", "localhost.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::127.0.0.1]",
		"[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1%25lo]", "[fd00::1]", "169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "example.org@127.0.0.1", "①②⑦.⓪.⓪.①",
	}
	runner := &Runner{}
	reached := 0
	for _, host := range hosts {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		before := visits.Load()
		err := runner.post(ctx, saved{webhook: "http://" + host + ":" + port + "/hook", secret: []byte("secret")}, "1", news{})
		cancel()
		if err == nil || visits.Load() != before {
			reached++
			t.Errorf("%s: %v, %d connections", host, err, visits.Load()-before)
		}
	}
	// With private addresses allowed, a message is still not sent on.
	runner.AllowPrivate = true
	targets := []string{"http://127.0.0.1:" + port + "/", "file:///etc/passwd", "gopher://127.0.0.1:" + port + "/", "//127.0.0.1:" + port + "/", "http://169.254.169.254/"}
	for _, target := range targets {
		for _, status := range []int{http.StatusFound, http.StatusTemporaryRedirect} {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", target)
				w.WriteHeader(status)
			}))
			err := runner.post(t.Context(), saved{webhook: server.URL, secret: []byte("secret")}, "1", news{})
			server.Close()
			if err == nil || !strings.Contains(err.Error(), "redirects are not followed") || visits.Load() > 0 {
				reached++
				t.Errorf("sent on to %s: %v, %d connections", target, err, visits.Load())
			}
		}
	}
	// What no webhook may be is refused when the alerts are read.
	reader := Reader{Env: func(string) (string, bool) { return "a secret that is long enough", true }}
	refused := []string{"file:///etc/passwd", "gopher://127.0.0.1/", "ftp://example.org/", "http://example.org/", "javascript:alert(1)", "unix:///run/docker.sock", "https://", "//example.org/"}
	for _, address := range refused {
		if err := reader.webhook(&saved{webhook: address}, writtenAlert{SecretEnv: "SECRET"}, ""); err == nil {
			reached++
			t.Errorf("%s is taken for a webhook", address)
		}
	}
	saw("%d private webhooks, %d redirects and %d addresses of other kinds: %d reached", len(hosts), 2*len(targets), len(refused), reached)
}
