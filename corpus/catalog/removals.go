package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// Removal is why and when a statement was taken down.
type Removal struct {
	ID       corpus.ID
	Location string
	SHA256   string
	Reason   string
	Removed  time.Time
}

// Remove takes a statement down for good: its record, its text and its
// original, unless another statement has the same bytes. Whoever brings
// documents in asks Removed first, so that it stays away.
func (c *Catalog) Remove(ctx context.Context, id corpus.ID, reason string) error {
	return c.remove(ctx, id, reason, time.Now())
}

func (c *Catalog) remove(ctx context.Context, id corpus.ID, reason string, at time.Time) error {
	s, err := c.record(ctx, id)
	if err != nil {
		return err
	}
	sha := s.Origin.SHA256
	err = c.change(ctx, "remove "+string(id), func(tx *sql.Tx) error {
		if err := noteRemoval(ctx, tx, Removal{id, s.Origin.Location, sha, reason, at}); err != nil {
			return err
		}
		for _, statement := range []string{
			"DELETE FROM statements WHERE id = ?", "DELETE FROM works WHERE id = ?", "DELETE FROM corrections WHERE id = ?"} {
			if _, err := tx.ExecContext(ctx, statement, id); err != nil {
				return err
			}
		}
		shared := 0
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM statements WHERE sha256 = ?", sha).Scan(&shared); err != nil {
			return err
		}
		if shared == 0 {
			for _, table := range []string{"texts", "words", "failures"} {
				if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE sha256 = ?", sha); err != nil {
					return err
				}
			}
		}
		return countChange(ctx, tx)
	})
	if err != nil {
		return err
	}
	// The write-ahead log holds what the records were before.
	if _, err := c.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return fmt.Errorf("remove %s: %w", id, err)
	}
	if _, err := c.ClearRemoved(ctx); err != nil {
		return fmt.Errorf("remove the original of %s: %w", id, err)
	}
	return nil
}

// ClearRemoved deletes the originals of what was taken down, which a removal
// that was cut short leaves behind. It tells by their SHA-256 of which bytes
// nothing may be kept anywhere.
func (c *Catalog) ClearRemoved(ctx context.Context) ([]string, error) {
	down, err := c.texts(ctx, "SELECT DISTINCT sha256 FROM removals WHERE sha256 NOT IN (SELECT sha256 FROM statements)")
	if err != nil {
		return nil, fmt.Errorf("list removals: %w", err)
	}
	for _, sha := range down {
		path := c.originalPath(sha)
		err := os.Remove(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err == nil {
			err = datadir.SyncFolder(filepath.Dir(path)) // or a loss of power brings it back
		}
		if err != nil {
			return nil, fmt.Errorf("clear what was removed: %w", err)
		}
	}
	return down, nil
}

// Removed tells whether a document was taken down: by the location it is read
// from; by its id, unless that was another file which is still there; or, where
// the catalogue holds nothing from that location, by its bytes. An empty sha256
// leaves the bytes out.
func (c *Catalog) Removed(ctx context.Context, location string, id corpus.ID, sha256 string) (Removal, bool, error) {
	rows, err := c.db.QueryContext(ctx, selectRemovals+`
		WHERE location = ?1 OR id = ?2 OR sha256 = ?3 AND ?3 <> '' AND NOT EXISTS (SELECT 1 FROM statements WHERE location = ?1)
		ORDER BY id`, location, id, sha256)
	if err != nil {
		return Removal{}, false, fmt.Errorf("look up the removal of %s: %w", location, err)
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanRemoval(rows)
		if err != nil {
			return Removal{}, false, fmt.Errorf("look up the removal of %s: %w", location, err)
		}
		if r.Location != location && r.SHA256 != sha256 && filepath.IsAbs(r.Location) {
			if _, err := os.Stat(r.Location); err == nil {
				continue // two folders of one name
			}
		}
		return r, true, nil
	}
	return Removal{}, false, rows.Err()
}

// Removal is why a statement was taken down. An id that was not taken down
// gives an error wrapping corpus.ErrNotFound.
func (c *Catalog) Removal(ctx context.Context, id corpus.ID) (Removal, error) {
	r, err := scanRemoval(c.db.QueryRowContext(ctx, selectRemovals+" WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		if err := c.missed(ctx, "removals", string(id), "removal"); err != nil {
			return r, err
		}
		return r, corpus.ErrNotFound.Errorf("no statement with the id %q was removed", id)
	}
	if err != nil {
		return r, fmt.Errorf("read why %s was removed: %w", id, err)
	}
	return r, nil
}

// Removals lists what was taken down and has not come back as something else
// of the same id or location, by id.
func (c *Catalog) Removals(ctx context.Context) ([]Removal, error) {
	rows, err := c.db.QueryContext(ctx, selectRemovals+` WHERE id NOT IN (SELECT id FROM statements)
		AND location NOT IN (SELECT location FROM statements) ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("list removals: %w", err)
	}
	defer rows.Close()
	var out []Removal
	for rows.Next() {
		r, err := scanRemoval(rows)
		if err != nil {
			return nil, fmt.Errorf("list removals: %w", err)
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// RemoveAgain takes down what was taken down in another copy of this catalogue,
// so that a copy from before does not bring it back. It returns what it found
// and removed.
func (c *Catalog) RemoveAgain(ctx context.Context, removals []Removal) ([]Removal, error) {
	var found []Removal
	for _, r := range removals {
		ids, err := c.texts(ctx, "SELECT id FROM statements WHERE id = ? OR location = ?", r.ID, r.Location)
		if err != nil {
			return nil, fmt.Errorf("remove %s again: %w", r.ID, err)
		}
		for _, id := range ids {
			if err := c.remove(ctx, corpus.ID(id), r.Reason, r.Removed); err != nil {
				return nil, err
			}
		}
		err = c.change(ctx, "note that "+string(r.ID)+" was removed", func(tx *sql.Tx) error { return noteRemoval(ctx, tx, r) })
		if err != nil {
			return nil, err
		}
		if len(ids) > 0 {
			found = append(found, r)
		}
	}
	return found, nil
}

func noteRemoval(ctx context.Context, tx *sql.Tx, r Removal) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO removals (id, location, sha256, reason, removed) VALUES (?, ?, ?, ?, ?)",
		r.ID, r.Location, r.SHA256, r.Reason, r.Removed.UTC().Format(time.RFC3339))
	return err
}

var selectRemovals = "SELECT id, location, sha256, reason, removed, " + whole("removals", "r") + " FROM removals r"

func scanRemoval(row interface{ Scan(...any) error }) (Removal, error) {
	var r Removal
	var at string
	var sound bool
	err := row.Scan(&r.ID, &r.Location, &r.SHA256, &r.Reason, &at, &sound)
	if err == nil && !sound {
		return r, damagedRow("removal")
	}
	if err == nil {
		r.Removed, err = time.Parse(time.RFC3339, at)
	}
	return r, err
}
