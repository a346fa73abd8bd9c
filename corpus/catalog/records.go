package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"

	"rostrum/corpus"
)

// Records yields every statement without its pages, in the order of their ids.
// It stops at the first error. The whole list is read before the first is
// yielded, so that the catalogue may be changed meanwhile.
func (c *Catalog) Records(ctx context.Context) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		records, err := c.records(ctx)
		if err != nil {
			yield(corpus.Statement{}, fmt.Errorf("read the catalogue: %w", err))
			return
		}
		for _, record := range records {
			var s corpus.Statement
			if err := json.Unmarshal([]byte(record), &s); err != nil {
				yield(s, fmt.Errorf("the catalogue contains a damaged record: %w", err))
				return
			}
			if !yield(s, nil) {
				return
			}
		}
	}
}

// records reads all records as they are at one moment.
func (c *Catalog) records(ctx context.Context) ([]string, error) {
	tx, err := c.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	rows, err := tx.QueryContext(ctx, "SELECT record, "+whole("statements", "s")+" FROM statements s ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var record string
		var sound bool
		if err := rows.Scan(&record, &sound); err != nil {
			return nil, err
		}
		if !sound {
			return nil, damagedRow("record")
		}
		out = append(out, record)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return out, counted(ctx, tx, "statements", len(out))
}

// texts reads a column of texts.
func (c *Catalog) texts(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := c.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return scanTexts(rows)
}

func scanTexts(rows *sql.Rows) ([]string, error) {
	defer rows.Close()
	var out []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, rows.Err()
}
