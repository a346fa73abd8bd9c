package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
	"rostrum/search/service"
)

// TestSyncGoesOnAfterKill kills the program while it asks for one address
// after another, and starts it again, until it comes to its end.
func TestSyncGoesOnAfterKill(t *testing.T) {
	t.Parallel()
	const documents, kills = 24, 5
	var mu sync.Mutex
	asked, total, killAt := map[string]int{}, 0, 0
	var victim *os.Process
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.URL.Path]++
		if total++; total == killAt {
			victim.Kill() // SIGKILL: nothing can be tidied up
		}
		mu.Unlock()
		w.Header().Set("Content-Type", "text/html")
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/":
			fmt.Fprint(w, "<!doctype html><h1>Statements</h1><ul>")
			for i := range documents {
				fmt.Fprintf(w, `<li><a href="/s/%d.txt">Statement by State %d</a></li>`, i, i)
			}
		default:
			w.Header().Set("Content-Type", "text/plain")
			fmt.Fprintf(w, "This statement %s was written for a test of killing the program, and is the word of nobody.", r.URL.Path)
		}
	}))
	defer server.Close()
	dir := t.TempDir()
	sources, data := filepath.Join(dir, "SOURCES.yaml"), filepath.Join(dir, "data")
	text := fmt.Sprintf("- name: site\n  kind: site\n  address: %s\n  private: yes\n  rate: 1000\n", server.URL)
	if err := os.WriteFile(sources, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	killed, resumed := 0, 0
	for end := false; !end; {
		var stdout, stderr bytes.Buffer
		cmd := exec.CommandContext(t.Context(), "rostrum", "sync", sources, "--data", data, "--json", "--workers", "2")
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		mu.Lock()
		if killAt = 0; killed < kills {
			killAt = total + 6
		}
		err := cmd.Start()
		victim = cmd.Process
		mu.Unlock()
		if err != nil {
			t.Fatal(err)
		}
		err = cmd.Wait()
		if strings.Contains(stderr.String(), "resuming the interrupted run") {
			resumed++
		}
		switch {
		case err == nil:
			end = true
			var result syncSummary
			if err := json.Unmarshal(stdout.Bytes(), &result); err != nil {
				t.Fatal(err)
			}
			if result.Documents != documents {
				t.Errorf("the index holds %d documents, want %d", result.Documents, documents)
			}
		case cmd.ProcessState.ExitCode() == -1:
			killed++
		default:
			t.Fatalf("ended with %v: %s", err, stderr.String())
		}
	}
	if killed != kills || resumed != kills {
		t.Errorf("killed %d times and gone on with %d times, want %d", killed, resumed, kills)
	}
	// What was on its way when the program was killed is asked for again: by
	// two workers, two documents at most.
	again := 0
	for path, n := range asked {
		if path != "/robots.txt" {
			again += n - 1
		}
	}
	if again > 2*kills {
		t.Errorf("%d documents were asked for again after %d kills: %v", again, kills, asked)
	}
}

func TestSecondSyncIsToldWhoIsWriting(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	lock, err := datadir.Acquire(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	var stderr strings.Builder
	code := run(t.Context(), []string{"sync", "none.yaml", "--data", data}, strings.NewReader(""), io.Discard, &stderr)
	if code != exitLocked || !strings.Contains(stderr.String(), fmt.Sprint("process ", os.Getpid())) {
		t.Errorf("ended with %d: %s", code, stderr.String())
	}
}

func TestWithheldOriginalIsNotHandedOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"SOURCES.yaml": "- name: rows\n  kind: catalogue\n  path: rows.csv\n  serve_original: no\n",
		"rows.csv":     "file,id\na.txt,mine\n",
		"a.txt":        "This statement was written for a test of what is handed on.",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data := filepath.Join(dir, "data")
	if code := run(t.Context(), []string{"sync", filepath.Join(dir, "SOURCES.yaml"), "--data", data}, strings.NewReader(""), io.Discard, io.Discard); code != exitOK {
		t.Fatalf("sync ended with %d", code)
	}
	store, err := catalog.OpenReadOnly(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if _, _, err := (service.Records{Catalog: store}).Original(t.Context(), "mine"); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("got %v, want the kind %v", err, corpus.ErrNotFound)
	}
	if file, _, err := store.Original(t.Context(), "mine"); err != nil {
		t.Errorf("the catalogue lacks it: %v", err)
	} else {
		file.Close()
	}
}
