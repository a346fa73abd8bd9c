package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// A restore replaces the contents of the data folder in place, since the folder may be a
// mount point that cannot be renamed. The new state is prepared in a subfolder; renaming
// that subfolder commits it. Any later command can finish the rest.
const (
	dirRestoring = "restoring" // staging: the old state is valid
	dirRestored  = "restored"  // committed: the new state is valid, and its parts are being moved into place
	dirReplaced  = "replaced"  // parts of the old state, until all new ones are in place
)

// stage creates an empty staging folder. The caller holds the lock of the data folder.
func stage(data string) (string, error) {
	if err := Clean(data); err != nil {
		return "", err
	}
	dir := filepath.Join(data, dirRestoring)
	return dir, os.Mkdir(dir, 0o755)
}

// Clean removes the leftovers of an interrupted restore before its commit. The caller
// holds the lock.
func Clean(data string) error { return os.RemoveAll(filepath.Join(data, dirRestoring)) }

// Restoring reports whether a restore is in progress, or was interrupted, before its
// commit.
func Restoring(data string) bool {
	_, err := os.Stat(filepath.Join(data, dirRestoring))
	return err == nil
}

// decided reports whether a committed restore is not yet in place.
func decided(data string) bool {
	_, err := os.Stat(filepath.Join(data, dirRestored))
	return err == nil
}

// replace replaces the parts of a data folder with the staged ones, in that order. If it
// is killed, the old state is intact or the new one is committed.
func replace(data string, parts []string) error {
	staging := filepath.Join(data, dirRestoring)
	for _, part := range parts {
		if log, err := os.Stat(filepath.Join(staging, part+"-wal")); err == nil && log.Size() > 0 {
			return fmt.Errorf("%s is still open: the contents of its log would be lost", part)
		}
		if _, err := os.Stat(filepath.Join(staging, part)); errors.Is(err, fs.ErrNotExist) {
			if err := writeSynced(filepath.Join(staging, part+noneSuffix), nil); err != nil {
				return err
			}
		}
	}
	if err := syncFolders(staging); err != nil {
		return err
	}
	if err := os.Rename(staging, filepath.Join(data, dirRestored)); err != nil {
		return err
	}
	if err := datadir.SyncFolder(data); err != nil {
		return err
	}
	return finish(data, parts)
}

// noneSuffix marks a part that is missing from the new state.
const noneSuffix = ".none"

// finish moves the parts of a committed state into place, continuing where an earlier
// call was interrupted.
func finish(data string, parts []string) error {
	from, replaced := filepath.Join(data, dirRestored), filepath.Join(data, dirReplaced)
	if err := os.MkdirAll(replaced, 0o755); err != nil {
		return err
	}
	for _, part := range parts {
		fresh := filepath.Join(from, part)
		_, err := os.Stat(fresh)
		_, none := os.Stat(fresh + noneSuffix)
		if err != nil && none != nil {
			continue // already in place
		}
		// The log of a database must never meet another database; without the database, nothing
		// opens the log. So move the logs along.
		for _, suffix := range []string{"", "-wal", "-shm"} {
			if err := move(filepath.Join(data, part+suffix), filepath.Join(replaced, part+suffix)); err != nil {
				return err
			}
		}
		if err == nil {
			err = os.Rename(fresh, filepath.Join(data, part))
		} else {
			err = os.Remove(fresh + noneSuffix)
		}
		if err != nil {
			return err
		}
	}
	if err := datadir.SyncFolder(data); err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(replaced), os.RemoveAll(from))
}

// move moves a file or folder, if it exists.
func move(from, to string) error {
	if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return errors.Join(os.RemoveAll(to), os.Rename(from, to))
}

// syncFolders makes the directory entries of a folder and its subfolders durable.
func syncFolders(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		return datadir.SyncFolder(path)
	})
}

// FinishRestore completes an interrupted restore that was committed. If another process
// is doing so, it waits for it.
func FinishRestore(ctx context.Context, data string) error {
	for deadline := time.Now().Add(finishTimeout); decided(data); {
		lock, err := datadir.Acquire(ctx, data)
		switch {
		case err == nil:
			err = finish(data, parts)
			if err = errors.Join(err, lock.Release()); err != nil {
				return fmt.Errorf("an interrupted restore of %s cannot be finished: %w", data, err)
			}
		case !errors.Is(err, corpus.ErrLocked) || time.Now().After(deadline):
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(finishEvery):
		}
	}
	return nil
}

const (
	finishTimeout = 10 * time.Second
	finishEvery   = 20 * time.Millisecond
)
