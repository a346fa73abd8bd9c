package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// migrations are the steps that have made the database what it is, oldest
// first. SQLite's user_version counts those a database has taken. A step that
// was released is never changed: the next one changes what it made.
var migrations = []string{
	statementsSchema,
	answersSchema,
	correctionsSchema,
	versionsSchema,
	sumsSchema,
}

// statementsSchema is step 1: statements, and what was read out of their bytes.
const statementsSchema = `
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

-- The name tells two catalogues apart that have seen as many changes.
INSERT INTO meta VALUES ('name', lower(hex(randomblob(8)))), ('changes', '0');
`

// answersSchema is step 2: what web servers have answered, see indexer/fetch.
const answersSchema = `
-- One row a run over sources, so that one that was killed can be gone on with.
CREATE TABLE runs (
	id       INTEGER PRIMARY KEY,
	started  TEXT NOT NULL,          -- RFC 3339
	finished TEXT NOT NULL           -- "" until then
) STRICT;

-- The last answer for each address. When asking fails, what was got before
-- (final to body) stays, beside the error.
CREATE TABLE answers (
	address       TEXT PRIMARY KEY,
	run           INTEGER NOT NULL,  -- that asked last
	asked         TEXT NOT NULL,     -- RFC 3339
	status        INTEGER NOT NULL,  -- of HTTP; 0 where no answer came
	error         TEXT NOT NULL,     -- why the answer is of no use, or ""
	final         TEXT NOT NULL,     -- address that redirects led to
	retrieved     TEXT NOT NULL,     -- when the bytes came
	etag          TEXT NOT NULL,
	last_modified TEXT NOT NULL,
	media_type    TEXT NOT NULL,
	charset       TEXT NOT NULL,
	sha256        TEXT NOT NULL,     -- of the bytes
	body          BLOB               -- web pages as zstd; other bytes are among the originals
) STRICT, WITHOUT ROWID;
`

// migrate takes the steps that the database lacks, each in a transaction of
// its own. A catalogue of a later version is refused: an older program would
// not know what it throws away.
func migrate(ctx context.Context, db *sql.DB) error {
	version, err := schemaVersion(ctx, db)
	if err != nil {
		return err
	}
	for ; version < len(migrations); version++ {
		if err := step(ctx, db, version); err != nil {
			return fmt.Errorf("migrate the catalogue from version %d to %d: %w", version, version+1, err)
		}
	}
	return nil
}

// step takes the database from version to the one after it.
func step(ctx context.Context, db *sql.DB, version int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, migrations[version]); err != nil {
		return err
	}
	if version+1 >= sumsVersion {
		if err := reseal(ctx, tx); err != nil {
			return fmt.Errorf("compute the checksums of rows: %w", err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version+1)); err != nil {
		return err
	}
	return tx.Commit()
}

// checkVersion is for readers, who may not migrate.
func checkVersion(ctx context.Context, db *sql.DB) error {
	version, err := schemaVersion(ctx, db)
	if err == nil && version < len(migrations) {
		err = olderError(version)
	}
	return err
}

// ErrOlder says of a catalogue that whoever opens it for writing brings it up
// to date, and that it can be read then.
var ErrOlder = errors.New("written by an older version")

type olderError int

func (version olderError) Error() string {
	return fmt.Sprintf("it was written by an older rostrum (catalogue version %d, this program needs %d)", int(version), len(migrations))
}

func (olderError) Is(target error) bool { return target == ErrOlder }

// schemaVersion is how many steps the database has taken.
func schemaVersion(ctx context.Context, db *sql.DB) (int, error) {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, err
	}
	if version > len(migrations) {
		return 0, fmt.Errorf("it was written by a newer rostrum (catalogue version %d, this program knows %d): use that version", version, len(migrations))
	}
	return version, nil
}
