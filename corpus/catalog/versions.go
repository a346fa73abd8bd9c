package catalog

import (
	"context"
	"fmt"
	"iter"

	"rostrum/corpus"
)

// versionsSchema gives every statement a number that changes with it. It is
// drawn by lot, so that a catalogue brought back from a copy and changed in
// another way than the first time has other numbers than an index remembers.
// The database's own indexes spare reading the records to compare and count
// them, which takes seconds where there are a hundred thousand.
const versionsSchema = `
ALTER TABLE statements ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
UPDATE statements SET version = random();
CREATE INDEX statements_version ON statements (id, version);

-- What a statement was compared by, and its version then.
ALTER TABLE works ADD COLUMN keys TEXT NOT NULL DEFAULT '';
ALTER TABLE works ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

-- What is counted and listed without reading all records.
CREATE INDEX statements_status ON statements (status, pages);
CREATE INDEX statements_gone ON statements (source, id) WHERE record ->> '$.origin.gone' IS NOT NULL;
CREATE INDEX statements_stale ON statements (source, id) WHERE record ->> '$.origin.stale' IS NOT NULL;
`

// Versions tells which statements there are, and the version of each: see
// corpus.Statement. It changes with what people see of a statement; notes on
// whether its source still has it leave it as it is.
func (c *Catalog) Versions(ctx context.Context) (map[corpus.ID]int64, error) {
	rows, err := c.db.QueryContext(ctx, "SELECT id, version FROM statements")
	if err != nil {
		return nil, fmt.Errorf("read the versions of the statements: %w", err)
	}
	defer rows.Close()
	out := map[corpus.ID]int64{}
	for rows.Next() {
		var id corpus.ID
		var version int64
		if err := rows.Scan(&id, &version); err != nil {
			return nil, fmt.Errorf("read the versions of the statements: %w", err)
		}
		out[id] = version
	}
	return out, rows.Err()
}

// Some yields the statements of the ids with their pages, without words. It
// stops at the first error; an unknown id is one.
func (c *Catalog) Some(ctx context.Context, ids []corpus.ID) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		for _, id := range ids {
			s, err := c.Statement(ctx, id)
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// TakenDown lists the ids of the statements that were removed for good.
func (c *Catalog) TakenDown(ctx context.Context) ([]corpus.ID, error) {
	ids, err := c.texts(ctx, "SELECT id FROM removals WHERE id NOT IN (SELECT id FROM statements)")
	if err != nil {
		return nil, fmt.Errorf("list removals: %w", err)
	}
	out := make([]corpus.ID, len(ids))
	for i, id := range ids {
		out[i] = corpus.ID(id)
	}
	return out, nil
}
