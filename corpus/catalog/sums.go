package catalog

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// sumsSchema is step 5: checksums, by which the database proves that it holds
// what was written to it. SQLite's own check is of its structure: a letter in a
// record that has become another is none of its business.
//
// Every row of every table has one, over all of its columns, in a table of its
// own: a row that is lost is missed there, whichever of the two was damaged.
const sumsSchema = `
CREATE TABLE sums (
	name TEXT NOT NULL,              -- of the table
	key  TEXT NOT NULL,              -- of the row, see protected
	sum  INTEGER NOT NULL,           -- see rowSum
	PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;

-- One row for each run that has changed anything, see link.
CREATE TABLE chain (
	run      INTEGER PRIMARY KEY,    -- 1, 2, 3
	ended    TEXT NOT NULL,          -- RFC 3339
	revision TEXT NOT NULL,          -- of the catalogue then
	digest   TEXT NOT NULL,          -- of all sums then, hex
	link     TEXT NOT NULL           -- of all this and the link before, hex
) STRICT;

-- Has a row while nothing has changed since the last run ended.
CREATE TABLE sealed (
	run INTEGER PRIMARY KEY
) STRICT;
`

// sumsVersion is how many steps a database has taken that has sums.
const sumsVersion = 5

// table is a table whose rows have sums.
type table struct {
	name    string
	key     []string // columns that name a row; none but the last holds a space
	columns []string // the others
}

var protected = []table{
	{"statements", []string{"id"}, []string{
		"work", "location", "key", "source", "sha256", "extractor", "basis", "record", "inferred", "status", "pages", "added", "updated", "version"}},
	{"texts", []string{"sha256", "extractor"}, []string{"text"}},
	{"words", []string{"sha256", "page", "extractor"}, []string{"boxes"}},
	{"failures", []string{"sha256", "extractor"}, []string{"reason"}},
	{"meta", []string{"name"}, []string{"value"}},
	{"corrections", []string{"id", "field"}, []string{"correction"}},
	{"removals", []string{"id"}, []string{"location", "sha256", "reason", "removed"}},
	{"works", []string{"id"}, []string{"evidence", "compared", "keys", "version"}},
	{"runs", []string{"id"}, []string{"started", "finished"}},
	{"answers", []string{"address"}, []string{
		"run", "asked", "status", "error", "final", "retrieved", "etag", "last_modified", "media_type", "charset", "sha256", "body"}},
}

// tableOf is a protected table by its name.
func tableOf(name string) table {
	return protected[slices.IndexFunc(protected, func(t table) bool { return t.name == name })]
}

// keyOf is an SQL expression for the key of a row, which goes by the alias.
func (t table) keyOf(alias string) string {
	return alias + "." + strings.Join(t.key, " || ' ' || "+alias+".")
}

// sumOf is one for its sum.
func (t table) sumOf(alias string) string {
	columns := slices.Concat(t.key, t.columns)
	return fmt.Sprintf("row_sum('%s', %s.%s)", t.name, alias, strings.Join(columns, ", "+alias+"."))
}

// whole is one that tells whether a row is as it was written.
func whole(name, alias string) string {
	t := tableOf(name)
	return fmt.Sprintf("(SELECT sum FROM sums WHERE name = '%s' AND key = %s) IS %s", name, t.keyOf(alias), t.sumOf(alias))
}

// wholeIf is the same of a row that a LEFT JOIN may not have found, which has to
// be one that was not written. The key is that of the row that was looked for.
func wholeIf(name, alias, key string) string {
	t := tableOf(name)
	return fmt.Sprintf("(SELECT sum FROM sums WHERE name = '%s' AND key = %s) IS CASE WHEN %s.%s IS NOT NULL THEN %s END", name, key, alias, t.key[0], t.sumOf(alias))
}

