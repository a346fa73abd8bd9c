package catalog

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
)

// schemaVersion is kept in SQLite's user_version. A catalogue of a later
// version is refused: an older program would not know what it throws away.
const schemaVersion = 1

const schema = `
CREATE TABLE statements (
	id         TEXT PRIMARY KEY,
	work       TEXT NOT NULL,
	location   TEXT NOT NULL UNIQUE, -- what was read: absolute path or address
	key        TEXT NOT NULL,        -- what the id was derived from
	source     TEXT NOT NULL,        -- folder, catalogue or listing that named it
	sha256     TEXT NOT NULL,        -- of the original bytes
	extractor  TEXT NOT NULL,        -- version that read the text
	basis      TEXT NOT NULL,        -- digest of all else the record was made from
	record     TEXT NOT NULL,        -- corpus.Statement as JSON, without pages
	status     TEXT NOT NULL,
	pages      INTEGER NOT NULL,
	added      TEXT NOT NULL,        -- RFC 3339
	updated    TEXT NOT NULL
) STRICT;
CREATE INDEX statements_work ON statements (work);
CREATE INDEX statements_source ON statements (source);
CREATE INDEX statements_sha256 ON statements (sha256);

-- What extraction read out of some bytes: the same bytes and the same
-- extractor are never read twice.
CREATE TABLE texts (
	sha256    TEXT NOT NULL,
	extractor TEXT NOT NULL,
	text      BLOB NOT NULL,         -- corpus.Text as zstd JSON, without words
	PRIMARY KEY (sha256, extractor)
) STRICT;

-- Where the words of a page stand, see boxes.go.
CREATE TABLE words (
	sha256    TEXT NOT NULL,
	extractor TEXT NOT NULL,
	page      INTEGER NOT NULL,
	boxes     BLOB NOT NULL,
	PRIMARY KEY (sha256, extractor, page)
) STRICT, WITHOUT ROWID;

-- Bytes that extraction could not read, and why.
CREATE TABLE failures (
	sha256    TEXT NOT NULL,
	extractor TEXT NOT NULL,
	reason    TEXT NOT NULL,
	PRIMARY KEY (sha256, extractor)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`

// migrate brings the database to schemaVersion, or says why it cannot.
func migrate(ctx context.Context, db *sql.DB) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch {
	case version == schemaVersion:
		return nil
	case version > schemaVersion:
		return fmt.Errorf("it was written by a newer rostrum (catalogue version %d, this program knows %d): use that version", version, schemaVersion)
	}
	var random [8]byte
	if _, err := rand.Read(random[:]); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, schema); err != nil {
		return err
	}
	// The name tells two catalogues apart that have seen as many changes.
	if _, err := tx.ExecContext(ctx, "INSERT INTO meta VALUES ('name', ?), ('changes', '0')", hex.EncodeToString(random[:])); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", schemaVersion)); err != nil {
		return err
	}
	return tx.Commit()
}
