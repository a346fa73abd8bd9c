package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"rostrum/corpus/datadir"
	"rostrum/internal/faults"
	"rostrum/search/service"
)

func TestInterruptedRunSaysHowToGoOn(t *testing.T) {
	t.Parallel()
	f := folio{dir: t.TempDir()}
	f.turn(t)
	// What goes wrong with it is lockedBuffer.
	if err := os.WriteFile(filepath.Join(f.dir, "0.png"), []byte("\x7fELF\x02\x01\x01\x00 is no picture"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stderr := &interrupting{interrupt: cancel}
	code := run(ctx, []string{"index", f.dir, "--data", t.TempDir(), "--workers", "1", "-v"}, strings.NewReader(""), io.Discard, stderr)
	if code != exitInterrupted || !strings.Contains(stderr.String(), saysGoOn) {
		t.Errorf("ended with %d: %s", code, stderr.String())
	}
}

// interrupting ends a run when it writes its first line.
type interrupting struct {
	lockedBuffer
	interrupt func()
}

func (w *interrupting) Write(b []byte) (int, error) {
	w.interrupt()
	return w.lockedBuffer.Write(b)
}

func TestRunInterruptedAtOnceSaysSo(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stderr strings.Builder
	code := run(ctx, []string{"index", t.TempDir(), "--data", t.TempDir()}, strings.NewReader(""), io.Discard, &stderr)
	if code != exitInterrupted || stderr.String() != "rostrum: "+saysInterrupted+"\n" {
		t.Errorf("ended with %d: %q", code, stderr.String())
	}
}

// TestUnfinishedRestoreIsTold has a restore that was decided upon, and a folder
// in which nothing can be moved.
func TestUnfinishedRestoreIsTold(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	if err := os.Mkdir(filepath.Join(data, "restored"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "replaced"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	code := run(t.Context(), []string{"status", "--data", data}, strings.NewReader(""), io.Discard, &stderr)
	if code != exitFailure || !strings.Contains(stderr.String(), "an interrupted restore of ") {
		t.Errorf("ended with %d: %s", code, stderr.String())
	}
}

// TestRebuildWaitsForOthers has another process hold the lock when the index is
// to be rebuilt.
func TestRebuildWaitsForOthers(t *testing.T) {
	t.Parallel()
	data := indexSampleFor(t)
	manifests, err := filepath.Glob(filepath.Join(data, "index", "g*", "manifest.json"))
	if err != nil || len(manifests) != 1 {
		t.Fatalf("manifests %v, %v", manifests, err)
	}
	if err := faults.Reseal(manifests[0], "analysis", "", 99); err != nil {
		t.Fatal(err)
	}
	lock, err := datadir.Acquire(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	s := serveProcess(t, "--data", data)
	for deadline := time.Now().Add(time.Minute); !strings.Contains(s.log.String(), service.SaysNotRebuilt); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the log does not say that the index could not be rebuilt: %s", &s.log)
		}
	}
	if !strings.Contains(s.log.String(), "is writing to") {
		t.Errorf("the log does not say why: %s", &s.log)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	s.signal(syscall.SIGTERM)
	if err := s.end(); err != nil {
		t.Errorf("ended with %v: %s", err, &s.log)
	}
}
