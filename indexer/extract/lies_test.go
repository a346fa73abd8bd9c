package extract

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/internal/faults"
)

// lies are what a compromised worker may write in place of an answer.
var lies = map[string]func(io.Writer){
	"a text without end":     func(w io.Writer) { many(w, 1<<30, corpus.Page{Text: strings.Repeat("a", maxText)}) },
	"more pages than said":   func(w io.Writer) { head(w, -1) },
	"a million pages":        func(w io.Writer) { head(w, 1<<20); pages(w, 1<<20, corpus.Page{Text: "a"}) },
	"pages of long labels":   func(w io.Writer) { many(w, maxPages, corpus.Page{Label: strings.Repeat("a", maxHead-200)}) },
	"pages of the same name": func(w io.Writer) { head(w, 2); page(w, corpus.Page{Number: 1}); page(w, corpus.Page{Number: 1}) },
	"words without end":      func(w io.Writer) { words(w, math.MaxInt32) },
	"as many as it may":      func(w io.Writer) { most(w) },
	"fewer than none":        func(w io.Writer) { words(w, -1) },
	"words past the text": func(w io.Writer) {
		head(w, 1)
		page(w, corpus.Page{Number: 1, Text: "a", Words: []corpus.Word{{Start: 0, End: 2}}})
	},
	"words within a character": func(w io.Writer) {
		head(w, 1)
		page(w, corpus.Page{Number: 1, Text: "é", Words: []corpus.Word{{Start: 0, End: 1}}})
	},
	"words that end before they begin": func(w io.Writer) {
		head(w, 1)
		page(w, corpus.Page{Number: 1, Text: "ab", Words: []corpus.Word{{Start: 1, End: 0}}})
	},
	"words nowhere": func(w io.Writer) {
		head(w, 1)
		page(w, corpus.Page{Number: 1, Text: "a", Words: []corpus.Word{{End: 1, Left: float32(math.NaN())}}})
	},
	"a mark past the text": func(w io.Writer) {
		head(w, 1)
		page(w, corpus.Page{Number: 1, Text: "a", Spans: []corpus.Span{{Kind: corpus.SpanMark, Offset: 2, Text: "1"}}})
	},
	"marks in disorder": func(w io.Writer) {
		head(w, 1)
		page(w, corpus.Page{Number: 1, Text: "ab", Spans: []corpus.Span{{Kind: corpus.SpanMark, Offset: 1}, {Kind: corpus.SpanMark}}})
	},
	"spans of a kind of its own": func(w io.Writer) {
		head(w, 1)
		page(w, corpus.Page{Number: 1, Text: "a", Spans: []corpus.Span{{Kind: "sound"}}})
	},
	"a page before the first": func(w io.Writer) { head(w, 1); page(w, corpus.Page{Number: 0}) },
	"a page of no size":       func(w io.Writer) { head(w, 1); page(w, corpus.Page{Number: 1, Width: -1}) },
	"a method of its own":     func(w io.Writer) { head(w, 1); page(w, corpus.Page{Number: 1, Method: "sight"}) },
	"certainty beyond 1":      func(w io.Writer) { head(w, 1); page(w, corpus.Page{Number: 1, Confidence: 2}) },
	"bytes that are no text":  func(w io.Writer) { head(w, 1); page(w, corpus.Page{Number: 1, Text: "\xff"}) },
	"depth without end":       func(w io.Writer) { raw(w, strings.Repeat(`{"text":`, maxHead/8)) },
	"lists in lists":          func(w io.Writer) { raw(w, `{"x":`+strings.Repeat("[", maxHead-10)) },
	"an outline without end": func(w io.Writer) {
		raw(w, `{"text":{"properties":{"outline":[`+strings.Repeat("{},", maxHead/3-20)+`{}]}}}`)
	},
	"pictures without end": func(w io.Writer) { raw(w, `{"text":{},"pictures":[`+strings.Repeat("{},", maxHead/3-20)+`{}]}`) },
	"pages in the head":    func(w io.Writer) { raw(w, `{"text":{"pages":[{"number":1}]},"pages":1}`) },
	"a frame that never comes": func(w io.Writer) {
		_, _ = w.Write([]byte{0, 0x0f, 0xff, 0xff})
		time.Sleep(time.Hour)
	},
	"a frame of four gigabytes": func(w io.Writer) { _, _ = w.Write(bytes.Repeat([]byte{0xff}, 1<<20)) },
	"a failure without end": func(w io.Writer) {
		_ = writeMessage(w, answer{Failure: &failure{Message: strings.Repeat("a", maxHead-100)}}, nil)
	},
	"nothing": func(w io.Writer) { _ = writeMessage(w, answer{}, nil) },
}

func raw(w io.Writer, s string) { _ = writeFrame(w, []byte(s)) }

func head(w io.Writer, count int) {
	_ = writeMessage(w, answer{Text: &corpus.Text{}, Pages: count}, nil)
}

func page(w io.Writer, p corpus.Page) { _ = writePage(w, p) }

func pages(w io.Writer, count int, p corpus.Page) {
	for p.Number = 1; p.Number <= count; p.Number++ {
		if writePage(w, p) != nil {
			return
		}
	}
}

func many(w io.Writer, count int, p corpus.Page) {
	head(w, min(count, maxPages))
	pages(w, count, p)
}

