package datadir

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Mode is how a database is opened.
type Mode string

// The modes. For reading, the file may be replaced by a restored one, which is
// then read before long; for writing, it is made if there is none. A file that
// nobody changes, such as one in a snapshot, is read without locks or anything
// made beside it.
const (
	ReadOnly  Mode = "ro"
	ReadWrite Mode = "rwc"
	Immutable Mode = "immutable"
)

// Memory is the path of a database that is in memory alone.
const Memory = ":memory:"

// OpenDatabase opens a SQLite database. A commit to it that was reported survives
// the loss of power, and what is deleted is overwritten, not only forgotten. It
// may be opened by several processes. Each connection begins with the statements
// of setup, which may make what is temporary.
func OpenDatabase(path string, mode Mode, setup ...string) (*sql.DB, error) {
	params := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(10000)", "synchronous(FULL)", "foreign_keys(1)", "trusted_schema(0)"}}
	if mode == ReadWrite {
		params.Add("_pragma", "journal_mode(WAL)")
		params.Add("_pragma", "secure_delete(1)")
	}
	dsn := url.URL{Scheme: "file", Opaque: Memory}
	if path != Memory {
		abs, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		dsn = url.URL{Scheme: "file", Path: filepath.ToSlash(abs)}
		params.Set("mode", string(mode))
		if mode == Immutable {
			params.Set("mode", string(ReadOnly))
			params.Set("immutable", "1")
		}
	}
	dsn.RawQuery = params.Encode()
	if mode == ReadWrite && path != Memory {
		if err := makePrivate(path); err != nil {
			return nil, err
		}
	}
	connect, err := sqlite.NewConnector(dsn.String())
	if err != nil {
		return nil, err
	}
	connector := &reopening{Connector: connect, file: path, setup: setup}
	if mode == ReadOnly {
		connector.patience = ReopenTimeout
	}
	db := sql.OpenDB(connector)
	if mode == ReadOnly {
		db.SetConnMaxLifetime(reopenEvery)
	}
	return db, nil
}

// AddFunction gives SQL a function of any number of values, in all databases that
// are opened from now on. It gives the same for the same values, and keeps none of
// them: texts and bytes are SQLite's own.
func AddFunction(name string, f func(values []driver.Value) (driver.Value, error)) error {
	return sqlite.RegisterFunction(name, &sqlite.FunctionImpl{
		NArgs: -1, Deterministic: true, VolatileArgs: true,
		Scalar: func(_ *sqlite.FunctionContext, values []driver.Value) (driver.Value, error) { return f(values) },
	})
}

// makePrivate makes a database the owner's alone, also one that an earlier version
// has made for all to read. What SQLite makes beside it has the same rights.
func makePrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE, private)
	if err != nil {
		return err
	}
	defer f.Close()
	if s, err := f.Stat(); err != nil || s.Mode().Perm() == private {
		return err
	}
	if err := f.Chmod(private); err != nil && !errors.Is(err, fs.ErrPermission) { // it is somebody else's, who lets us write
		return err
	}
	return nil
}

// private are the rights to files of a data folder: they hold what was withheld,
// and what people said of it.
const private = 0o600

// IsDamaged tells whether an error says that a database is damaged, or none.
func IsDamaged(err error) bool {
	var of *sqlite.Error
	return errors.As(err, &of) && (of.Code()&0xff == sqlite3.SQLITE_CORRUPT || of.Code()&0xff == sqlite3.SQLITE_NOTADB)
}

// CopyDatabase copies a database page by page, as it is at one moment, while
// others go on reading and writing. Its own pages hold nothing of what was
// deleted (see secure_delete in OpenDatabase); those of VACUUM INTO would hold
// what was moved while they were filled, to be found when that is deleted one day.
func CopyDatabase(ctx context.Context, db *sql.DB, to string) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	err = conn.Raw(func(driverConn any) error {
		source, ok := driverConn.(interface {
			NewBackup(to string) (*sqlite.Backup, error)
		})
		if !ok {
			return fmt.Errorf("the database driver %T does not support copying", driverConn)
		}
		backup, err := source.NewBackup(to)
		if err != nil {
			return err
		}
		_, err = backup.Step(-1) // all of one moment
		if end := backup.Finish(); err == nil {
			err = end
		}
		return err
	})
	var of *sqlite.Error
	if errors.As(err, &of) && of.Code()&0xff == sqlite3.SQLITE_FULL {
		err = &fs.PathError{Op: "write", Path: to, Err: syscall.ENOSPC}
	}
	if err != nil {
		return err
	}
	f, err := os.Open(to)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// CopyFile does the same with a database that is not open. Where there is none
// nothing is written, and copied is false.
func CopyFile(ctx context.Context, from, to string) (copied bool, err error) {
	if _, err := os.Stat(from); errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	db, err := OpenDatabase(from, ReadOnly)
	if err == nil {
		err = errors.Join(CopyDatabase(ctx, db, to), db.Close())
	}
	if err != nil {
		return false, fmt.Errorf("copy %s: %w", from, err)
	}
	return true, nil
}
