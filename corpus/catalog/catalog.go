// Package catalog stores the primary data: the record of every statement and the
// original bytes it was read from. Records are in a SQLite database, originals in files
// named by their SHA-256. Indexes are derived from it and can be rebuilt.
//
// A catalogue is a folder:
//
//	catalog.db       the records
//	originals/ab/…   the bytes, by SHA-256
//	lock             held by the one process that writes
package catalog

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// Names in the folder of a catalogue.
const (
	fileRecords  = "catalog.db"
	dirOriginals = "originals"
)

// Catalog is an open catalogue. It is safe for concurrent use. Only one process at a
// time may write; see datadir.Acquire.
type Catalog struct {
	db       *sql.DB
	dir      string
	writable bool

	proven  sync.Map // identity of originals whose checksum was verified, by SHA-256
	damaged sync.Map // originals with a wrong checksum, by SHA-256
}

// Open opens the catalogue in dir for reading and writing, creating it if necessary. The
// caller holds the lock.
func Open(ctx context.Context, dir string) (*Catalog, error) {
	if err := datadir.MakeFolder(filepath.Join(dir, dirOriginals)); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	return open(ctx, dir, datadir.ReadWrite)
}

// OpenReadOnly opens the catalogue in dir for reading, also while another process writes.
// If the file is replaced, the new one is opened soon after. If there is none, the error
// wraps corpus.ErrNoIndex.
func OpenReadOnly(ctx context.Context, dir string) (*Catalog, error) {
	if _, err := os.Stat(filepath.Join(dir, fileRecords)); errors.Is(err, fs.ErrNotExist) {
		return nil, &corpus.Error{Kind: corpus.ErrNoIndex, Message: "there is no catalogue in " + dir, Err: ErrAbsent}
	}
	return open(ctx, dir, datadir.ReadOnly)
}

func open(ctx context.Context, dir string, mode datadir.Mode) (*Catalog, error) {
	if err := teachSums(); err != nil {
		return nil, fmt.Errorf("register the checksum functions of SQLite: %w", err)
	}
	file := filepath.Join(dir, fileRecords)
	if mode == datadir.ReadWrite {
		// On the first write, SQLite would discard everything after the damage.
		if err := checkLog(dir); err != nil {
			return nil, fmt.Errorf("open catalogue %s: %w", file, err)
		}
	}
	db, err := datadir.OpenDatabase(file, mode)
	if err != nil {
		return nil, err
	}
	if mode == datadir.ReadOnly {
		if err = checkVersion(ctx, db); errors.Is(err, ErrOlder) {
			err = cmp.Or(checkLog(dir), err) // without its log it may look older
		}
	} else {
		err = migrate(ctx, db)
	}
	if err == nil && mode == datadir.ReadWrite && len(migrations) >= sumsVersion {
		// The tables with checksums exist only now.
		if err = db.Close(); err == nil {
			db, err = datadir.OpenDatabase(file, mode, triggers()...)
		}
	}
	if err != nil {
		_ = db.Close()
		if datadir.IsDamaged(err) {
			err = &damagedError{err}
		}
		return nil, fmt.Errorf("open catalogue %s: %w", file, err)
	}
	return &Catalog{db: db, dir: dir, writable: mode == datadir.ReadWrite && len(migrations) >= sumsVersion}, nil
}

// Reasons why a catalogue cannot be opened, in addition to ErrOlder.
var (
	// ErrAbsent means that the folder has no catalogue.
	ErrAbsent = errors.New("there is no catalogue")
	// ErrDamaged means that the catalogue is corrupt.
	ErrDamaged = errors.New("the catalogue is damaged")
)

// checkLog returns an error if what was written last cannot be read: the log that it is
// still in is damaged.
func checkLog(dir string) error {
	file := filepath.Join(dir, fileRecords)
	damaged, err := datadir.LogDamaged(file)
	if damaged {
		err = &damagedError{fmt.Errorf("what was written last cannot be read from its log, %s-wal", file)}
	}
	return err
}

type damagedError struct{ err error }

func (e *damagedError) Error() string        { return e.err.Error() + ": it is damaged" }
func (e *damagedError) Unwrap() error        { return e.err }
func (e *damagedError) Is(target error) bool { return target == ErrDamaged }

// Tables returns the database, for the packages listed in .golangci.yml that have their
// own tables in it. They store only data that can be obtained again, and do not touch
// other tables.
func (c *Catalog) Tables() *sql.DB { return c.db }

