package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rostrum/corpus"
)

// correctionsSchema stores corrections separately from extracted data, so that reading a
// document again never loses them. A statement's record is the extracted data with
// corrections and the work applied.
const correctionsSchema = `
ALTER TABLE statements ADD COLUMN inferred TEXT NOT NULL DEFAULT ''; -- the record before anything was put over it
UPDATE statements SET inferred = record;

-- They stay when their statement is gone: it may come back.
CREATE TABLE corrections (
	id         TEXT NOT NULL,        -- of the statement
	field      TEXT NOT NULL,
	correction TEXT NOT NULL,        -- corpus.Correction as JSON
	PRIMARY KEY (id, field)
) STRICT, WITHOUT ROWID;

-- Statements taken down for good.
CREATE TABLE removals (
	id       TEXT PRIMARY KEY,
	location TEXT NOT NULL,
	sha256   TEXT NOT NULL,
	reason   TEXT NOT NULL,
	removed  TEXT NOT NULL           -- RFC 3339
) STRICT, WITHOUT ROWID;
CREATE INDEX removals_location ON removals (location);
CREATE INDEX removals_sha256 ON removals (sha256);

-- Which statements were found to be one work, and what they were compared with.
CREATE TABLE works (
	id        TEXT PRIMARY KEY,      -- of the statement
	evidence  TEXT NOT NULL,         -- corpus.Evidence as JSON, '' where it stands alone or as listed
	compared  TEXT NOT NULL          -- digest of all that was looked at
) STRICT, WITHOUT ROWID;
`

// Change is a correction of one statement.
type Change struct {
	ID    corpus.ID
	Set   []corpus.Correction
	Unset []corpus.Field // corrections to undo
}

// Correct stores corrections, all or none. When it returns nil, they are durable and the
// records updated. For an unknown statement the error wraps corpus.ErrNotFound.
func (c *Catalog) Correct(ctx context.Context, changes ...Change) error {
	return c.change(ctx, "store corrections", func(tx *sql.Tx) error {
		for _, change := range changes {
			for _, f := range change.Unset {
				if _, err := tx.ExecContext(ctx, "DELETE FROM corrections WHERE id = ? AND field = ?", change.ID, f); err != nil {
					return err
				}
			}
			for _, set := range change.Set {
				set.At = time.Now().UTC().Truncate(time.Second)
				text, err := json.Marshal(set)
				if err != nil {
					return err
				}
				if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO corrections VALUES (?, ?, ?)", change.ID, set.Field, string(text)); err != nil {
					return err
				}
			}
			if err := restate(ctx, tx, change.ID); err != nil {
				return err
			}
		}
		return countChange(ctx, tx)
	})
}

// Corrections returns the corrections of a statement by field.
func (c *Catalog) Corrections(ctx context.Context, id corpus.ID) ([]corpus.Correction, error) {
	tx, err := c.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("read the corrections of %s: %w", id, err)
	}
	defer tx.Rollback()
	out, err := correctionsOf(ctx, tx, id)
	if err != nil {
		return nil, fmt.Errorf("read the corrections of %s: %w", id, err)
	}
	return out, nil
}

// queryer is a database or a transaction.
type queryer interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// correctionsOf reads in a transaction, so that rows and checksums are consistent.
func correctionsOf(ctx context.Context, db queryer, id corpus.ID) ([]corpus.Correction, error) {
	rows, err := db.QueryContext(ctx, "SELECT correction, "+whole("corrections", "c")+" FROM corrections c WHERE id = ? ORDER BY field", id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []corpus.Correction
	for rows.Next() {
		var text string
		var sound bool
		var one corpus.Correction
		if err := rows.Scan(&text, &sound); err != nil {
			return nil, err
		}
		if !sound {
			return nil, damagedRow("correction")
		}
		if err := json.Unmarshal([]byte(text), &one); err != nil {
			return nil, fmt.Errorf("a correction is damaged: %w", err)
		}
		out = append(out, one)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	_ = rows.Close() // a transaction has one connection
	var written int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sums WHERE name = 'corrections' AND key >= ?1 || ' ' AND key < ?1 || '!'", id).Scan(&written); err != nil {
		return nil, err
	}
	if written != len(out) {
		return nil, damagedRow("correction")
	}
	return out, nil
}

// restate rebuilds the record of a statement from its extracted data.
func restate(ctx context.Context, tx *sql.Tx, id corpus.ID) error {
	var inferred string
	var sound bool
	err := tx.QueryRowContext(ctx, "SELECT inferred, "+whole("statements", "s")+" FROM statements s WHERE id = ?", id).Scan(&inferred, &sound)
	if err == nil && !sound {
		return damagedRow("record")
	}
	if errors.Is(err, sql.ErrNoRows) {
		return corpus.ErrNotFound.Errorf("no statement has the id %q", id)
	}
	if err != nil {
		return err
	}
	var s corpus.Statement
	if err := json.Unmarshal([]byte(inferred), &s); err != nil {
		return fmt.Errorf("the catalogue contains a damaged record: %w", err)
	}
	if s, err = overlay(ctx, tx, s); err != nil {
		return err
	}
	record, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE statements SET record = ?, work = ?, version = random() WHERE id = ?", string(record), s.Work, id)
	return err
}

// overlay applies corrections to a statement, and the detected work unless it was
// corrected.
func overlay(ctx context.Context, db queryer, s corpus.Statement) (corpus.Statement, error) {
	corrections, err := correctionsOf(ctx, db, s.ID)
	if err != nil {
		return s, err
	}
	s.Correct(corrections...)
	var text string
	err = db.QueryRowContext(ctx, "SELECT evidence FROM works WHERE id = ? AND evidence <> ''", s.ID).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return s, nil
	}
	var found corpus.Evidence
	if err == nil {
		err = json.Unmarshal([]byte(text), &found)
	}
	if err != nil {
		return s, fmt.Errorf("read the work of %s: %w", s.ID, err)
	}
	s.FoundWork(found)
	return s, nil
}

// change runs a transaction. What says in the error what it was for.
func (c *Catalog) change(ctx context.Context, what string, do func(*sql.Tx) error) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
