package fetch

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"rostrum/corpus/catalog"
	"rostrum/internal/faults"
)

// TestFaultSlowSource requests from slow servers: slow to respond, slow for each
// byte, or without an end. Requests are abandoned at their timeout, and earlier
// responses are kept.
func TestFaultSlowSource(t *testing.T) {
	note := faults.Begin(t, faults.Source)
	const short = 300 * time.Millisecond
	for _, test := range []struct {
		name  string
		begin int // bytes sent at once
		pause time.Duration
		limit time.Duration
		says  string
	}{
		{"never answers", 0, time.Hour, short, "it took longer than 300ms"},
		{"a byte at a time", 1, 20 * time.Millisecond, short, "it took longer than 300ms"},
		{"stops in the middle", 100, time.Hour, short, "it took longer than 300ms"},
		{"never ends", 1 << 16, time.Nanosecond, time.Minute, "more than 256 KB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			store, err := catalog.Open(t.Context(), t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			cache := NewCache(store)
			slow := false
			v := visit(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
				if !slow {
					io.WriteString(w, "as it was")
					return
				}
				for r.Context().Err() == nil {
					if test.begin > 0 {
						io.WriteString(w, strings.Repeat("x", test.begin))
						w.(http.Flusher).Flush()
					}
					select {
					case <-time.After(test.pause):
					case <-r.Context().Done():
					}
				}
			}))
			web := NewWeb(Config{AllowPrivate: true, Clock: v.clock, Cache: cache, Run: 1, MaxBytes: 256 << 10})
			if _, err := web.Fetch(t.Context(), at(v.URL+"/a")); err != nil {
				t.Fatal(err)
			}
			web.Close()
			slow = true
			web = NewWeb(Config{AllowPrivate: true, Clock: v.clock, Cache: cache, Run: 2, Timeout: test.limit, MaxBytes: 256 << 10})
			defer web.Close()
			start := time.Now()
			if _, err := web.Fetch(t.Context(), at(v.URL+"/a")); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want an error that says %q", err, test.says)
			}
			if took := time.Since(start); faults.Full() && took > (maxAttempts+1)*test.limit {
				t.Errorf("given up after %s, want %d times %s", took, maxAttempts, test.limit)
			}
			answer, err := cache.Response(t.Context(), v.URL+"/a")
			if err != nil {
				t.Fatal(err)
			}
			if body, err := cache.Body(t.Context(), answer); string(body) != "as it was" || answer.Error == "" {
				t.Errorf("kept %q, %v, with the error %q", body, err, answer.Error)
			}
		})
	}
	if !t.Failed() {
		note("servers that are slow in 4 ways: given up in time, the old copy kept")
	}
}
