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
)

// Removal is why and when a statement was taken down.
type Removal struct {
	ID      corpus.ID
	Reason  string
	Removed time.Time
}

// Remove takes a statement down for good: its record, its text and its
// original, unless another statement has the same bytes. Whoever brings
// documents in asks Removed first, so that it stays away.
func (c *Catalog) Remove(ctx context.Context, id corpus.ID, reason string) error {
	s, err := c.record(ctx, id)
	if err != nil {
		return err
	}
	sha := s.Origin.SHA256
	err = c.change(ctx, "remove "+string(id), func(tx *sql.Tx) error {
		now := time.Now().UTC().Format(time.RFC3339)
		if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO removals VALUES (?, ?, ?, ?, ?)", id, s.Origin.Location, sha, reason, now); err != nil {
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
		return nil, fmt.Errorf("list what was removed: %w", err)
	}
	for _, sha := range down {
		if err := os.Remove(c.originalPath(sha)); err != nil && !errors.Is(err, os.ErrNotExist) {
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
	rows, err := c.db.QueryContext(ctx, `SELECT id, location, sha256, reason, removed FROM removals
		WHERE location = ?1 OR id = ?2 OR sha256 = ?3 AND ?3 <> '' AND NOT EXISTS (SELECT 1 FROM statements WHERE location = ?1)
		ORDER BY id`, location, id, sha256)
	if err != nil {
		return Removal{}, false, fmt.Errorf("look for %s among what was removed: %w", location, err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Removal
		var was, bytes, at string
		if err = rows.Scan(&r.ID, &was, &bytes, &r.Reason, &at); err == nil {
			r.Removed, err = time.Parse(time.RFC3339, at)
		}
		if err != nil {
			return Removal{}, false, fmt.Errorf("look for %s among what was removed: %w", location, err)
		}
		if was != location && bytes != sha256 && filepath.IsAbs(was) {
			if _, err := os.Stat(was); err == nil {
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
	r := Removal{ID: id}
	var at string
	err := c.db.QueryRowContext(ctx, "SELECT reason, removed FROM removals WHERE id = ?", id).Scan(&r.Reason, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fmt.Errorf("%w: no statement with the id %q was removed", corpus.ErrNotFound, id)
	}
	if err == nil {
		r.Removed, err = time.Parse(time.RFC3339, at)
	}
	if err != nil {
		return r, fmt.Errorf("read why %s was removed: %w", id, err)
	}
	return r, nil
}
