package extract

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/internal/faults"
)

// hostileMemory limits the resident memory of a worker, in bytes: its data, at most
// 512 MiB, and its program.
const hostileMemory = 640 << 20

// hostileTime limits the processor time for one document.
func hostileTime() time.Duration { return time.Duration(faults.Times(1, 3)) * time.Second }

// watch records what a hostile document reached or used.
type watch struct {
	e       *Extractor
	address string // of a server that must not be contacted
	canary  string // a file that must not be read
	asked   atomic.Int64
	folders map[string][]string

	longest time.Duration // processor time
	most    int64         // memory of a worker, in bytes
	ended   int           // documents abandoned at a limit
	faults  int
}

const canaryWord = "kanarienvogel"

func newWatch(t *testing.T) *watch {
	t.Helper()
	w := &watch{folders: map[string][]string{}}
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { w.asked.Add(1) }))
	t.Cleanup(server.Close)
	w.address, w.canary = server.URL, filepath.Join(t.TempDir(), "canary.txt")
	if err := os.WriteFile(w.canary, []byte(canaryWord), 0o600); err != nil {
		t.Fatal(err)
	}
	w.e = newExtractor(t, Config{OCR: OCRNever, Timeout: hostileTime()})
	for _, folder := range []string{".", filepath.Dir(w.canary)} {
		w.folders[folder] = list(t, folder)
	}
	return w
}

func list(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (w *watch) fault(t *testing.T, name, format string, args ...any) {
	t.Helper()
	w.faults++
	t.Errorf("%s: %s", name, fmt.Sprintf(format, args...))
}

// read reads a document, and checks that it stays within its limits, and that the
// result is a text, a suspect text with a reason, or an error of a known kind.
func (w *watch) read(t *testing.T, name string, doc corpus.Document) {
	t.Helper()
	text, took, err := w.e.Timed(t.Context(), doc)
	w.longest, w.most = max(w.longest, took.Reader), max(w.most, took.Memory)
	switch {
	case err != nil && !errors.Is(err, corpus.ErrOverLimit) && !errors.Is(err, corpus.ErrNotText):
		w.fault(t, name, "%v", err)
	case err != nil:
		if errors.Is(err, corpus.ErrOverLimit) {
			w.ended++
		}
	case strings.TrimSpace(fullText(text)) == "" && (text.Status != corpus.StatusSuspect || text.Reason == ""):
		w.fault(t, name, "a silent empty, %q", text.Status)
	case strings.Contains(fullText(text), canaryWord):
		w.fault(t, name, "it has read a file of this machine")
	}
	// Limits are checked every few hundredths of a second, and less often on a busy
	// machine.
	if took.Reader > 2*hostileTime() || took.Memory > hostileMemory {
		w.fault(t, name, "it took %v and %d MB", took.Reader, took.Memory>>20)
	}
}

// good reads a good document, which must be read correctly.
func (w *watch) good(t *testing.T, after string) {
	t.Helper()
	text, err := w.e.Extract(t.Context(), corpus.Document{Bytes: makePDF(speech)})
	if err != nil || text.Status != corpus.StatusGood || !strings.Contains(fullText(text), "year, and it reaffirms its support") {
		w.fault(t, "the good document after "+after, "%s %q, %v", text.Status, fullText(text), err)
	}
}

// end checks that nothing was reached.
func (w *watch) end(t *testing.T) {
	t.Helper()
	if n := w.asked.Load(); n > 0 {
		w.fault(t, "all", "the server was asked %d times", n)
	}
	for folder, before := range w.folders {
		if now := list(t, folder); !slices.Equal(now, before) {
			w.fault(t, "all", "in %s there are %q, before there were %q", folder, now, before)
		}
	}
	for _, path := range []string{"/tmp/escaped", "/etc/escaped"} {
		if _, err := os.Stat(path); err == nil {
			w.fault(t, "all", "%s was written", path)
		}
	}
}

// TestFaultHostileClasses reads a document of every class, and collected hostile
// files, renders the PDFs among them, and reads a good document after each.
func TestFaultHostileClasses(t *testing.T) {
	saw := faults.Begin(t, faults.Hostile)
	w := newWatch(t)
	classes := hostiles()
	for _, h := range classes {
		begin := time.Now()
		doc := h.document(w.address, w.canary)
		w.read(t, h.class, doc)
		if Sniff(doc.Bytes, doc.File, "") == KindPDF {
			p, err := w.e.Picture(t.Context(), doc.Bytes, 1, 400)
			if err == nil && p.Width*p.Height > 8_100_000 || err != nil && p.Bytes != nil {
				w.fault(t, h.class, "its picture is %d by %d, %v", p.Width, p.Height, err)
			}
		}
		w.good(t, h.class)
		t.Logf("%5.1f s %s", time.Since(begin).Seconds(), h.class)
	}
	collected, _ := filepath.Glob("../../../shared/pdf-dev/adv__*.pdf") // if present
	if !faults.Full() {
		collected = nil // TestHostile reads them
	}
	for _, path := range collected {
		w.read(t, filepath.Base(path), document(t, path))
		w.good(t, filepath.Base(path))
	}
	w.end(t)
	saw("%d classes and %d collected files, %d ended at a bound: %d faults; at most %.1f s of a processor and %d MB in the reader",
		len(classes), len(collected), w.ended, w.faults, w.longest.Seconds(), w.most>>20)
}

// TestFaultHostileMutants reads documents with random changes.
func TestFaultHostileMutants(t *testing.T) {
	saw := faults.Begin(t, faults.Hostile)
	w := newWatch(t)
	kinds := samples(t)
	number := faults.Times(150, 10_000)
	for seed := range number {
		original := kinds[seed%len(kinds)]
		mutant := original
		mutant.Bytes = mutate(uint64(seed), original.Bytes)
		name := fmt.Sprintf("mutant %d of %s", seed, original.File)
		faultsBefore, endedBefore := w.faults, w.ended
		w.read(t, name, mutant)
		if seed%10 == 0 || w.faults > faultsBefore || w.ended > endedBefore {
			w.good(t, name)
		}
	}
	w.end(t)
	saw("%d mutants of %d documents, %d ended at a bound: %d faults; at most %.1f s of a processor and %d MB in the reader",
		number, len(kinds), w.ended, w.faults, w.longest.Seconds(), w.most>>20)
}