// words announces count words, and writes them endlessly.
func words(w io.Writer, count int) {
	head(w, 1)
	_ = writeMessage(w, pageHead{Page: corpus.Page{Number: 1}, Words: count}, []byte("a"))
	var b [wireWord]byte
	binary.BigEndian.PutUint32(b[4:], 1)
	for range count {
		if _, err := w.Write(b[:]); err != nil {
			return
		}
	}
}

// most writes as much as is accepted, of everything.
func most(w io.Writer) {
	const count = 8
	_ = writeMessage(w, answer{Text: &corpus.Text{Warnings: make([]string, maxHead/4)}, Pages: count}, nil)
	text := strings.Repeat("a", maxText/count)
	places := make([]corpus.Word, maxWords/count)
	for i := range count {
		page(w, corpus.Page{Number: i + 1, Text: text, Words: places})
	}
}

// lie is a worker that answers with a lie.
func lie(name string) {
	r, w := bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)
	for n := 1; ; n++ {
		var req request
		if readMessage(r, maxHeader, &req) != nil {
			return
		}
		if req.Body {
			if _, err := readFrame(r, defaultMaxBytes); err != nil {
				return
			}
		}
		switch {
		case req.Op == opPrepare:
			_ = writeAnswer(w, answer{}, nil)
		case name == "remembers": // data of earlier documents
			_ = writeAnswer(w, answer{Text: &corpus.Text{Pages: []corpus.Page{{Number: 1, Text: fmt.Sprint(n)}}}}, nil)
		case strings.HasPrefix(name, "draws "):
			_ = writeAnswer(w, answer{Width: 1, Height: 1}, []byte(strings.TrimPrefix(name, "draws ")))
		default:
			lies[name](w)
		}
		if w.Flush() != nil {
			return
		}
	}
}

func newLiar(t *testing.T, name string) *Extractor {
	t.Helper()
	e, err := New(Config{Launcher: launcher, Command: []string{os.Args[0], "liar", name}, OCR: OCRNever, Timeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// peak runs f, and returns the increase of memory in use at its peak.
func peak(f func()) int64 {
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	highest := before.HeapAlloc
	var group sync.WaitGroup
	done := make(chan struct{})
	group.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				highest = max(highest, m.HeapAlloc)
			}
		}
	})
	f()
	close(done)
	group.Wait()
	return int64(highest - before.HeapAlloc)
}

// Whatever a worker writes, it costs the parent at most 64 MB, and an invalid answer
// fails its document.
func TestLies(t *testing.T) {
	long := corpus.Document{Bytes: []byte("<p>" + strings.Join(speech, " ") + "</p>")}
	allowed := faults.Memory(64 << 20)
	for name := range lies {
		t.Run(name, func(t *testing.T) {
			e := newLiar(t, name)
			var text corpus.Text
			var err error
			used := peak(func() { text, err = e.Extract(t.Context(), long) })
			if used > allowed {
				t.Errorf("it took %d MB of memory", used>>20)
			}
			cut := name == "as many as it may" || name == "an outline without end" || name == "pictures without end"
			if err == nil && (!cut || len(text.Warnings) > maxWarnings || len(text.Properties.Outline)*16 > maxOutline) {
				t.Errorf("it was believed: %d pages, %+v", len(text.Pages), text.Properties)
			}
			if err != nil && len(err.Error()) > 2*maxSentence {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
		})
	}
}

// A worker reads one document of unknown origin and no other, before or after: it can
// neither falsify the next one nor reveal the previous one.
func TestOneProcessForEachDocument(t *testing.T) {
	e := newLiar(t, "remembers")
	read := func(location, content string) string {
		t.Helper()
		text, err := e.Extract(t.Context(), corpus.Document{Item: corpus.Item{Location: location}, Bytes: []byte("<p>" + content)})
		if err != nil {
			t.Fatal(err)
		}
		return text.Pages[0].Text
	}
	for i, step := range []struct{ location, want string }{
		{"/a", "1"}, {"/b", "2"}, // the operator's own
		{"https://one.example/a", "1"}, {"https://one.example/b", "1"}, {"HTTP://two.example/a", "1"},
		{"/c", "1"}, {"/d", "2"},
	} {
		if got := read(step.location, fmt.Sprint(i)); got != step.want {
			t.Errorf("%s was document %s of its worker, want %s", step.location, got, step.want)
		}
	}
}

// Pages are rendered by a worker that has seen only their document, and its output is
// an image, or rejected.
func TestDrawnLies(t *testing.T) {
	pdf := makePDF(speech)
	for _, drawn := range []string{"<script>alert(1)</script>", "\x89PNG\r\n\x1a\n", "GIF89a"} {
		p, err := newLiar(t, "draws "+drawn).Picture(t.Context(), pdf, 1, 200)
		if !errors.Is(err, errLie) || len(p.Bytes) > 0 {
			t.Errorf("%q was taken for a picture of %s: %v", drawn, p.MediaType, err)
		}
	}
	e := newExtractor(t, Config{OCR: OCRNever})
	other := makePDF(speech[:1])
	var pids []int
	for _, file := range [][]byte{pdf, pdf, other} {
		p, err := e.Picture(t.Context(), file, 1, 200)
		if err != nil || http.DetectContentType(p.Bytes) != p.MediaType || p.Width != 200 {
			t.Fatalf("%s of %d by %d, %v", p.MediaType, p.Width, p.Height, err)
		}
		pids = append(pids, e.idle[0].cmd.Process.Pid)
	}
	if pids[0] != pids[1] || pids[1] == pids[2] {
		t.Errorf("drawn by %v", pids)
	}
}
