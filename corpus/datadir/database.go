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

// Modes. For reading, the file may be replaced by a restored one, which is opened soon
// after; for writing, it is created if necessary. An immutable file, such as one in a
// snapshot, is read without locks or auxiliary files.
const (
	ReadOnly  Mode = "ro"
	ReadWrite Mode = "rwc"
	Immutable Mode = "immutable"
)

// Memory is the path of an in-memory database.
const Memory = ":memory:"

// OpenDatabase opens a SQLite database, also while other processes have it open. Commits
// are durable, and deleted data is overwritten. Each connection starts with the statements
// of setup, which may create temporary objects.
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

// AddFunction registers an SQL function of any number of arguments for all databases
// opened later. It must be deterministic and must not keep its arguments: texts and bytes
// belong to SQLite.
func AddFunction(name string, f func(values []driver.Value) (driver.Value, error)) error {
	return sqlite.RegisterFunction(name, &sqlite.FunctionImpl{
		NArgs: -1, Deterministic: true, VolatileArgs: true,
		Scalar: func(_ *sqlite.FunctionContext, values []driver.Value) (driver.Value, error) { return f(values) },
	})
}

// makePrivate restricts a database to its owner, also one created readable for all by an
// earlier version. SQLite gives its auxiliary files the same permissions.
func makePrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE, private)
	if err != nil {
		return err
	}
	defer f.Close()
	if s, err := f.Stat(); err != nil || s.Mode().Perm() == private {
		return err
	}
	if err := f.Chmod(private); err != nil && !errors.Is(err, fs.ErrPermission) { // the file of another user, who lets us write
		return err
	}
	return nil
}

// private are the permissions of files in a data folder: they contain withheld data, and
// who corrected it.
const private = 0o600

// IsDamaged reports whether err means that a database is damaged, or not a database.
func IsDamaged(err error) bool {
	var of *sqlite.Error
	return errors.As(err, &of) && (of.Code()&0xff == sqlite3.SQLITE_CORRUPT || of.Code()&0xff == sqlite3.SQLITE_NOTADB)
}

// CopyDatabase writes a consistent copy of a database, page by page, while others read and
// write. Deleted data is not in the copy (see secure_delete in OpenDatabase); VACUUM INTO
// would leave fragments of moved data in free pages.
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
		_, err = backup.Step(-1) // one step: consistent
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

// CopyFile is CopyDatabase for a database that is not open. If there is none, it writes
// nothing and copied is false.
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
