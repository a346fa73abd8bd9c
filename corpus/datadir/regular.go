package datadir

import (
	"errors"
	"fmt"
	"os"
)

// ErrNotRegular means that a path is not a regular file.
var ErrNotRegular = errors.New("it is not a regular file")

// OpenRegular opens a regular file for reading. It does not follow links, and does not block
// on a pipe.
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
	// It may have been replaced since.
	if now, err := f.Stat(); err != nil || !os.SameFile(before, now) {
		if err == nil {
			err = fmt.Errorf("open %s: %w", path, ErrNotRegular)
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
