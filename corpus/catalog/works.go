package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"rostrum/corpus"
)

// Work is of which work a statement was found to be.
type Work struct {
	ID       corpus.ID
	Evidence *corpus.Evidence // its value is the work; nil where it stands alone, or as it was listed
	Compared string           // names all that was looked at to find it
}

// Compared tells of each statement what was looked at when its work was found.
func (c *Catalog) Compared(ctx context.Context) (map[corpus.ID]string, error) {
	rows, err := c.db.QueryContext(ctx, "SELECT id, compared FROM works")
	if err != nil {
		return nil, fmt.Errorf("read the works: %w", err)
	}
	defer rows.Close()
	out := map[corpus.ID]string{}
	for rows.Next() {
		var id corpus.ID
		var compared string
		if err := rows.Scan(&id, &compared); err != nil {
			return nil, fmt.Errorf("read the works: %w", err)
		}
		out[id] = compared
	}
	return out, rows.Err()
}

// SetWorks keeps what was found, all of it or nothing, and returns how many
// statements have another work now.
func (c *Catalog) SetWorks(ctx context.Context, found []Work) (int, error) {
	changed := 0
	if len(found) == 0 {
		return 0, nil
	}
	err := c.change(ctx, "keep the works", func(tx *sql.Tx) error {
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
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO works VALUES (?, ?, ?)", w.ID, evidence, w.Compared); err != nil {
				return err
			}
			if evidence == before {
				continue
			}
			changed++
			if err := restate(ctx, tx, w.ID); err != nil {
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
