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

// Lock is the right to write to a data folder. The operating system frees it
// when the process ends, however it ends.
type Lock struct{ file *flock.Flock }

// Acquire takes the lock of a data folder, and makes the folder if need be. If
// another process has it, Acquire does not wait: the error wraps
// corpus.ErrLocked and names that process.
func Acquire(ctx context.Context, dir string) (*Lock, error) { return acquire(ctx, dir, lockWriters) }

// AcquireAlerts takes the right to tell people what is new, which is another than that to write.
func AcquireAlerts(ctx context.Context, dir string) (*Lock, error) {
	return acquire(ctx, dir, lockAlerts)
}

const (
	glance  = 200 * time.Millisecond // longer than Writing holds a lock to see whether it is free
	longest = time.Second            // until the file says who holds the lock, or nobody does
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
		// Somebody may only be looking whether it is free. Right after another has
		// taken the lock, the file may still name one that has ended; and one that
		// was killed may leave a child that is just starting.
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

// holder names the process that a lock's file tells of, and whether it is running.
func holder(path string) (who string, at bool) {
	content, err := os.ReadFile(path)
	pid, invalid := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil || invalid != nil {
		return "another process", false
	}
	return fmt.Sprintf("process %d", pid), running(pid) // not, perhaps, in another container
}

func running(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer process.Release()
	return !errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone) // it may be that of another user
}

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
