package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rostrum/internal/faults"
)

// TestFaultSlowClients opens sockets that send a byte now and then, or do not
// read what they asked for. Nobody else notices, and in the end they are closed.
func TestFaultSlowClients(t *testing.T) {
	note := faults.Begin(t, faults.Slow)
	address := serving(t, "--data", indexSampleFor(t))
	host := strings.TrimPrefix(address, "http://")
	asked := faults.Times(60, 1000)
	usual := func() (p99 time.Duration) {
		var waits []time.Duration
		for range asked {
			began := time.Now()
			response, err := http.Get(address + "/api/v1/search?q=victims")
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, response.Body)
			response.Body.Close()
			if response.StatusCode != http.StatusOK {
				t.Errorf("a usual question: status %d", response.StatusCode)
			}
			waits = append(waits, time.Since(began))
		}
		slices.Sort(waits)
		return waits[len(waits)*99/100]
	}
	alone := usual()

	sockets := faults.Times(60, 500)
	var closed atomic.Int32
	var group sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	for i := range sockets {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		group.Go(func() {
			defer conn.Close()
			begin, more := "GET /search?q=victims HTTP/1.1\r\nHost: "+host+"\r\nX-Slow: ", "a"
			switch i % 20 {
			case 1, 5, 9, 13, 17: // a body that never comes whole
				begin = "POST /search HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 1000000\r\n\r\n"
			case 2: // answers, more than a socket holds, that nobody reads
				begin, more = "", strings.Repeat("GET /search.ndjson HTTP/1.1\r\nHost: "+host+"\r\n\r\n", 20)
			case 3, 7, 11, 15, 19: // nothing at all
				more = ""
				begin = ""
			}
			if _, err := io.WriteString(conn, begin); err != nil {
				closed.Add(1)
				return
			}
			for tick := time.NewTicker(100 * time.Millisecond); ; {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
				}
				_ = conn.SetDeadline(time.Now().Add(50 * time.Millisecond))
				_, err := io.WriteString(conn, more)
				if more == "" { // whether it is closed is told by reading
					_, err = conn.Read(make([]byte, 1))
				}
				if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
					closed.Add(1)
					return
				}
			}
		})
	}
	usual() // until what was asked for has filled the sockets
	beside := usual()
	if faults.Full() {
		if beside > 2*alone+5*time.Millisecond {
			t.Errorf("others wait %s (p99) instead of %s", beside, alone)
		}
		// Headers may take 10 seconds, an answer 60, a connection without a question 120.
		for deadline := time.Now().Add(150 * time.Second); int(closed.Load()) < sockets && time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		}
		if n := int(closed.Load()); n < sockets {
			t.Errorf("%d of %d slow sockets are still open", sockets-n, sockets)
		}
	}
	found := fmt.Sprintf("%d sockets: p99 of others %.1f ms alone, %.1f ms beside them; %d closed by the server", sockets, ms(alone), ms(beside), closed.Load())
	stop()
	group.Wait()
	note("%s", found)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// TestTooMuchToRead sends what no client has to: headers and bodies without an
// end are refused, and the connection goes.
func TestTooMuchToRead(t *testing.T) {
	host := strings.TrimPrefix(serving(t, "--data", indexSampleFor(t)), "http://")
	for name, test := range map[string]struct {
		sent string
		want string
	}{
		"headers":      {"GET / HTTP/1.1\r\nHost: " + host + "\r\nX-Much: " + strings.Repeat("a", 1<<20), "431"},
		"address":      {"GET /search?q=" + strings.Repeat("a", 1<<20), "431"},
		"body":         {"POST /readyz HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 100000000\r\n\r\n" + strings.Repeat("a", 1<<20), "405"},
		"form":         {"POST /search HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000000\r\n\r\nq=" + strings.Repeat("a", 1<<20), "400"},
		"no form":      {"POST /search HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 100000000\r\n\r\n" + strings.Repeat("a", 1<<20), "400"},
		"two lengths":  {"GET / HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400"},
		"not HTTP":     {"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", "400"},
		"two hosts":    {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
		"no host":      {"GET / HTTP/1.1\r\n\r\n", "400"},
		"odd encoding": {"GET / HTTP/1.1\r\nHost: " + host + "\r\nTransfer-Encoding: gzip\r\n\r\n", "501"},
	} {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
		go func() { _, _ = io.WriteString(conn, test.sent) }() // fails when the server has seen enough
		line, err := bufio.NewReader(conn).ReadString('\n')
		if !strings.HasPrefix(line, "HTTP/1.1 "+test.want) {
			t.Errorf("%s: answered %q, %v; want %s", name, line, err, test.want)
		}
		conn.Close()
	}
}
