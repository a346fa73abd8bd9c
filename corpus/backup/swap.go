package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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

// Aside makes an empty folder in which a state is prepared that is to replace
// the one in a data folder. The caller holds the lock of the data folder.
func Aside(data string) (string, error) {
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

// Decided tells whether a new state is in force and not yet in its place.
func Decided(data string) bool {
	_, err := os.Stat(filepath.Join(data, dirRestored))
	return err == nil
}

// Replace puts what was prepared aside in the place of the parts of a data
// folder, in that order. Killed at any moment it leaves the old state whole, or
// the new one decided upon.
func Replace(data string, parts []string) error {
	aside := filepath.Join(data, dirRestoring)
	for _, part := range parts {
		if log, err := os.Stat(filepath.Join(aside, part+"-wal")); err == nil && log.Size() > 0 {
			return fmt.Errorf("%s is still open: what is in its log would be lost", part)
		}
		if _, err := os.Stat(filepath.Join(aside, part)); errors.Is(err, fs.ErrNotExist) {
			if err := writeSynced(filepath.Join(aside, part+noneSuffix), nil); err != nil {
				return err
			}
		}
	}
	if err := syncFolders(aside); err != nil {
		return err
	}
	if err := os.Rename(aside, filepath.Join(data, dirRestored)); err != nil {
		return err
	}
	if err := syncFolder(data); err != nil {
		return err
	}
	return Finish(data, parts)
}

// noneSuffix marks a part that the new state lacks.
const noneSuffix = ".none"

// Finish moves to their places the parts of a state that was decided upon. It
// goes on wherever a call before was cut off.
func Finish(data string, parts []string) error {
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
	if err := syncFolder(data); err != nil {
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
		return syncFolder(path)
	})
}
