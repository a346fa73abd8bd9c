package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	_ "modernc.org/sqlite" // the "sqlite" driver

	"rostrum/corpus"
)

// fts5 is SQLite's full-text index: words as written, without their accents;
// four facets counted in one statement; ten hits with snippets.
type fts5 struct{ db *sql.DB }

const ftsSettings = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -262144`

const ftsTables = `
CREATE VIRTUAL TABLE texts USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE facets(id INTEGER PRIMARY KEY, session TEXT, topic TEXT, organization TEXT, year TEXT);`

// The rows found are looked up once and counted four times.
const ftsCounts = `
WITH found AS MATERIALIZED (SELECT session, topic, organization, year FROM %s)
SELECT 'session', session, count(*) FROM found GROUP BY session UNION ALL
SELECT 'topic', topic, count(*) FROM found GROUP BY topic UNION ALL
SELECT 'organization', organization, count(*) FROM found GROUP BY organization UNION ALL
SELECT 'year', year, count(*) FROM found GROUP BY year`

const (
	ftsFound = "texts JOIN facets ON facets.id = texts.rowid WHERE texts MATCH ?"
	ftsHits  = "SELECT rowid, title, snippet(texts, 1, '[', ']', '…', 40) FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"
	ftsFirst = "SELECT rowid, title, substr(body, 1, 300) FROM texts ORDER BY rowid DESC LIMIT 10"
)

func openFTS5(ctx context.Context, path string) (fts5, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return fts5{}, err
	}
	db.SetMaxOpenConns(1) // the settings hold for a connection
	_, err = db.ExecContext(ctx, ftsSettings)
	return fts5{db}, err
}

// buildFTS5 indexes statements in one transaction.
func buildFTS5(ctx context.Context, path string, list iter.Seq2[corpus.Statement, error]) (err error) {
	f, err := openFTS5(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.db.Close()) }()
	if _, err := f.db.ExecContext(ctx, ftsTables); err != nil {
		return err
	}
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	text, err := tx.PrepareContext(ctx, "INSERT INTO texts(rowid, title, body) VALUES (?, ?, ?)") //nolint:sqlclosecheck // closed below
	if err != nil {
		return err
	}
	defer text.Close()
	facet, err := tx.PrepareContext(ctx, "INSERT INTO facets VALUES (?, ?, ?, ?, ?)") //nolint:sqlclosecheck // closed below
	if err != nil {
		return err
	}
	defer facet.Close()
	n := 0
	for s, err := range list {
		if err != nil {
			return err
		}
		n++
		if _, err := text.ExecContext(ctx, n, s.Title, s.Pages[0].Text); err != nil {
			return err
		}
		if _, err := facet.ExecContext(ctx, n, s.Session, s.Topics[0], s.Authors[0], s.Date.String()); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// optimize merges the index into one piece, for the fastest answers.
func (f fts5) optimize(ctx context.Context) error {
	_, err := f.db.ExecContext(ctx, "INSERT INTO texts(texts) VALUES ('optimize')")
	return err
}

func (f fts5) ask(ctx context.Context, q question) (int, error) {
	if q.kind == all {
		total, err := f.counts(ctx, "facets")
		if err != nil {
			return 0, err
		}
		return total, f.hits(ctx, ftsFirst)
	}
	match := q.fts5()
	total, err := f.counts(ctx, ftsFound, match)
	if err != nil {
		return 0, err
	}
	return total, f.hits(ctx, ftsHits, match)
}

// counts reads the facets; every statement has one session, so their sum is the total.
func (f fts5) counts(ctx context.Context, from string, args ...any) (total int, err error) {
	rows, err := f.db.QueryContext(ctx, fmt.Sprintf(ftsCounts, from), args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var facet, value string
		var n int
		if err := rows.Scan(&facet, &value, &n); err != nil {
			return 0, err
		}
		if facet == "session" {
			total += n
		}
	}
	return total, rows.Err()
}

func (f fts5) hits(ctx context.Context, statement string, args ...any) error {
	rows, err := f.db.QueryContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		var title, snippet string
		if err := rows.Scan(&id, &title, &snippet); err != nil {
			return err
		}
	}
	return rows.Err()
}

// fts5 is the question in FTS5's terms.
func (q question) fts5() string {
	switch q.kind {
	case prefix:
		return `"` + q.text + `" *`
	case phrase:
		return `"` + q.text + `"`
	}
	return strings.Join(strings.Fields(q.text), " AND ")
}
