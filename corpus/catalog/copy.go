package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"rostrum/corpus"
)

// CopyTo writes the records as they are at one moment to a folder, as a
// catalogue without originals, while others go on reading and writing.
func (c *Catalog) CopyTo(ctx context.Context, dir string) error {
	if err := copyDatabase(ctx, c.db, filepath.Join(dir, fileRecords)); err != nil {
		return fmt.Errorf("copy the catalogue: %w", err)
	}
	return nil
}

// CopyAlerts does the same with what alerts have told. Where nothing was ever
// told nothing is written, and copied is false.
func CopyAlerts(ctx context.Context, from, to string) (copied bool, err error) {
	file := filepath.Join(from, fileAlerts)
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return false, err
	}
	params := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(10000)", "trusted_schema(0)"}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: params.Encode()}).String())
	if err == nil {
		err = errors.Join(copyDatabase(ctx, db, filepath.Join(to, fileAlerts)), db.Close())
	}
	if err != nil {
		return false, fmt.Errorf("copy what alerts have told: %w", err)
	}
	return true, nil
}

// copyDatabase copies a database page by page. Its own pages hold nothing of
// what was deleted (see secure_delete in open); those of VACUUM INTO would hold
// what was moved while they were filled, to be found when that is deleted one day.
func copyDatabase(ctx context.Context, db *sql.DB, to string) error {
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
			return fmt.Errorf("the database driver %T copies nothing", driverConn)
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

// Whole tells in a sentence what is wrong with the database, or "".
func (c *Catalog) Whole(ctx context.Context) (string, error) {
	lines, err := c.texts(ctx, "PRAGMA integrity_check(1)")
	if err != nil {
		return "", fmt.Errorf("check the catalogue: %w", err)
	}
	if len(lines) == 1 && lines[0] == "ok" {
		return "", nil
	}
	return fmt.Sprintf("the catalogue is damaged: %v", lines), nil
}

// KeptFile is a file of original bytes that the catalogue cannot do without.
type KeptFile struct {
	SHA256   string
	ID       corpus.ID // of a statement that was read from it; "" where it only answers an address
	Location string
}

// Name is where the file lies in the data folder, with slashes.
func (f KeptFile) Name() string { return path.Join(dirOriginals, f.SHA256[:2], f.SHA256) }

// KeptFiles lists the files of original bytes that the records name.
func (c *Catalog) KeptFiles(ctx context.Context) ([]KeptFile, error) {
	rows, err := c.db.QueryContext(ctx, `SELECT sha256, min(id), location FROM statements GROUP BY sha256
		UNION ALL SELECT sha256, '', min(address) FROM answers
		WHERE body IS NULL AND sha256 <> '' AND sha256 NOT IN (SELECT sha256 FROM statements) GROUP BY sha256`)
	if err != nil {
		return nil, fmt.Errorf("list the originals: %w", err)
	}
	defer rows.Close()
	var out []KeptFile
	for rows.Next() {
		var f KeptFile
		if err := rows.Scan(&f.SHA256, &f.ID, &f.Location); err != nil {
			return nil, fmt.Errorf("list the originals: %w", err)
		}
		out = append(out, f)
	}
	return out, rows.Err()
}

// Rename gives the catalogue a name of its own, so that nothing takes what it
// holds after its next changes for what another copy of it held after as many.
func (c *Catalog) Rename(ctx context.Context) error {
	if _, err := c.db.ExecContext(ctx, "UPDATE meta SET value = lower(hex(randomblob(8))) WHERE name = 'name'"); err != nil {
		return fmt.Errorf("name the catalogue: %w", err)
	}
	return nil
}
