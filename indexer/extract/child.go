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

// child is a worker process seen from its parent. Only one goroutine uses it
// at a time.
type child struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *tail
	ready  map[Kind]bool
	dead   bool
	retire *time.Timer // ends it while it is idle
	owner  owner       // of what it has read before; "" where it has read nothing
}

func newChild(starter *sandbox.Starter, argv []string) (*child, error) {
	// A worker outlives the document it was started for, so no context of one may end it.
	c := &child{cmd: exec.Command(argv[0], argv[1:]...), stderr: &tail{}, ready: map[Kind]bool{}} //nolint:noctx
	// Nothing of the environment, which may hold passwords. How many processors
	// there are it would look for in files that it may not read.
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

// errDied says that a worker ended while it should have answered.
var errDied = errors.New("the reader process ended")

// ask sends a request and waits for its answer, for which the child may use
// the given processor time. After an error the child is dead.
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

// patience is how many times its processor time a child may take by the clock:
// on a machine that is busy with other things it has to wait for its turn.
const patience = 6

// limit kills the child when it has used more processor time than allowed, or
// the patience is at its end. The function that comes back ends the watch and
// tells whether it has killed.
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

// epitaph says why a child that should have answered did not.
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

// close ends the child and waits for it.
func (c *child) close() {
	if c.dead {
		return
	}
	c.dead = true
	_ = c.in.Close()
	c.kill()
	_ = sandbox.Wait(c.cmd) // killed: its exit says nothing
}

// tail keeps the last words of a process.
type tail struct {
	mu sync.Mutex
	b  []byte
}

const maxTail = 16 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	// The cause stands first in a Go crash: keep the head, drop what follows.
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
