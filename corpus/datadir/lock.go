package datadir

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

// Names of the locks in a data folder.
const (
	lockWriters = "lock"
	lockAlerts  = "alerts.lock"
)

// Lock is the exclusive right to write to a data folder. The operating system releases it
// when the process ends.
type Lock struct{ file *flock.Flock }

// Acquire acquires the lock of a data folder, creating the folder if necessary. It does not
// wait: if another process has the lock, the error wraps corpus.ErrLocked and names the
// process.
func Acquire(ctx context.Context, dir string) (*Lock, error) { return acquire(ctx, dir, lockWriters) }

// AcquireAlerts acquires the separate lock for sending alerts.
func AcquireAlerts(ctx context.Context, dir string) (*Lock, error) {
	return acquire(ctx, dir, lockAlerts)
}

const (
	glance  = 200 * time.Millisecond // longer than Writing holds a lock to test it
	longest = time.Second            // until the file names the holder, or nobody has the lock
)

func acquire(ctx context.Context, dir, name string) (*Lock, error) {
	if err := MakeFolder(dir); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	path := filepath.Join(dir, name)
	file := flock.New(path)
	for start := time.Now(); ; {
		got, err := file.TryLock()
		if err != nil {
			return nil, fmt.Errorf("lock %s: %w", dir, err)
		}
		if got {
			break
		}
		// Another process may only be testing the lock. Right after it was acquired, the file may
		// still name a previous holder; and a killed process may leave a child that is starting.
		waited := time.Since(start)
		if who, at := holder(path); at && waited > glance || waited > longest {
			return nil, corpus.ErrLocked.Errorf("%s is writing to %s: wait until it has finished, then run the same command again", who, dir)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
	if err := os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
		_ = file.Unlock()
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	return &Lock{file: file}, nil
}

// holder returns the process named in a lock file, and whether it is running.
func holder(path string) (who string, at bool) {
	content, err := os.ReadFile(path)
	pid, invalid := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil || invalid != nil {
		return "another process", false
	}
	return fmt.Sprintf("process %d", pid), running(pid) // not reliable across containers
}

func running(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer process.Release()
	return !errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone) // it may belong to another user
}

// Writing reports whether a process holds the lock of a data folder. If that cannot be
// determined, for example without permission to read the lock, it returns false.
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
		_ = file.Unlock() // closing the file releases it anyway
	}
	return !free
}

// Release releases the lock.
func (l *Lock) Release() error { return l.file.Unlock() }
