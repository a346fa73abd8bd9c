package alert

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// Outbox records which statements each alert has sent, and pending messages. It is a
// separate database, alerts.db, next to the catalogue: alerts run while documents
// are indexed, under separate locks, and a copy of the catalogue does not reveal
// what others search for.
//
// It contains no queries, names or addresses: alerts are identified by hashes, and
// messages list statement ids.
type Outbox struct {
	db   *sql.DB
	lock *datadir.Lock
	dry  bool
}

// fileOutbox is the file name of the database in the data folder.
const fileOutbox = "alerts.db"

// outboxSchema is the only version so far.
const outboxSchema = `
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

// OpenOutbox opens the outbox of the data folder dir, creating it if necessary.
// While it is open, other processes get an error that wraps corpus.ErrLocked.
func OpenOutbox(ctx context.Context, dir string) (*Outbox, error) {
	lock, err := datadir.AcquireAlerts(ctx, dir)
	if err != nil {
		return nil, err
	}
	o, err := openOutbox(ctx, filepath.Join(dir, fileOutbox))
	if err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	o.lock = lock
	return o, nil
}

// PreviewOutbox opens a copy in memory, to see what Tell would do without writing.
func PreviewOutbox(ctx context.Context, dir string) (*Outbox, error) {
	path := filepath.Join(dir, fileOutbox)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		path = ":memory:"
	}
	o, err := openOutbox(ctx, path)
	if err == nil {
		o.dry = true
	}
	return o, err
}

func openOutbox(ctx context.Context, path string) (*Outbox, error) {
	db, err := datadir.OpenDatabase(path, datadir.ReadWrite)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(1) // each connection would have its own database in memory
	var version int
	if err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err == nil && version > 1 {
		err = errors.New("it was written by a newer rostrum: use that version")
	}
	if err == nil && version == 0 {
		_, err = db.ExecContext(ctx, outboxSchema)
	}
	if err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return &Outbox{db: db}, nil
}

// Close closes the outbox.
func (o *Outbox) Close() error {
	err := o.db.Close()
	if o.lock != nil {
		err = errors.Join(err, o.lock.Release())
	}
	return err
}

// Found is a match of an alert.
type Found struct {
	ID    corpus.ID
	Names []string // its id, its work and its translations: any of them identifies it
	Old   bool     // already there when the alert was created
}

// Message is a pending message about statements.
type Message struct {
	ID         string
	Alert      string
	Statements []corpus.ID
	Written    time.Time
}

// Tell records the matches of an alert, and creates messages about new ones, each
// with at most most statements. Both are committed when it returns, or neither.
// For a new alert or a changed search, no messages are created for old statements.
func (o *Outbox) Tell(ctx context.Context, alert, question string, found []Found, most int) ([]Message, error) {
	tx, err := o.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("record matches: %w", err)
	}
	defer tx.Rollback()
	messages, err := tell(ctx, tx, alert, question, found, most)
	if err == nil && !o.dry {
		err = tx.Commit()
	}
	if err != nil {
		return nil, fmt.Errorf("record matches: %w", err)
	}
	return messages, nil
}

func tell(ctx context.Context, tx *sql.Tx, alert, question string, found []Found, most int) ([]Message, error) {
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
	var messages []Message
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
			messages = append(messages, Message{ID: rand.Text(), Alert: alert, Written: time.Now().UTC().Truncate(time.Second)})
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

// Pending returns the unsent messages, oldest first.
func (o *Outbox) Pending(ctx context.Context) ([]Message, error) {
	rows, err := o.db.QueryContext(ctx, "SELECT id, alert, statements, written FROM outbox ORDER BY number")
	if err != nil {
		return nil, fmt.Errorf("list pending messages: %w", err)
	}
	defer rows.Close()
	var out []Message
	for rows.Next() {
		var m Message
		var ids, written string
		if err := rows.Scan(&m.ID, &m.Alert, &ids, &written); err != nil {
			return nil, fmt.Errorf("list pending messages: %w", err)
		}
		if err := json.Unmarshal([]byte(ids), &m.Statements); err != nil {
			return nil, fmt.Errorf("a pending message is damaged: %w", err)
		}
		if m.Written, err = time.Parse(time.RFC3339, written); err != nil {
			return nil, fmt.Errorf("a pending message is damaged: %w", err)
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// Settle removes a message: it was sent, or is no longer wanted.
func (o *Outbox) Settle(ctx context.Context, id string) error {
	if _, err := o.db.ExecContext(ctx, "DELETE FROM outbox WHERE id = ?", id); err != nil {
		return fmt.Errorf("mark a message as sent: %w", err)
	}
	return nil
}
