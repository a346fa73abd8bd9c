package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/internal/faults"
)

const fetchOnce = "ROSTRUM_TEST_FETCH" // address, limit in bytes, timeout

// TestFetchOnce is the process measured by TestFaultBombs.
func TestFetchOnce(t *testing.T) {
	task := strings.Fields(os.Getenv(fetchOnce))
	if len(task) != 3 {
		t.Skip("started by TestFaultBombs")
	}
	most, err := strconv.ParseInt(task[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	wait, err := time.ParseDuration(task[2])
	if err != nil {
		t.Fatal(err)
	}
	web := NewWeb(Config{AllowPrivate: true, Pace: time.Millisecond, MaxBytes: most, Timeout: wait, Clock: &stopped{}})
	doc, err := web.Fetch(t.Context(), at(task[0]))
	if errors.Is(err, corpus.ErrOverLimit) {
		fmt.Println("over limit")
	}
	fmt.Printf("%d bytes, %v\n", len(doc.Bytes), err)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err)
	}
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	fmt.Println("memory", strings.Fields(peak)[0])
}

// peakOf reads the peak memory in bytes that the process printed.
func peakOf(output []byte) int64 {
	_, rest, _ := strings.Cut(string(output), "\nmemory ")
	kilobytes, _, _ := strings.Cut(rest, "\n")
	n, _ := strconv.ParseInt(kilobytes, 10, 64)
	return n << 10
}

// packed sends a body that decompresses to n spaces.
func packed(encoding string, n int64) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", encoding)
		const step = 10 << 20
		var one bytes.Buffer
		var z io.WriteCloser = gzip.NewWriter(&one)
		if encoding == "deflate" {
			z, _ = flate.NewWriter(&one, flate.BestSpeed)
		}
		_, _ = io.Copy(z, io.LimitReader(zeros{}, step))
		_ = z.Close()
		for ; n > 0; n -= step {
			if _, err := w.Write(one.Bytes()); err != nil {
				return
			}
		}
	}
}

func endless(step func(w http.ResponseWriter, r *rand.Rand) error) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		r := rand.New(rand.NewPCG(1, 1))
		for req.Context().Err() == nil {
			if step(w, r) != nil {
				return
			}
		}
	}
}

