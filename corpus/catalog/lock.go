package catalog

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"

	"rostrum/corpus"
)

// Lock is the right to write to a data folder. The operating system frees it
// when the process ends, however it ends.
type Lock struct{ file *flock.Flock }

// Acquire takes the lock of a data folder, and makes the folder if need be. If
// another process has it, Acquire does not wait: the error wraps
// corpus.ErrLocked and names that process.
func Acquire(dir string) (*Lock, error) { return acquire(dir, "lock") }

func acquire(dir, name string) (*Lock, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	path := filepath.Join(dir, name)
	file := flock.New(path)
	got, err := file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if !got {
		holder := "another process"
		if b, err := os.ReadFile(path); err == nil && len(strings.TrimSpace(string(b))) > 0 {
			holder = "process " + strings.TrimSpace(string(b))
		}
		return nil, fmt.Errorf("%w: %s is writing to %s: wait until it has ended, then run the same command again", corpus.ErrLocked, holder, dir)
	}
	if err := os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o644); err != nil {
		_ = file.Unlock()
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	return &Lock{file: file}, nil
}

// Release gives the lock back.
func (l *Lock) Release() error { return l.file.Unlock() }