// Close closes the catalogue. All writes are already durable; an error means only that
// the digest of this run is missing.
func (c *Catalog) Close() error {
	var err error
	if c.writable {
		err = c.endRun(context.Background()) // also after an interruption
	}
	return errors.Join(err, c.db.Close())
}

// Revision identifies the state of the records: it changes exactly when data that is
// indexed changes.
func (c *Catalog) Revision(ctx context.Context) (string, error) { return revision(ctx, c.db) }

func revision(ctx context.Context, db queryer) (string, error) {
	var name, changes string
	err := db.QueryRowContext(ctx,
		"SELECT (SELECT value FROM meta WHERE name = 'name'), (SELECT value FROM meta WHERE name = 'changes')").Scan(&name, &changes)
	if err != nil {
		return "", fmt.Errorf("read the revision of the catalogue: %w", err)
	}
	return name + "-" + changes, nil
}

func countChange(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'changes'")
	return err
}

// Record is a statement with the data needed to decide whether it must be read again.
type Record struct {
	Statement corpus.Statement
	Key       string // from which the id is derived, see corpus.Item
	Extractor string // version of the extractor that read the text
	Basis     string // hash of all other inputs
}

// Known is what the catalogue stores about a location.
type Known struct {
	ID        corpus.ID
	SHA256    string
	Extractor string
	Basis     string
	Status    corpus.Status
	Reason    string
	Pages     int
	HasText   bool
	Gone      time.Time // see corpus.Origin
	Stale     string
}

// Lookup returns the statement read from a location: an absolute path or a URL. If there
// is none, the error wraps corpus.ErrNotFound.
func (c *Catalog) Lookup(ctx context.Context, location string) (Known, error) {
	var k Known
	var gone string
	var sound bool
	err := c.db.QueryRowContext(ctx, `SELECT id, sha256, extractor, basis, status, coalesce(record ->> 'reason', ''), pages,
		coalesce(record ->> '$.origin.gone', ''), coalesce(record ->> '$.origin.stale', ''),
		EXISTS (SELECT 1 FROM texts t WHERE t.sha256 = s.sha256 AND t.extractor = s.extractor), `+whole("statements", "s")+` FROM statements s WHERE location = ?`, location).
		Scan(&k.ID, &k.SHA256, &k.Extractor, &k.Basis, &k.Status, &k.Reason, &k.Pages, &gone, &k.Stale, &k.HasText, &sound)
	if err == nil && gone != "" {
		k.Gone, err = time.Parse(time.RFC3339, gone)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return k, corpus.ErrNotFound.Errorf("%s", location)
	}
	if err == nil && !sound {
		err = damagedRow("record")
	}
	if err != nil {
		return k, fmt.Errorf("look up %s: %w", location, err)
	}
	return k, nil
}

// Identify returns the id for a document whose location is unknown: the id of its key,
// unless another document has it. A folder that was moved keeps its ids, since its old
// files are gone or identical; two folders of the same name get different ids.
func (c *Catalog) Identify(ctx context.Context, key, location, sha256 string) (corpus.ID, error) {
	id := corpus.NewID(key)
	var holder, holderSHA string
	err := c.db.QueryRowContext(ctx, "SELECT location, sha256 FROM statements WHERE id = ?", id).Scan(&holder, &holderSHA)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return id, nil
	case err != nil:
		return "", fmt.Errorf("identify %s: %w", location, err)
	case holder == location || holderSHA == sha256:
		return id, nil
	}
	if filepath.IsAbs(holder) {
		if _, err := os.Stat(holder); errors.Is(err, fs.ErrNotExist) {
			return id, nil
		}
	}
	return corpus.NewID(key + "\n" + location), nil
}

// Location returns the location of a statement. For an unknown id the error wraps
// corpus.ErrNotFound.
func (c *Catalog) Location(ctx context.Context, id corpus.ID) (string, error) {
	s, err := c.record(ctx, id)
	return s.Origin.Location, err
}

// addedForm has microseconds to order additions of quick successive runs, so that a
// reader who has seen the first does not miss the second.
const addedForm = "2006-01-02T15:04:05.000000Z07:00"