// triggers keep the sums of what a connection writes. They are temporary, for
// what is in the file may call no functions of ours (trusted_schema), and other
// programs that open it have none.
func triggers() (out []string) {
	for _, t := range protected {
		remove := func(row string) string {
			return fmt.Sprintf("DELETE FROM sums WHERE name = '%s' AND key = %s;", t.name, t.keyOf(row))
		}
		// Not INSERT OR REPLACE: what the outer statement does about conflicts
		// would go for it, too.
		insert := fmt.Sprintf("INSERT INTO sums VALUES ('%s', %s, %s);", t.name, t.keyOf("new"), t.sumOf("new"))
		for event, body := range map[string]string{
			"INSERT": remove("new") + insert,
			"UPDATE": remove("old") + remove("new") + insert,
			"DELETE": remove("old"),
		} {
			out = append(out, fmt.Sprintf("CREATE TEMP TRIGGER sum_%s_%s AFTER %[2]s ON main.%[1]s BEGIN %[3]s DELETE FROM sealed; END", t.name, event, body))
		}
	}
	return out
}

// reseal recomputes the checksums of all rows after a schema migration.
func reseal(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM sums"); err != nil {
		return err
	}
	for _, t := range protected {
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO sums SELECT '%s', %s, %s FROM %[1]s t", t.name, t.keyOf("t"), t.sumOf("t"))); err != nil {
			return err
		}
	}
	return nil
}

// teachSums registers the SQLite function row_sum, once.
var teachSums = sync.OnceValue(func() error { return datadir.AddFunction("row_sum", rowSum) })

// rowSum is the first eight bytes of the SHA-256 of a table's name and a row's values,
// each with its type and length, as an integer.
func rowSum(values []driver.Value) (driver.Value, error) {
	digest := sha256.New()
	put := func(kind byte, length uint64, content []byte) {
		var head [9]byte
		head[0] = kind
		binary.BigEndian.PutUint64(head[1:], length)
		digest.Write(head[:])
		digest.Write(content)
	}
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			put('n', 0, nil)
		case int64:
			put('i', uint64(v), nil)
		case float64:
			put('f', math.Float64bits(v), nil)
		case string:
			put('s', uint64(len(v)), []byte(v))
		case []byte:
			put('b', uint64(len(v)), v)
		default:
			return nil, fmt.Errorf("a value of type %T", v)
		}
	}
	return int64(binary.BigEndian.Uint64(digest.Sum(nil))), nil
}

// damagedRow is the error for a row with a wrong checksum.
func damagedRow(what string) error {
	return corpus.ErrDamaged.Errorf("the catalogue contains a damaged %s: run `rostrum verify` to check for other damage, and `rostrum restore SNAPSHOT --replace` to restore a snapshot", what)
}

// missed returns an error if a missing row should exist and was not written in the
// meantime.
func (c *Catalog) missed(ctx context.Context, name, key, what string) error {
	var lost bool
	if err := c.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sums WHERE name = ?1 AND key = ?2) AND NOT EXISTS (SELECT 1 FROM "+name+" t WHERE "+tableOf(name).keyOf("t")+" = ?2)", name, key).Scan(&lost); err != nil {
		return fmt.Errorf("look for a %s: %w", what, err)
	}
	if lost {
		return damagedRow(what)
	}
	return nil
}

// counted returns an error if the number of rows of a table does not match the number of
// checksums.
func counted(ctx context.Context, db queryer, name string, read int) error {
	var written int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sums WHERE name = ?", name).Scan(&written); err != nil {
		return fmt.Errorf("count the checksums of the catalogue: %w", err)
	}
	if read != written {
		return corpus.ErrDamaged.Errorf("the catalogue has %d rows of %s instead of %d: it is damaged, restore it from a snapshot", read, name, written)
	}
	return nil
}

// damagedRows returns a name for each row with a wrong checksum, at most most per table.
func damagedRows(ctx context.Context, db queryer, most int) (out []string, err error) {
	for _, t := range protected {
		// If indexes are damaged, read without them.
		rows, err := db.QueryContext(ctx, fmt.Sprintf(`SELECT %s FROM %s t NOT INDEXED WHERE NOT coalesce(%s, 0) LIMIT %d`,
			t.keyOf("t"), t.name, whole(t.name, "t"), most))
		if err != nil {
			return nil, err
		}
		names, err := scanTexts(rows)
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			out = append(out, fmt.Sprintf("%s %q", t.name, n))
		}
		var read, written int
		if err := db.QueryRowContext(ctx, fmt.Sprintf("SELECT (SELECT count(*) FROM %s NOT INDEXED), (SELECT count(*) FROM sums WHERE name = '%[1]s')", t.name)).Scan(&read, &written); err != nil {
			return nil, err
		}
		if read != written {
			out = append(out, fmt.Sprintf("%s: %d rows instead of %d", t.name, read, written))
		}
	}
	var total, named int
	if err := db.QueryRowContext(ctx, "SELECT count(*), count(*) FILTER (WHERE name IN ("+names()+")) FROM sums").Scan(&total, &named); err != nil {
		return nil, err
	}
	if total != named {
		out = append(out, "checksums of an unknown table")
	}
	return out, nil
}

