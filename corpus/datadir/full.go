package datadir

import (
	"errors"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// IsFull reports whether err was caused by a full disk, including SQLite's own error.
func IsFull(err error) bool {
	var database *sqlite.Error
	if errors.As(err, &database) {
		return database.Code()&0xFF == sqlite3.SQLITE_FULL
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
