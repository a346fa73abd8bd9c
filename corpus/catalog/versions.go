package catalog

import (
	"context"
	"fmt"
	"iter"

	"rostrum/corpus"
)

// versionsSchema gives every statement a version number that changes with it. Numbers are
// random, so that a catalogue restored from a copy and changed differently does not match
// an older index by accident. The indexes allow comparing and counting versions without
// reading the records, which takes seconds for 100,000 statements.
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

// Versions returns the version of every statement: see corpus.Statement. It changes with
// the visible data of a statement, not with marks such as gone or stale.
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

// Some yields the statements with the given ids, with their pages, without words. It
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

// TakenDown returns the ids of permanently removed statements.
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
