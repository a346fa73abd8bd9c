package datadir

import (
	"errors"
	"fmt"
	"os"
)

// ErrNotRegular says that something else is in the place of a file.
var ErrNotRegular = errors.New("it is not a regular file")

// OpenRegular opens a file for reading, if it is one: a link is not followed, and a
// pipe does not hold up whoever opens it.
func OpenRegular(path string) (*os.File, error) {
	before, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil, err
	case !before.Mode().IsRegular():
		return nil, fmt.Errorf("open %s: %w", path, ErrNotRegular)
	}
	f, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, err
	}
	// It may have been replaced in between.
	if now, err := f.Stat(); err != nil || !os.SameFile(before, now) {
		if err == nil {
			err = fmt.Errorf("open %s: %w", path, ErrNotRegular)
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