// Put adds a statement, or replaces the one with the same id, and applies corrections to
// it. It keeps the time it was added, also under a new id. When it returns nil, the
// statement is durable.
func (c *Catalog) Put(ctx context.Context, r Record) error {
	s := r.Statement
	return c.change(ctx, fmt.Sprintf("record %s (%s)", s.ID, s.Origin.Location), func(tx *sql.Tx) error {
		// If a known document is given another id, its corrections move with it.
		if _, err := tx.ExecContext(ctx, `UPDATE OR IGNORE corrections SET id = ?1
			WHERE id IN (SELECT id FROM statements WHERE location = ?2 AND id <> ?1)`, s.ID, s.Origin.Location); err != nil {
			return err
		}
		now := time.Now().UTC().Format(time.RFC3339)
		added := time.Now().UTC().Format(addedForm)
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(min(added), ?) FROM statements WHERE location = ?", added, s.Origin.Location).Scan(&added); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM statements WHERE location = ? AND id <> ?", s.Origin.Location, s.ID); err != nil {
			return err
		}
		inferred, err := json.Marshal(s)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO statements
			(id, work, location, key, source, sha256, extractor, basis, record, inferred, status, pages, added, updated)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13)
			ON CONFLICT (id) DO UPDATE SET location = excluded.location, key = excluded.key,
				source = excluded.source, sha256 = excluded.sha256, extractor = excluded.extractor, basis = excluded.basis,
				inferred = excluded.inferred, status = excluded.status, pages = excluded.pages, updated = excluded.updated`,
			s.ID, s.Work, s.Origin.Location, r.Key, s.Origin.Source, s.Origin.SHA256, r.Extractor, r.Basis, string(inferred), s.Status, len(s.Pages), added, now)
		if err != nil {
			return err
		}
		// Its text may have changed, so compare it again.
		if _, err := tx.ExecContext(ctx, "UPDATE works SET compared = '' WHERE id = ?", s.ID); err != nil {
			return err
		}
		if err := restate(ctx, tx, s.ID); err != nil {
			return err
		}
		return countChange(ctx, tx)
	})
}

// Delete removes statements. Their originals and texts stay, so that adding them again is
// cheap; so do their corrections.
func (c *Catalog) Delete(ctx context.Context, ids ...corpus.ID) error {
	if len(ids) == 0 {
		return nil
	}
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("remove statements: %w", err)
	}
	defer tx.Rollback()
	for _, id := range ids {
		for _, statement := range []string{"DELETE FROM statements WHERE id = ?", "DELETE FROM works WHERE id = ?"} {
			if _, err := tx.ExecContext(ctx, statement, id); err != nil {
				return fmt.Errorf("remove %s: %w", id, err)
			}
		}
	}
	if err := countChange(ctx, tx); err != nil {
		return fmt.Errorf("remove statements: %w", err)
	}
	return tx.Commit()
}

// Counts is the size of a catalogue.
type Counts struct {
	Documents int `json:"documents"`
	Works     int `json:"works"`
	Pages     int `json:"pages"`
	Suspect   int `json:"suspect"`
	Partial   int `json:"partial"`
	Gone      int `json:"gone"`  // no longer listed by their source
	Stale     int `json:"stale"` // their source could not be checked recently
}

// Counts returns the size of the catalogue.
func (c *Catalog) Counts(ctx context.Context) (Counts, error) {
	var n Counts
	err := c.db.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(pages), 0),
		count(*) FILTER (WHERE status = 'suspect'), count(*) FILTER (WHERE status = 'partial'),
		(SELECT count(DISTINCT work) FROM statements),
		(SELECT count(*) FROM statements WHERE record ->> '$.origin.gone' IS NOT NULL),
		(SELECT count(*) FROM statements WHERE record ->> '$.origin.stale' IS NOT NULL) FROM statements`).
		Scan(&n.Documents, &n.Pages, &n.Suspect, &n.Partial, &n.Works, &n.Gone, &n.Stale)
	if err != nil {
		return n, fmt.Errorf("count the catalogue: %w", err)
	}
	return n, nil
}

// OfSource returns the ids of a source's statements by location.
func (c *Catalog) OfSource(ctx context.Context, source string) (map[string]corpus.ID, error) {
	rows, err := c.db.QueryContext(ctx, "SELECT location, id FROM statements WHERE source = ?", source)
	if err != nil {
		return nil, fmt.Errorf("list the statements of %s: %w", source, err)
	}
	defer rows.Close()
	out := map[string]corpus.ID{}
	for rows.Next() {
		var location string
		var id corpus.ID
		if err := rows.Scan(&location, &id); err != nil {
			return nil, fmt.Errorf("list the statements of %s: %w", source, err)
		}
		out[location] = id
	}
	return out, rows.Err()
}
