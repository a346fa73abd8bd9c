package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rostrum/corpus/sample"
)

// TestServingThroughUpdates changes statements while others ask the server: no
// question fails, and every change is found after a while.
func TestServingThroughUpdates(t *testing.T) {
	t.Parallel()
	folder, data := filepath.Join(t.TempDir(), "sample"), t.TempDir()
	if err := os.CopyFS(folder, sample.FS()); err != nil {
		t.Fatal(err)
	}
	rostrum := func(args ...string) {
		t.Helper()
		var stderr bytes.Buffer
		if code := run(t.Context(), append(args, "--data", data), strings.NewReader(""), io.Discard, &stderr); code != exitOK {
			t.Fatalf("rostrum %s ended with %d: %s", strings.Join(args, " "), code, stderr.String())
		}
	}
	rostrum("index", filepath.Join(folder, "catalogue.csv"))

	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	var group sync.WaitGroup
	group.Go(func() {
		defer in.Close()
		if code := run(ctx, []string{"serve", "--data", data, "--addr", "127.0.0.1:0", "--admin-addr", ""}, strings.NewReader(""), in, io.Discard); code != exitOK {
			t.Errorf("serve ended with %d", code)
		}
	})
	defer func() { stop(); group.Wait() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server said %q: %v", line, err)
	}
	address := strings.Fields(line)[3]
	type answer struct {
		Total struct{ Value int }
		Index struct{ Generation string }
		Hits  []struct{ ID string }
	}
	ask := func(q string) (a answer, err error) {
		response, err := http.Get(address + "/api/v1/search?size=100&q=" + url.QueryEscape(q))
		if err != nil {
			return a, err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return a, fmt.Errorf("the server answered %s", response.Status)
		}
		return a, json.NewDecoder(response.Body).Decode(&a)
	}
	all, err := ask("")
	if err != nil || len(all.Hits) < 5 {
		t.Fatalf("%d statements, %v", len(all.Hits), err)
	}

	var clients sync.WaitGroup
	done := make(chan struct{})
	for i := range 3 {
		clients.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-done:
					return
				default:
				}
				if a, err := ask([]string{"", "court", `"the court"`}[(i+n)%3]); err != nil || a.Total.Value == 0 {
					t.Errorf("asked meanwhile: %d found, %v", a.Total.Value, err)
					return
				}
			}
		})
	}
	generations := map[string]bool{}
	for i := range 4 {
		word := fmt.Sprintf("editionnumber%d", i)
		rostrum("correct", all.Hits[i].ID, "title="+word)
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
			a, err := ask("title:" + word)
			if err != nil {
				t.Fatal(err)
			}
			if a.Total.Value == 1 {
				generations[a.Index.Generation] = true
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s is not found", word)
			}
		}
	}
	close(done)
	clients.Wait()
	if len(generations) != 4 {
		t.Errorf("four changes were found in %d generations", len(generations))
	}
	rostrum("verify")
}