func random(r *rand.Rand) []byte {
	b := make([]byte, 64<<10)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// TestFaultBombs requests bodies that decompress to far more than was sent, never
// end, or do not match their headers. Each is requested by a process of its own,
// whose memory is compared with that of a process that requests an ordinary page.
func TestFaultBombs(t *testing.T) {
	saw := faults.Begin(t, faults.Bombs)
	const mb, small, usual = 1 << 20, 8 << 20, DefaultMaxBytes
	tests := []struct {
		name string
		body http.HandlerFunc
		most int64
		over bool   // the response is abandoned at the limit
		says string // the expected message otherwise
	}{
		{"a page", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<p>page</p>") }, usual, false, "11 bytes, <nil>"},
		{"a page, packed", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.WriteString(z, strings.Repeat("<p>page</p>", 100_000)) // compressed a thousand times, but small
			_ = z.Close()
		}, usual, false, "1100000 bytes, <nil>"},
		{"10 MB", packed("gzip", 10*mb), small, true, ""},
		{"100 MB", packed("gzip", 100*mb), usual, true, ""},
		{"1 GB", packed("GZIP", 1000*mb), usual, true, ""},
		{"10 GB", packed("gzip", 10_000*mb), usual, true, ""},
		{"10 GB, deflate", packed("deflate", 10_000*mb), small, true, ""},
		{"packed twice", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			inner := gzip.NewWriter(z)
			_, _ = io.Copy(inner, io.LimitReader(zeros{}, 10*mb))
			_ = errors.Join(inner.Close(), z.Close())
		}, usual, false, "<nil>"}, // decompressed once; the content is not text
		{"said to be packed twice", packed("gzip, gzip", 1000*mb), usual, false, "<nil>"}, // not decompressed at all
		{"brotli, or said to be", packed("br", 100*mb), usual, false, "<nil>"},
		{"no end, packed", endless(func() func(http.ResponseWriter, *rand.Rand) error {
			var z *gzip.Writer
			return func(w http.ResponseWriter, r *rand.Rand) error {
				if z == nil {
					w.Header().Set("Content-Encoding", "gzip")
					z, _ = gzip.NewWriterLevel(w, gzip.BestSpeed)
				}
				_, err := z.Write(random(r))
				return err
			}
		}()), small, true, ""},
		{"no end", endless(func(w http.ResponseWriter, r *rand.Rand) error { _, err := w.Write(random(r)); return err }), small, true, ""},
		{"a length beyond the bound", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1099511627776")
			_, _ = io.WriteString(w, "x")
		}, usual, true, ""},
		{"a length that is too small", func(w http.ResponseWriter, _ *http.Request) { raw(w, "Content-Length: 4\r\n\r\nfour and more") }, usual, false, "4 bytes, <nil>"},
		{"a length that is too large", func(w http.ResponseWriter, _ *http.Request) { raw(w, "Content-Length: 400\r\n\r\nfour") }, usual, false, "broke off"},
		{"two lengths", func(w http.ResponseWriter, _ *http.Request) {
			raw(w, "Content-Length: 4\r\nContent-Length: 5\r\n\r\nfour and more")
		}, usual, false, "cannot be reached"},
		{"a negative length", func(w http.ResponseWriter, _ *http.Request) { raw(w, "Content-Length: -4\r\n\r\nfour") }, usual, false, "cannot be reached"},
		{"chunks of nonsense", func(w http.ResponseWriter, _ *http.Request) {
			raw(w, "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx")
		}, usual, false, "broke off"},
		{"packed, and cut", func(w http.ResponseWriter, _ *http.Request) {
			raw(w, "Content-Encoding: gzip\r\nContent-Length: 12\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x00\x01")
		}, usual, false, "broke off"},
		{"packed, and nothing", func(w http.ResponseWriter, _ *http.Request) {
			raw(w, "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n")
		}, usual, false, "0 bytes, <nil>"},
		{"a head without end", func(w http.ResponseWriter, _ *http.Request) {
			raw(w, strings.Repeat("X-Head: "+strings.Repeat("x", 1000)+"\r\n", 10_000))
		}, usual, false, "cannot be reached"},
		{"a body that drips", drip("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"), usual, false, "took longer than"},
		{"a head that drips", drip("HTTP/1.1 200 OK\r\n", "X: y\r\n"), usual, false, "took longer than"},
	}
	var page, most int64
	longest, failed := time.Duration(0), 0
	for _, test := range tests {
		server := httptest.NewServer(noRobots(test.body))
		wait := "20s"
		if strings.Contains(test.name, "drips") {
			wait = "300ms"
		}
		begin := time.Now()
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestFetchOnce$")
		cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0", fmt.Sprintf("%s=%s/x %d %s", fetchOnce, server.URL, test.most, wait))
		out, err := cmd.CombinedOutput()
		took := time.Since(begin)
		server.CloseClientConnections()
		server.Close()
		memory := peakOf(out)
		if page == 0 {
			page = memory
		}
		most, longest = max(most, memory-page), max(longest, took)
		if over := strings.Contains(string(out), "over limit"); err != nil || over != test.over || !strings.Contains(string(out), test.says) {
			failed++
			t.Errorf("%s: %v, %s", test.name, err, out)
		}
		if over := memory - page; memory == 0 || over > faults.Memory(64*mb) || took > time.Minute {
			failed++
			t.Errorf("%s: %d MB above a page, %v", test.name, over>>20, took)
		}
		t.Logf("%5.1f s %4d MB %s: %s", took.Seconds(), (memory-page)>>20, test.name, firstLine(out))
	}
	saw("%d bodies, those packed from 10 MB to 10 GB: %d not stopped, at most %d MB of memory more than for a page, %.1f s", len(tests)-1, failed, most>>20, longest.Seconds())
}

func firstLine(b []byte) string {
	line, _, _ := strings.Cut(strings.TrimPrefix(string(b), "over limit\n"), "\n")
	return line
}

// raw writes the rest of a response verbatim.
func raw(w http.ResponseWriter, rest string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n"+rest)
}

// drip writes a beginning, and then a little at a time.
func drip(beginning, little string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		_, err = io.WriteString(conn, beginning)
		for ticker := time.NewTicker(20 * time.Millisecond); err == nil; <-ticker.C {
			_, err = io.WriteString(conn, little)
		}
	}
}
