package catalog

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"rostrum/corpus"
)

// Lock is the right to write to a data folder. The operating system frees it
// when the process ends, however it ends.
type Lock struct{ file *flock.Flock }

// Acquire takes the lock of a data folder, and makes the folder if need be. If
// another process has it, Acquire does not wait: the error wraps
// corpus.ErrLocked and names that process.
func Acquire(dir string) (*Lock, error) { return acquire(dir, lockWriters) }

// AcquireAlerts takes the right to tell people what is new, which OpenAlerts takes too.
func AcquireAlerts(dir string) (*Lock, error) { return acquire(dir, lockAlerts) }

func acquire(dir, name string) (*Lock, error) {
	if err := makeFolder(dir); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	path := filepath.Join(dir, name)
	file := flock.New(path)
	ctx, cancel := context.WithTimeout(context.Background(), glance)
	defer cancel()
	got, err := file.TryLockContext(ctx, glance/10)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if !got {
		return nil, fmt.Errorf("%w: %s is writing to %s: wait until it has ended, then run the same command again", corpus.ErrLocked, holder(path), dir)
	}
	if err := os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o644); err != nil {
		_ = file.Unlock()
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	return &Lock{file: file}, nil
}

// holder names the process that holds a lock. Right after it has taken the lock,
// the file may still be empty or name one that has ended.
func holder(path string) string {
	for deadline := time.Now().Add(time.Second); ; time.Sleep(5 * time.Millisecond) {
		content, err := os.ReadFile(path)
		pid, invalid := strconv.Atoi(strings.TrimSpace(string(content)))
		known := err == nil && invalid == nil
		switch late := time.Now().After(deadline); {
		case known && (running(pid) || late): // late: perhaps in another container
			return fmt.Sprintf("process %d", pid)
		case late:
			return "another process"
		}
	}
}

func running(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer process.Release()
	return !errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone) // it may be that of another user
}

// glance is longer than Writing holds a lock to see whether it is free.
const glance = 200 * time.Millisecond

// Writing tells whether some process has the right to write to a data folder.
// Where that cannot be seen, as by a user who may not read the lock, none has.
func Writing(dir string) bool {
	path := filepath.Join(dir, lockWriters)
	if _, err := os.Stat(path); err != nil {
		return false
	}
	file := flock.New(path, flock.SetFlag(os.O_RDONLY))
	free, err := file.TryRLock()
	if err != nil {
		return false
	}
	if free {
		_ = file.Unlock() // closing the file frees it anyway
	}
	return !free
}

// Release gives the lock back.
func (l *Lock) Release() error { return l.file.Unlock() }
