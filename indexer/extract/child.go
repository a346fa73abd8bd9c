package extract

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"

	"rostrum/corpus"
	"rostrum/indexer/extract/sandbox"
)

// child is a worker process as seen by its parent. Only one goroutine uses it at a
// time.
type child struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *tail
	ready  map[Kind]bool
	dead   bool
	retire *time.Timer // ends it after an idle time
	owner  owner       // of what it has read before; "" where it has read nothing
}

func newChild(starter *sandbox.Starter, argv []string) (*child, error) {
	// A worker outlives the document it was started for, so it is not tied to a
	// context.
	c := &child{cmd: exec.Command(argv[0], argv[1:]...), stderr: &tail{}, ready: map[Kind]bool{}} //nolint:noctx
	// The environment is empty, since it may contain passwords. GOMAXPROCS is passed
	// because the worker cannot read the files that tell the number of processors.
	c.cmd.Env = []string{fmt.Sprintf("GOMAXPROCS=%d", runtime.GOMAXPROCS(0))}
	c.cmd.Stderr = c.stderr
	c.cmd.WaitDelay = time.Second
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start a reader: %w", err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start a reader: %w", err)
	}
	if err := starter.Start(c.cmd); err != nil {
		return nil, fmt.Errorf("start a reader: %w", err)
	}
	c.in, c.out = in, bufio.NewReaderSize(out, 64<<10)
	return c, nil
}

// errDied means that a worker ended before it answered.
var errDied = errors.New("the reader process ended")

// ask sends a request and waits for the answer. The child may use limit of processor
// time. After an error it is dead.
func (c *child) ask(ctx context.Context, req request, body []byte, limit time.Duration) (answer, []byte, error) {
	req.Body = body != nil
	over := c.limit(limit)
	stop := context.AfterFunc(ctx, c.kill)
	ans, picture, err := c.exchange(req, body)
	inTime := !over()
	stop()
	switch {
	case err == nil && inTime && ctx.Err() == nil:
		return ans, picture, nil
	case ctx.Err() != nil:
		err = ctx.Err()
	case !inTime:
		err = corpus.ErrOverLimit.Errorf("reading took more than %v", limit)
	case !errors.Is(err, corpus.ErrOverLimit):
		err = c.epitaph(err)
	}
	c.close()
	return answer{}, nil, err
}

// patience is the limit on elapsed time, as a multiple of that on processor time: on
// a busy machine, the child waits for its turn.
const patience = 6

// limit kills the child when it exceeds its processor time or patience. over ends the
// watch, and reports whether the child was killed.
func (c *child) limit(allowed time.Duration) (over func() bool) {
	var mu sync.Mutex
	killed, done := false, false
	begin, used := time.Now(), processorTime(c.cmd.Process.Pid)
	var timer *time.Timer
	check := func() {
		mu.Lock()
		defer mu.Unlock()
		left := allowed - (processorTime(c.cmd.Process.Pid) - used)
		switch {
		case done:
		case left <= 0, time.Since(begin) >= patience*allowed:
			killed = true
			c.kill()
		default:
			timer.Reset(max(left, 20*time.Millisecond))
		}
	}
	mu.Lock()
	timer = time.AfterFunc(allowed, check)
	mu.Unlock()
	return func() bool {
		mu.Lock()
		defer mu.Unlock()
		done = true
		timer.Stop()
		return killed
	}
}

func (c *child) exchange(req request, body []byte) (ans answer, picture []byte, err error) {
	if err := writeMessage(c.in, req, body); err != nil {
		return ans, nil, err
	}
	return readAnswer(c.out)
}

// epitaph explains why a child ended before it answered.
func (c *child) epitaph(err error) error {
	c.kill()
	last := c.stderr.String()
	for _, sign := range []string{"out of memory", "cannot allocate memory", "memory limit", "stack exceeds", "stack overflow"} {
		if strings.Contains(last, sign) {
			return corpus.ErrOverLimit.Errorf("reading took more memory than allowed")
		}
	}
	return fmt.Errorf("%w: %w", errDied, err)
}

func (c *child) kill() { sandbox.Kill(c.cmd) }

// close kills the child and waits for it.
func (c *child) close() {
	if c.dead {
		return
	}
	c.dead = true
	_ = c.in.Close()
	c.kill()
	_ = sandbox.Wait(c.cmd) // it was killed, so the exit status means nothing
}

// tail keeps the first bytes of a process's stderr.
type tail struct {
	mu sync.Mutex
	b  []byte
}

const maxTail = 16 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	// A Go crash begins with its cause: keep the head, drop the rest.
	if room := maxTail - len(t.b); room > 0 {
		t.b = append(t.b, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(bytes.TrimSpace(t.b))
}
