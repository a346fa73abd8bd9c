package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rostrum/corpus/catalog"
	"rostrum/internal/faults"
)

// refusedWithin is how soon a second writer has to be told.
const refusedWithin = 2 * time.Second

// patience is a server that lets those wait who ask for a path that begins with
// /wait, until the test is over.
type patience struct {
	*httptest.Server
	waiting chan bool // one for each who waits
	over    chan struct{}
}

func newPatience(t *testing.T) *patience {
	p := &patience{waiting: make(chan bool, 100), over: make(chan struct{})}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/wait") {
			_, _ = io.Copy(io.Discard, r.Body)
			p.waiting <- true
			select {
			case <-p.over:
			case <-r.Context().Done():
			}
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(func() { close(p.over); p.Close() })
	return p
}

// begin starts a run and returns it when it waits for the server.
func (p *patience) begin(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	var output lockedBuffer
	cmd := apart(args...)
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // it may have ended
	select {
	case <-p.waiting:
	case <-time.After(time.Minute):
		t.Fatalf("%s never came to wait: %s", strings.Join(args, " "), output.String())
	}
	return cmd
}

// TestFaultSecondWriter begins each command that writes while another is at work
// in the same folder. It is refused at once, told by which process, and changes
// nothing; those who only read are not kept waiting. When the first was killed,
// its lock is in nobody's way.
func TestFaultSecondWriter(t *testing.T) {
	t.Parallel()
	note := faults.Begin(t, faults.Writers)
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	data := filepath.Join(dir, "data")
	rows := write("rows.csv", "file,id,date\nfirst.txt,first,2021-12-08\nsecond.txt,second,2021-12-08\n")
	write("first.txt", "A sample text about a lighthouse, written for a test of two writers. It was said by nobody.")
	write("second.txt", "A sample text about a harbour, written for a test of two writers. It was said by nobody.")
	table := write("table.csv", "id,title\nfirst,A title out of a table\n")
	slow, told := newPatience(t), newPatience(t)
	sources := write("SOURCES.yaml", fmt.Sprintf("- name: site\n  kind: site\n  address: %s/wait\n  private: yes\n  rate: 1000\n", slow.URL))
	quick := write("quick.yaml", "- name: rows\n  kind: catalogue\n  path: rows.csv\n")
	alerts := write("alerts.yaml", fmt.Sprintf("alerts:\n  - {name: all, query: sample, webhook: \"%s/wait\", secret_file: secret, since: 2000-01-01}\n", told.URL))
	write("secret", alertSecret+"\n")
	if o := outcomeOf(t, "index", rows, "--data", data); o.code != exitOK {
		t.Fatalf("index: %+v", o)
	}
	backup := filepath.Join(dir, "backup")
	if o := outcomeOf(t, "snapshot", backup, "--data", data); o.code != exitOK {
		t.Fatalf("snapshot: %+v", o)
	}
	writers := [][]string{
		{"index", rows}, {"index", "--rebuild"}, {"sync", quick},
		{"correct", "first", "title=Another"}, {"correct", "--import", table}, {"remove", "second", "--reason", "a test"}, {"restore", backup, "--replace"},
	}
	readers := [][]string{{"search", "lighthouse"}, {"status"}, {"snapshot", backup}, {"show", "second"}, {"verify"}, {"correct", "--export", filepath.Join(dir, "out.csv")}, {"export", "--format", "csv"}}

	slowest, refused := time.Duration(0), 0
	refuse := func(holder *exec.Cmd, args []string) {
		t.Helper()
		start := time.Now()
		o := ranApart(t, append(args, "--data", data)...)
		slowest = max(slowest, time.Since(start))
		if o.code != exitLocked || !strings.Contains(o.stderr, fmt.Sprintf("process %d ", holder.Process.Pid)) {
			t.Errorf("rostrum %s ended with %+v, want %d and process %d", strings.Join(args, " "), o, exitLocked, holder.Process.Pid)
		}
		refused++
	}
	before := revisionOf(t, data)
	first := slow.begin(t, "sync", sources, "--data", data)
	for _, args := range append(writers, []string{"sync", sources}) {
		refuse(first, args)
	}
	if after := revisionOf(t, data); after != before {
		t.Errorf("those who were refused brought the catalogue from %s to %s", before, after)
	}
	for _, args := range readers {
		if o := ranApart(t, append(args, "--data", data)...); o.code != exitOK {
			t.Errorf("beside a writer rostrum %s ended with %+v", strings.Join(args, " "), o)
		}
	}
	sender := told.begin(t, "alerts", "run", alerts, "--data", data, "--allow-http", "--allow-private")
	refuse(sender, []string{"alerts", "run", alerts, "--allow-http", "--allow-private"})

	for _, holder := range []*exec.Cmd{first, sender} {
		if err := holder.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = holder.Wait() // it was killed
	}
	for _, args := range writers {
		if o := ranApart(t, append(args, "--data", data)...); o.code != exitOK {
			t.Errorf("after the first was killed, rostrum %s ended with %+v", strings.Join(args, " "), o)
		}
	}
	again := told.begin(t, "alerts", "run", alerts, "--data", data, "--allow-http", "--allow-private")
	refuse(again, []string{"alerts", "run", alerts, "--allow-http", "--allow-private"})

	if faults.Full() && slowest > refusedWithin {
		t.Errorf("the slowest was refused after %s, want %s", slowest, refusedWithin)
	}
	if !t.Failed() {
		note("%d runs of %d commands refused with exit code 11 and the pid, after %.1f s at most; none hindered by the lock of a process that was killed", refused, len(writers)+2, slowest.Seconds())
	}
}

func revisionOf(t *testing.T, data string) string {
	t.Helper()
	kept, err := catalog.OpenReadOnly(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	revision, err := kept.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return revision
}

// TestFaultWritersAtOnce begins two runs at the same moment. Never do both
// write; the one that is refused is told of the other, not of who wrote before.
func TestFaultWritersAtOnce(t *testing.T) {
	t.Parallel()
	pairs := faults.Times(3, 100)
	note := faults.Begin(t, faults.Writers)
	dir := t.TempDir()
	data, folder := filepath.Join(dir, "data"), filepath.Join(dir, "folder")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	met := 0
	for pair := range pairs {
		for i := range 60 { // more to write than a lock is waited for
			text := fmt.Appendf(nil, "A sample text about race %d, number %d, written for a test of two writers. It was said by nobody.", pair, i)
			if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.txt", i)), text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		var runs [2]*exec.Cmd
		var said [2]bytes.Buffer
		for i := range runs {
			runs[i] = apart("index", folder, "--data", data)
			runs[i].Stderr = &said[i]
			if err := runs[i].Start(); err != nil {
				t.Fatal(err)
			}
		}
		for i, cmd := range runs {
			_ = cmd.Wait() // the exit code is looked at
			other := runs[1-i].Process.Pid
			switch code := cmd.ProcessState.ExitCode(); {
			case code == exitLocked && strings.Contains(said[i].String(), fmt.Sprintf("process %d ", other)):
				met++
			case code != exitOK:
				t.Errorf("one of two runs ended with %d, beside process %d: %s", code, other, said[i].String())
			}
		}
		if runs[0].ProcessState.ExitCode() == exitLocked && runs[1].ProcessState.ExitCode() == exitLocked {
			t.Error("both runs were refused")
		}
	}
	if met == 0 && faults.Full() {
		t.Error("no two runs met: the test has shown nothing")
	}
	if !t.Failed() {
		note("%d pairs begun at once, %d of which met: one wrote, the other was told its pid", pairs, met)
	}
}
