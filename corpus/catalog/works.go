package catalog

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"rostrum/corpus"
)

// Work assigns a statement to a work.
type Work struct {
	ID       corpus.ID
	Evidence *corpus.Evidence // its value is the work; nil if it is alone or as in the catalogue
	Compared string           // identifies the statements it was compared with
	Keys     string           // by which they were selected
}

// Comparison records how the work of a statement was found.
type Comparison struct {
	ID       corpus.ID
	Compared string
	Keys     string
	Current  bool // the statement has not changed since
}

// Comparisons returns all statements by id, with how their works were found. It reads no
// records.
func (c *Catalog) Comparisons(ctx context.Context) ([]Comparison, error) {
	versions, err := c.Versions(ctx)
	if err != nil {
		return nil, err
	}
	// Two scans: a join would look up every statement by id, which takes twice as long.
	rows, err := c.db.QueryContext(ctx, "SELECT id, compared, keys, version FROM works ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("read the works: %w", err)
	}
	defer rows.Close()
	out := make([]Comparison, 0, len(versions))
	for rows.Next() {
		var one Comparison
		var then int64
		if err := rows.Scan(&one.ID, &one.Compared, &one.Keys, &then); err != nil {
			return nil, fmt.Errorf("read the works: %w", err)
		}
		if now, is := versions[one.ID]; is {
			one.Current = then == now
			out = append(out, one)
			delete(versions, one.ID)
		}
	}
	for id := range versions { // never compared
		out = append(out, Comparison{ID: id})
	}
	slices.SortFunc(out, func(a, b Comparison) int { return cmp.Compare(a.ID, b.ID) })
	return out, rows.Err()
}

// Record returns a statement without its pages. For an unknown id the error wraps
// corpus.ErrNotFound.
func (c *Catalog) Record(ctx context.Context, id corpus.ID) (corpus.Statement, error) {
	return c.record(ctx, id)
}

// SetWorks stores works, all or none, and returns the number of statements whose work
// changed.
func (c *Catalog) SetWorks(ctx context.Context, found []Work) (int, error) {
	changed := 0
	if len(found) == 0 {
		return 0, nil
	}
	err := c.change(ctx, "store the works", func(tx *sql.Tx) error {
		for _, w := range found {
			evidence := ""
			if w.Evidence != nil {
				text, err := json.Marshal(w.Evidence)
				if err != nil {
					return err
				}
				evidence = string(text)
			}
			var before string
			err := tx.QueryRowContext(ctx, "SELECT evidence FROM works WHERE id = ?", w.ID).Scan(&before)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO works (id, evidence, compared, keys) VALUES (?, ?, ?, ?)", w.ID, evidence, w.Compared, w.Keys); err != nil {
				return err
			}
			if evidence != before {
				changed++
				if err := restate(ctx, tx, w.ID); err != nil {
					return err
				}
			}
			if _, err := tx.ExecContext(ctx, "UPDATE works SET version = (SELECT version FROM statements WHERE id = ?1) WHERE id = ?1", w.ID); err != nil {
				return err
			}
		}
		if changed == 0 {
			return nil
		}
		return countChange(ctx, tx)
	})
	return changed, err
}
