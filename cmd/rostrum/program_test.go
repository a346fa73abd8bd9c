package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// apart is this binary under the name by which TestMain makes it the program.
func apart(args ...string) *exec.Cmd {
	return &exec.Cmd{Path: os.Args[0], Args: append([]string{"rostrum"}, args...), Env: os.Environ()}
}

// ranApart is how a run in a process of its own ended.
func ranApart(t testing.TB, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := apart(args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// serviceProcess is `rostrum serve` in a process of its own.
type serviceProcess struct {
	address string // http://…
	cmd     *exec.Cmd
	client  *http.Client
	log     lockedBuffer
	stop    func() error // ends it as Ctrl+C does; asked again it gives the same
}

// serve starts a service on a free port and ends it with the test.
func serve(t testing.TB, args ...string) *serviceProcess { return serveWith(t, os.Environ(), args...) }

// serveWith does so in an environment.
func serveWith(t testing.TB, environment []string, args ...string) *serviceProcess {
	t.Helper()
	cmd := apart(append([]string{"serve", "--addr", "127.0.0.1:0", "--admin-addr", ""}, args...)...)
	cmd.Env = environment
	s := &serviceProcess{cmd: cmd, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
	cmd.Stderr = &s.log
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	s.stop = sync.OnceValue(func() error {
		s.client.CloseIdleConnections()
		_ = cmd.Process.Signal(os.Interrupt) // Wait tells if it has ended already
		return cmd.Wait()
	})
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Errorf("the service ended with %v: %s", err, s.log.String())
		}
		t.Logf("the service's memory: %d MB", cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss>>10)
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || len(strings.Fields(line)) < 4 {
		t.Fatalf("the service said %q: %v %s", line, err, s.log.String())
	}
	s.address = strings.Fields(line)[3]
	return s
}

// get asks the service and reads the answer whole.
func (s *serviceProcess) get(path string) (status int, body string, err error) {
	response, err := s.client.Get(s.address + path)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return response.StatusCode, string(content), err
}

// lockedBuffer is a buffer that one goroutine reads while another writes.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func (b *lockedBuffer) says(text string) bool { return strings.Contains(b.String(), text) }
