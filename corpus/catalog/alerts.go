package catalog

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"rostrum/corpus"
)

// Alerts remembers which statements people were told of, and what is still to
// be sent to them. It lies in a database of its own, alerts.db, beside the
// catalogue: alerts go out while documents come in, under two locks, and a
// catalogue that is handed on tells nobody what others look for.
//
// Nothing in it says what an alert looks for, what it is called or where it is
// sent: it knows alerts by digests, and messages by the statements in them.
type Alerts struct {
	db   *sql.DB
	lock *Lock
	dry  bool
}

// alertsSchema is the only version so far.
const alertsSchema = `
CREATE TABLE IF NOT EXISTS alerts (
	alert    TEXT PRIMARY KEY,     -- digest of its name
	question TEXT NOT NULL         -- digest of what it looks for
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS told (
	alert TEXT NOT NULL,
	name  TEXT NOT NULL,           -- id or work of a statement that is not to be told of again
	PRIMARY KEY (alert, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
	number     INTEGER PRIMARY KEY,
	id         TEXT NOT NULL UNIQUE, -- by which its receiver knows a message that comes again
	alert      TEXT NOT NULL,
	statements TEXT NOT NULL,        -- ids as JSON
	written    TEXT NOT NULL         -- RFC 3339
) STRICT;
PRAGMA user_version = 1;
`

// OpenAlerts opens what is remembered in a data folder, and makes it if there is
// nothing yet. While it is open no other process can; that error wraps
// corpus.ErrLocked.
func OpenAlerts(ctx context.Context, dir string) (*Alerts, error) {
	lock, err := acquire(dir, lockAlerts)
	if err != nil {
		return nil, err
	}
	a, err := openAlerts(ctx, filepath.Join(dir, fileAlerts))
	if err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	a.lock = lock
	return a, nil
}

// PreviewAlerts opens what is remembered to see what Tell would do: nothing is
// written.
func PreviewAlerts(ctx context.Context, dir string) (*Alerts, error) {
	path := filepath.Join(dir, fileAlerts)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		path = ":memory:"
	}
	a, err := openAlerts(ctx, path)
	if err == nil {
		a.dry = true
	}
	return a, err
}

func openAlerts(ctx context.Context, path string) (*Alerts, error) {
	params := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(10000)", "synchronous(FULL)", "trusted_schema(0)", "journal_mode(WAL)", "secure_delete(1)"}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: params.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(1) // one in memory would be another for each connection
	var version int
	if err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err == nil && version > 1 {
		err = errors.New("it was written by a newer rostrum: use that version")
	}
	if err == nil && version == 0 {
		_, err = db.ExecContext(ctx, alertsSchema)
	}
	if err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return &Alerts{db: db}, nil
}

// Close closes what is remembered, for others to open.
func (a *Alerts) Close() error {
	err := a.db.Close()
	if a.lock != nil {
		err = errors.Join(err, a.lock.Release())
	}
	return err
}

// AlertFound is a statement that an alert found.
type AlertFound struct {
	ID    corpus.ID
	Names []string // all that stand for it: its id, its work, its translations
	Old   bool     // was there before an alert that is new began to look
}

// AlertMessage tells of statements, and is to be sent.
type AlertMessage struct {
	ID         string
	Alert      string
	Statements []corpus.ID
	Written    time.Time
}

// Tell notes what an alert found, and writes messages of what was not told of
// before, each of most statements at most. Both are on disk when it returns, or
// neither is. An alert that is new or looks for something else tells nothing old.
func (a *Alerts) Tell(ctx context.Context, alert, question string, found []AlertFound, most int) ([]AlertMessage, error) {
	tx, err := a.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("note what an alert found: %w", err)
	}
	defer tx.Rollback()
	messages, err := tell(ctx, tx, alert, question, found, most)
	if err == nil && !a.dry {
		err = tx.Commit()
	}
	if err != nil {
		return nil, fmt.Errorf("note what an alert found: %w", err)
	}
	return messages, nil
}

func tell(ctx context.Context, tx *sql.Tx, alert, question string, found []AlertFound, most int) ([]AlertMessage, error) {
	var before string
	err := tx.QueryRowContext(ctx, "SELECT question FROM alerts WHERE alert = ?", alert).Scan(&before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	begins := before != question
	if begins {
		if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO alerts VALUES (?, ?)", alert, question); err != nil {
			return nil, err
		}
	}
	var messages []AlertMessage
	for _, f := range found {
		known := false
		slices.Sort(f.Names)
		for _, name := range slices.Compact(f.Names) {
			result, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO told VALUES (?, ?)", alert, name)
			if err != nil {
				return nil, err
			}
			inserted, err := result.RowsAffected()
			if err != nil {
				return nil, err
			}
			known = known || inserted == 0
		}
		if known || begins && f.Old {
			continue
		}
		if n := len(messages); n == 0 || len(messages[n-1].Statements) == most {
			messages = append(messages, AlertMessage{ID: rand.Text(), Alert: alert, Written: time.Now().UTC().Truncate(time.Second)})
		}
		last := &messages[len(messages)-1]
		last.Statements = append(last.Statements, f.ID)
	}
	for _, m := range messages {
		ids, err := json.Marshal(m.Statements)
		if err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO outbox (id, alert, statements, written) VALUES (?, ?, ?, ?)",
			m.ID, m.Alert, string(ids), m.Written.Format(time.RFC3339)); err != nil {
			return nil, err
		}
	}
	return messages, nil
}

// Outbox lists the messages that are still to be sent, oldest first.
func (a *Alerts) Outbox(ctx context.Context) ([]AlertMessage, error) {
	rows, err := a.db.QueryContext(ctx, "SELECT id, alert, statements, written FROM outbox ORDER BY number")
	if err != nil {
		return nil, fmt.Errorf("list what is to be sent: %w", err)
	}
	defer rows.Close()
	var out []AlertMessage
	for rows.Next() {
		var m AlertMessage
		var ids, written string
		if err := rows.Scan(&m.ID, &m.Alert, &ids, &written); err != nil {
			return nil, fmt.Errorf("list what is to be sent: %w", err)
		}
		if err := json.Unmarshal([]byte(ids), &m.Statements); err != nil {
			return nil, fmt.Errorf("a message to be sent is damaged: %w", err)
		}
		if m.Written, err = time.Parse(time.RFC3339, written); err != nil {
			return nil, fmt.Errorf("a message to be sent is damaged: %w", err)
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// Settle strikes a message off: it was sent, or nobody is to get it any more.
func (a *Alerts) Settle(ctx context.Context, id string) error {
	if _, err := a.db.ExecContext(ctx, "DELETE FROM outbox WHERE id = ?", id); err != nil {
		return fmt.Errorf("note that a message was sent: %w", err)
	}
	return nil
}