func names() string {
	var quoted []string
	for _, t := range protected {
		quoted = append(quoted, "'"+t.name+"'")
	}
	return strings.Join(quoted, ", ")
}

// link is the digest of all checksums after a run, chained to the previous link, so that
// no earlier run can be dropped or replaced.
type link struct {
	run                     int64
	ended, revision, digest string
}

func (l link) sum(before string) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%s\n%d\n%s\n%s\n%s", before, l.run, l.ended, l.revision, l.digest))
	return hex.EncodeToString(h[:])
}

// endRun adds a link if this run has changed anything.
func (c *Catalog) endRun(ctx context.Context) error {
	return c.change(ctx, "seal the catalogue", func(tx *sql.Tx) error {
		var sealed bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sealed)").Scan(&sealed); err != nil || sealed {
			return err
		}
		var l link
		var before string
		err := tx.QueryRowContext(ctx, "SELECT run, link FROM chain ORDER BY run DESC LIMIT 1").Scan(&l.run, &before)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if l.digest, err = digestOf(ctx, tx); err != nil {
			return err
		}
		if l.revision, err = revision(ctx, tx); err != nil {
			return err
		}
		l.run, l.ended = l.run+1, time.Now().UTC().Format(time.RFC3339)
		if _, err = tx.ExecContext(ctx, "INSERT INTO chain VALUES (?, ?, ?, ?, ?)", l.run, l.ended, l.revision, l.digest, l.sum(before)); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO sealed VALUES (?)", l.run)
		return err
	})
}

// digestOf is a digest of all checksums: for each table their number and the sums of
// their halves, which SQLite adds up in 0.2 seconds for a million rows.
func digestOf(ctx context.Context, db queryer) (string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name, count(*), sum(sum & 0xffffffff), sum(sum >> 32 & 0xffffffff) FROM sums GROUP BY name ORDER BY name")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	h := sha256.New()
	for rows.Next() {
		var name string
		var n, low, high int64
		if err := rows.Scan(&name, &n, &low, &high); err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s\n%d\n%d\n%d\n", name, n, low, high)
	}
	return hex.EncodeToString(h.Sum(nil)), rows.Err()
}

// checkChain returns a sentence about what is wrong with the chain, or "". If nothing
// changed since the last link, the checksums must match it; during a run, or after a
// killed one, they differ.
func checkChain(ctx context.Context, db queryer) (string, error) {
	rows, err := db.QueryContext(ctx, "SELECT run, ended, revision, digest, link FROM chain ORDER BY run")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var last link
	before := ""
	for n := int64(1); rows.Next(); n++ {
		var l link
		var sum string
		if err := rows.Scan(&l.run, &l.ended, &l.revision, &l.digest, &sum); err != nil {
			return "", err
		}
		if l.run != n || l.sum(before) != sum {
			return fmt.Sprintf("run %d is not in the chain of runs", n), nil
		}
		last, before = l, sum
	}
	if err := rows.Err(); err != nil {
		return "", err
	}
	var sealed int64
	if err := db.QueryRowContext(ctx, "SELECT coalesce(max(run), 0) FROM sealed").Scan(&sealed); err != nil || sealed == 0 {
		return "", err
	}
	now, err := revision(ctx, db)
	if err != nil {
		return "", err
	}
	digest, err := digestOf(ctx, db)
	if err == nil && (sealed != last.run || now != last.revision || digest != last.digest) {
		return fmt.Sprintf("the checksums do not match those of run %d", last.run), nil
	}
	return "", err
}
