package fetch

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/temoto/robotstxt"

	"rostrum/corpus"
)

// Clock provides the time, and waits.
type Clock interface {
	Now() time.Time
	Sleep(context.Context, time.Duration) error
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

const (
	// maxWait is the longest wait for a server. A server that asks for more is not
	// contacted again in this run.
	maxWait = 5 * time.Minute
	// maxInARow is the number of consecutive failed requests after which a server is
	// considered down.
	maxInARow = 9
)

// Hosts has the state of web servers during a run. The fetchers of a run share it, so
// that two sources on one server keep to its pace together.
type Hosts struct {
	mu    sync.Mutex
	hosts map[string]*host
}

// NewHosts returns an empty state.
func NewHosts() *Hosts { return &Hosts{hosts: map[string]*host{}} }

func (h *Hosts) named(name string) *host {
	name = strings.ToLower(name)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.hosts[name] == nil {
		h.hosts[name] = &host{name: name}
	}
	return h.hosts[name]
}

// host is the state of one web server.
type host struct {
	name string

	mu     sync.Mutex
	next   time.Time     // no request before this time
	gap    time.Duration // between requests; the longest that was asked for
	failed int           // consecutive failed requests

	asking sync.Mutex // held while robots.txt is requested
	robots *robotstxt.RobotsData
	err    error
}

// downError means that a server is not contacted again in this run.
type downError struct{ reason string }

func (e *downError) Error() string { return e.reason }

// slow sets the minimum time between requests to gap, if that is longer than the
// current one.
func (h *host) slow(gap time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.gap = max(h.gap, gap)
}

// wait waits until the caller may send a request.
func (h *host) wait(ctx context.Context, clock Clock) error {
	for {
		h.mu.Lock()
		now := clock.Now()
		wait, failed := h.next.Sub(now), h.failed
		if wait <= 0 && failed < maxInARow {
			h.next = now.Add(h.gap)
			h.mu.Unlock()
			return ctx.Err()
		}
		h.mu.Unlock()
		switch {
		case failed >= maxInARow:
			return &downError{fmt.Sprintf("%s did not answer %d times in a row and is left alone for now: try again later", h.name, failed)}
		case wait > maxWait:
			return &downError{fmt.Sprintf("%s asks not to be asked again before %s", h.name, now.Add(wait).UTC().Format("2006-01-02 15:04 MST"))}
		}
		if err := clock.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// note updates the state after a response. If a server is overloaded or fails, all
// requests to it wait as long as it asks for, or longer after each failure.
func (h *host) note(response *http.Response, err error, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err == nil && !busy(response.StatusCode) {
		h.failed = 0
		return
	}
	h.failed++
	pause := min(h.gap<<h.failed, maxWait)
	if err == nil {
		pause = max(pause, retryAfter(response.Header.Get("Retry-After"), now))
	}
	if until := now.Add(pause); until.After(h.next) {
		h.next = until
	}
}

// busy reports whether the request may succeed a little later.
func busy(status int) bool { return status == http.StatusTooManyRequests || status >= 500 }

// retryAfter parses a Retry-After header: seconds, or a date.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(strings.TrimSpace(value)); err == nil {
		return time.Duration(min(max(seconds, 0), 365*24*3600)) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return at.Sub(now)
	}
	return 0
}

// allowed checks an address against robots.txt. A server without one allows
// everything; a server that fails to return it allows nothing (RFC 9309, 2.3.1), and
// counts as failing.
func (h *host) allowed(address, agent string) error {
	if h.err != nil {
		return h.err
	}
	if !h.robots.TestAgent(sameEscapes(address), agent) {
		return corpus.ErrRefused.Errorf("the robots.txt of %s asks programs not to read this page: save the file yourself and name it instead", h.name)
	}
	return nil
}

// sameEscapes normalizes percent-encoding, so that addresses can be compared with
// rules of robots.txt (RFC 9309, 2.2.2): unreserved characters are decoded, and other
// escapes are written in capital letters.
func sameEscapes(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '%' && i+2 < len(text) {
			if raw, err := hex.DecodeString(text[i+1 : i+3]); err == nil {
				c, i = raw[0], i+2
				if !unreserved(c) {
					fmt.Fprintf(&out, "%%%02X", c)
					continue
				}
			}
		}
		if c < utf8.RuneSelf {
			out.WriteByte(c)
		} else {
			fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}

// unreserved reports whether a character needs no escape (RFC 3986, 2.3).
func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
