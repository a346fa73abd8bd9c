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

// A restored state takes the place of another within the data folder itself,
// which may be a volume that cannot be renamed. It is prepared in one folder of
// it; that this folder gets its second name decides for the new state, and what
// is left to do can be done by whoever comes next.
const (
	dirRestoring = "restoring" // being prepared: the old state is in force
	dirRestored  = "restored"  // whole: the new state is in force, and its parts are moved to their places
	dirReplaced  = "replaced"  // parts of the old state, until all of the new are in place
)

// stage makes an empty folder in which a state is prepared that is to replace
// the one in a data folder. The caller holds the lock of the data folder.
func stage(data string) (string, error) {
	if err := Clean(data); err != nil {
		return "", err
	}
	dir := filepath.Join(data, dirRestoring)
	return dir, os.Mkdir(dir, 0o755)
}

// Clean removes what a preparation that was cut off left behind. The caller
// holds the lock.
func Clean(data string) error { return os.RemoveAll(filepath.Join(data, dirRestoring)) }

// Restoring tells whether a state is being prepared, or was when that was cut off.
func Restoring(data string) bool {
	_, err := os.Stat(filepath.Join(data, dirRestoring))
	return err == nil
}

// decided tells whether a new state is in force and not yet in its place.
func decided(data string) bool {
	_, err := os.Stat(filepath.Join(data, dirRestored))
	return err == nil
}

// replace puts what was staged in the place of the parts of a data
// folder, in that order. Killed at any moment it leaves the old state whole, or
// the new one decided upon.
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

// noneSuffix marks a part that the new state lacks.
const noneSuffix = ".none"

// finish moves to their places the parts of a state that was decided upon. It
// goes on wherever a call before was cut off.
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
			continue // it is in its place
		}
		// A database has its log beside it, which must never meet another one;
		// without the database nobody opens the log.
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

// move moves a file or folder that may not be there.
func move(from, to string) error {
	if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return errors.Join(os.RemoveAll(to), os.Rename(from, to))
}

// syncFolders makes the names in a folder, and in all folders of it, survive a
// power cut.
func syncFolders(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		return datadir.SyncFolder(path)
	})
}

// FinishRestore puts in its place what a restore had decided upon when it was
// cut off. If one is just doing so, it waits until that has ended.
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
