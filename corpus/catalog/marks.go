package catalog

import (
	"context"
	"fmt"
	"time"

	"rostrum/corpus"
)

// MarkGone notes when the source of a statement was first seen to have it no
// more. The statement stays, and so does what an index was made from.
func (c *Catalog) MarkGone(ctx context.Context, id corpus.ID, first time.Time) error {
	return c.mark(ctx, id, "json_remove(json_set(record, '$.origin.gone', ?), '$.origin.stale')", first.UTC().Format(time.RFC3339))
}

// MarkStale notes why the source of a statement could not be asked whether it
// has changed.
func (c *Catalog) MarkStale(ctx context.Context, id corpus.ID, reason string) error {
	return c.mark(ctx, id, "json_set(record, '$.origin.stale', ?)", reason)
}

// Unmark notes that the source has the statement, as it is kept.
func (c *Catalog) Unmark(ctx context.Context, id corpus.ID) error {
	return c.mark(ctx, id, "json_remove(record, '$.origin.gone', '$.origin.stale')")
}

func (c *Catalog) mark(ctx context.Context, id corpus.ID, record string, args ...any) error {
	if _, err := c.db.ExecContext(ctx, "UPDATE statements SET record = "+record+" WHERE id = ?", append(args, id)...); err != nil {
		return fmt.Errorf("mark %s: %w", id, err)
	}
	return nil
}

// GoneFrom lists the statements that a source named once and has no more, by
// when that was first seen.
func (c *Catalog) GoneFrom(ctx context.Context, source string) ([]corpus.ID, error) {
	rows, err := c.db.QueryContext(ctx, "SELECT id FROM statements WHERE source = ? AND record ->> '$.origin.gone' IS NOT NULL ORDER BY record ->> '$.origin.gone', id", source)
	if err != nil {
		return nil, fmt.Errorf("list what is gone from %s: %w", source, err)
	}
	defer rows.Close()
	var out []corpus.ID
	for rows.Next() {
		var id corpus.ID
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("list what is gone from %s: %w", source, err)
		}
		out = append(out, id)
	}
	return out, rows.Err()
}
