package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rostrum/search/alert"
)

// does runs a command that must end well, and returns what it prints.
func does(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != exitOK {
		t.Fatalf("rostrum %s ended with %d: %s", strings.Join(args, " "), code, stderr.String())
	}
	return stdout.String()
}

// serving starts a service and returns its address; it ends with the test.
func serving(t *testing.T, args ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	var group sync.WaitGroup
	group.Go(func() {
		defer in.Close()
		args := append([]string{"serve", "--addr", "127.0.0.1:0", "--admin-addr", ""}, args...)
		var stderr bytes.Buffer
		if code := run(ctx, args, strings.NewReader(""), in, &stderr); code != exitOK {
			t.Errorf("serve ended with %d: %s", code, stderr.String())
		}
	})
	t.Cleanup(func() { stop(); group.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server said %q: %v", line, err)
	}
	return strings.Fields(line)[3]
}

// ask returns what an address answers, and fails unless that is a 200.
func ask(t *testing.T, address string) string {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s answered %s (%v): %s", address, response.Status, err, body)
	}
	return string(body)
}

// eventually asks until what is answered holds a text.
func eventually(t *testing.T, address, text string) {
	t.Helper()
	last := ""
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if last = ask(t, address); strings.Contains(last, text) {
			return
		}
	}
	t.Fatalf("%s never held %q: %s", address, text, last)
}

// TestServingThroughRestores restores one state after another while others ask:
// no question fails, and index and records are those restored after a while.
func TestServingThroughRestores(t *testing.T) {
	t.Parallel()
	data, backups := indexSampleFor(t), t.TempDir()
	id := strings.Fields(does(t, "search", "court", "--size", "1", "--json", "--data", data))[0]
	if _, after, ok := strings.Cut(id, `"hits":[{"id":"`); ok {
		id, _, _ = strings.Cut(after, `"`)
	}
	snapshots := make([]string, 3)
	for i := range snapshots {
		does(t, "correct", id, fmt.Sprintf("title=editionnumber%d", i), "--data", data)
		snapshots[i] = filepath.Join(backups, fmt.Sprint(i))
		does(t, "snapshot", snapshots[i], "--data", data)
	}
	address := serving(t, "--data", data)
	done := make(chan struct{})
	var clients sync.WaitGroup
	for i := range 3 {
		path := []string{"/api/v1/search?q=court", "/s/" + id, "/s/" + id + "/original"}[i]
		clients.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				response, err := http.Get(address + path)
				if err != nil {
					t.Error(err)
					return
				}
				_, err = io.Copy(io.Discard, response.Body)
				response.Body.Close()
				if err != nil || response.StatusCode != http.StatusOK {
					t.Errorf("%s answered %s (%v) while a snapshot was restored", path, response.Status, err)
					return
				}
			}
		})
	}
	for round := range 4 {
		i := round % len(snapshots)
		does(t, "restore", snapshots[i], "--replace", "--data", data)
		title := fmt.Sprintf("editionnumber%d", i)
		eventually(t, address+"/api/v1/search?q=title:"+title, `"value":1`)
		eventually(t, address+"/s/"+id, title)
	}
	close(done)
	clients.Wait()
	does(t, "verify", "--data", data)
}

// TestAlertsComeBack restores what alerts had told and had still to send, and
// nothing where a snapshot is from before.
func TestAlertsComeBack(t *testing.T) {
	t.Parallel()
	data, work := indexSampleFor(t), t.TempDir()
	before, after, other := filepath.Join(work, "before"), filepath.Join(work, "after"), filepath.Join(work, "other")
	does(t, "snapshot", before, "--data", data)
	waiting := func(data string) int {
		t.Helper()
		outbox, err := alert.OpenOutbox(t.Context(), data)
		if err != nil {
			t.Fatal(err)
		}
		defer outbox.Close()
		messages, err := outbox.Pending(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(messages)
	}
	outbox, err := alert.OpenOutbox(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := outbox.Tell(t.Context(), "alert", "question", []alert.Found{{ID: "a", Names: []string{"a"}}}, 10); err != nil {
		t.Fatal(err)
	}
	does(t, "snapshot", after, "--data", data) // while alerts run
	outbox.Close()
	does(t, "restore", after, "--data", other)
	if n := waiting(other); n != 1 {
		t.Errorf("%d messages are to be sent after restoring, want 1", n)
	}
	does(t, "restore", before, "--replace", "--data", other)
	if n := waiting(other); n != 0 {
		t.Errorf("%d messages are to be sent after restoring a snapshot from before, want none", n)
	}
}
