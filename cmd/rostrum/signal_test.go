package main

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
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

// indexLarge indexes a document whose original is large, beside the sample corpus,
// and returns its id.
func indexLarge(t *testing.T) (data, id string) {
	t.Helper()
	data = indexSampleFor(t)
	path := filepath.Join(t.TempDir(), "large.docx")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for _, part := range []struct {
		name    string
		content io.Reader
	}{
		{"word/document.xml", strings.NewReader(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` +
			`This is a sample text about a largecaravan of pictures, written for a test.</w:t></w:r></w:p></w:body></w:document>`)},
		{"word/media/picture.bin", io.LimitReader(zeros{}, large)}, // as it is, not compressed
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Store})
		if err == nil {
			_, err = io.Copy(w, part.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	does(t, "index", path, "--data", data)
	var answer struct{ Hits []struct{ ID string } }
	if err := json.Unmarshal([]byte(does(t, "search", "largecaravan", "--json", "--data", data)), &answer); err != nil || len(answer.Hits) != 1 {
		t.Fatalf("%v, %v", answer, err)
	}
	return data, answer.Hits[0].ID
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// slow asks for a large original and reads the beginning of the answer: the
// server is held up until the rest is read.
func (s *served) slow(id string) io.ReadCloser {
	s.t.Helper()
	response, err := http.Get("http://" + s.address + "/s/" + id + "/original")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { response.Body.Close() })
	if response.StatusCode != http.StatusOK || response.ContentLength < large {
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
	data, id := indexLarge(t)
	s := serveProcess(t, "--data", data)
	answer := s.slow(id)
	s.signal(syscall.SIGTERM)
	s.refuses()
	if n, err := io.Copy(io.Discard, answer); err != nil || n < large {
		t.Errorf("of an answer under way %d bytes came after SIGTERM (%v), want %d", n, err, large)
	}
	if err := s.end(); err != nil {
		t.Errorf("ended with %v: %s", err, &s.log)
	}
}

func TestSecondSIGTERMEndsAtOnce(t *testing.T) {
	data, id := indexLarge(t)
	s := serveProcess(t, "--data", data)
	s.slow(id)
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
