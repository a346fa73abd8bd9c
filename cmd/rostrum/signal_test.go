package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
)

// served is a service in a process of its own.
type served struct {
	t       *testing.T
	cmd     *exec.Cmd
	address string // host and port
	ended   chan error
	log     lockedBuffer
}

func serveProcess(t *testing.T, args ...string) *served {
	t.Helper()
	s := &served{t: t, ended: make(chan error, 1)}
	s.cmd = apart(append([]string{"serve", "--addr", "127.0.0.1:0", "--admin-addr", "", "--log-format", "json"}, args...)...)
	s.cmd.Stderr = &s.log
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server said %q (%v): %s", line, err, &s.log)
	}
	s.address = strings.TrimPrefix(strings.Fields(line)[3], "http://")
	go func() { s.ended <- s.cmd.Wait() }()
	return s
}

func (s *served) signal(what os.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(what); err != nil {
		s.t.Fatal(err)
	}
}

// large is more than what the sockets on both sides hold.
const large = 64 << 20

// slow asks for an original that is large, and reads the beginning of the
// answer: the server is held up until the rest is read.
func (s *served) slow(data string) io.ReadCloser {
	s.t.Helper()
	var answer struct{ Hits []struct{ ID string } }
	if err := json.Unmarshal([]byte(does(s.t, "search", "court", "--size", "1", "--json", "--data", data)), &answer); err != nil {
		s.t.Fatal(err)
	}
	records, err := catalog.OpenReadOnly(s.t.Context(), data)
	if err != nil {
		s.t.Fatal(err)
	}
	defer records.Close()
	file, _, err := records.Original(s.t.Context(), corpus.ID(answer.Hits[0].ID))
	if err != nil {
		s.t.Fatal(err)
	}
	file.Close()
	if err := os.Truncate(file.Name(), large); err != nil {
		s.t.Fatal(err)
	}
	response, err := http.Get("http://" + s.address + "/s/" + answer.Hits[0].ID + "/original")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { response.Body.Close() })
	if response.StatusCode != http.StatusOK || response.ContentLength != large {
		s.t.Fatalf("answered %s with %d bytes", response.Status, response.ContentLength)
	}
	return response.Body
}

// refuses waits until new connections are refused.
func (s *served) refuses() {
	s.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		conn, err := net.Dial("tcp", s.address)
		if err != nil {
			return
		}
		conn.Close()
	}
	s.t.Fatal("a server that was asked to end goes on taking connections")
}

// end waits for the end of the process.
func (s *served) end() error {
	s.t.Helper()
	select {
	case err := <-s.ended:
		return err
	case <-time.After(time.Minute):
		s.t.Fatalf("the server does not end: %s", &s.log)
		return nil
	}
}

func TestRequestUnderWayIsAnsweredAfterSIGTERM(t *testing.T) {
	data := indexSampleFor(t)
	s := serveProcess(t, "--data", data)
	answer := s.slow(data)
	s.signal(syscall.SIGTERM)
	s.refuses()
	if n, err := io.Copy(io.Discard, answer); err != nil || n != large {
		t.Errorf("of an answer under way %d bytes came after SIGTERM (%v), want %d", n, err, large)
	}
	if err := s.end(); err != nil {
		t.Errorf("ended with %v: %s", err, &s.log)
	}
}

func TestSecondSIGTERMEndsAtOnce(t *testing.T) {
	data := indexSampleFor(t)
	s := serveProcess(t, "--data", data)
	s.slow(data)
	s.signal(syscall.SIGTERM)
	s.refuses()
	s.signal(syscall.SIGTERM)
	s.end()
	if code := s.cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("ended with %d, want %d: it waited for the answer", code, exitInterrupted)
	}
}

// TestSIGHUPLooksForANewIndex asks for a look with nothing new, and for one
// with a new generation.
func TestSIGHUPLooksForANewIndex(t *testing.T) {
	data := indexSampleFor(t)
	s := serveProcess(t, "--data", data)
	s.signal(syscall.SIGHUP)
	says := func(text string) {
		t.Helper()
		for deadline := time.Now().Add(time.Minute); !strings.Contains(s.log.String(), text); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("the log never said %q: %s", text, &s.log)
			}
		}
	}
	says("no new generation of the index")
	does(t, "index", "--rebuild", "--data", data)
	s.signal(syscall.SIGHUP)
	says("serving a new generation of the index")
	for range 20 {
		s.signal(syscall.SIGHUP)
	}
	ask(t, "http://"+s.address+"/readyz")
	s.signal(syscall.SIGTERM)
	if err := s.end(); err != nil {
		t.Errorf("ended with %v: %s", err, &s.log)
	}
}
