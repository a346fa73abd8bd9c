package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// atVersion makes the catalogue of a program that knew only so many steps,
// with one statement in it.
func atVersion(t *testing.T, version int) string {
	t.Helper()
	dir := t.TempDir()
	all := migrations
	migrations = migrations[:version]
	defer func() { migrations = all }()
	c, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	tx, err := c.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for _, insert := range []string{
		`INSERT INTO statements (id, work, location, key, source, sha256, extractor, basis, record, status, pages, added, updated) VALUES ('a', 'w', '/s/a.pdf', 's/a.pdf', '/s', 'ab', '1', 'b',
			'{"id":"a","work":"w","title":"On cooperation","status":"good","origin":{"location":"/s/a.pdf","media_type":"application/pdf","sha256":"ab","bytes":4}}',
			'good', 2, '2021-01-01T00:00:00Z', '2021-01-02T00:00:00Z')`,
		`INSERT INTO failures VALUES ('cd', '1', 'the file is empty')`,
		`INSERT INTO words VALUES ('ab', '1', 1, x'00')`,
		`UPDATE meta SET value = '7' WHERE name = 'changes'`,
	} {
		if _, err := tx.Exec(insert); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// contents reads every table as rows of column=value, which later steps may
// only add to.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "catalog.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	out := map[string]string{}
	for _, table := range []string{"statements", "texts", "words", "failures", "meta"} {
		tableContents(t, db, table, out)
	}
	return out
}

func tableContents(t *testing.T, db *sql.DB, table string, out map[string]string) {
	t.Helper()
	rows, err := db.Query("SELECT * FROM " + table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for n := 0; rows.Next(); n++ {
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		for i, column := range columns {
			out[fmt.Sprintf("%s %d %s", table, n, column)] = fmt.Sprint(values[i])
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestOlderCatalogueLosesNothing(t *testing.T) {
	for version := 1; version < len(migrations); version++ {
		dir := atVersion(t, version)
		before := contents(t, dir)
		if _, err := OpenReadOnly(t.Context(), dir); !errors.Is(err, ErrOlder) {
			t.Errorf("version %d opened for reading only: got %v, want an error that says how to bring it up to date", version, err)
		}
		c, err := Open(t.Context(), dir)
		if err != nil {
			t.Fatalf("version %d: %v", version, err)
		}
		s, err := c.Statement(t.Context(), "a")
		if err != nil || s.Title != "On cooperation" {
			t.Errorf("version %d: got %q, %v", version, s.Title, err)
		}
		if err := c.Put(t.Context(), sampleRecord("b", "/s/b.pdf")); err != nil {
			t.Errorf("version %d: a new statement: %v", version, err)
		}
		if err := c.Delete(t.Context(), "b"); err != nil {
			t.Error(err)
		}
		c.Close()
		after := contents(t, dir)
		before["meta 0 value"] = after["meta 0 value"] // the count of changes, which Put and Delete have raised
		for key, value := range before {
			if diff := cmp.Diff(value, after[key]); diff != "" {
				t.Errorf("version %d: %s (-before +after):\n%s", version, key, diff)
			}
		}
	}
}

func TestStepThatFailsLeavesTheCatalogueAsItWas(t *testing.T) {
	dir := atVersion(t, 1)
	before := contents(t, dir)
	all := migrations
	t.Cleanup(func() { migrations = all })
	migrations = []string{statementsSchema, "CREATE TABLE half (a TEXT); DELETE FROM statements; nonsense"}
	if _, err := Open(context.Background(), dir); err == nil || !strings.Contains(err.Error(), "from version 1 to 2") {
		t.Errorf("got %v, want an error that names the step", err)
	}
	if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
		t.Errorf("the catalogue changed (-before +after):\n%s", diff)
	}
}
