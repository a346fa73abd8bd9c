package main

import (
	"database/sql" //nolint:depguard // makes a catalogue as an older version wrote it
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite" //nolint:depguard // see above

	"rostrum/corpus/datadir"
)

// age takes back the last step that the form of the catalogue has taken.
func age(t *testing.T, data string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "catalog.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		"DROP INDEX statements_version", "DROP INDEX statements_status", "DROP INDEX statements_gone", "DROP INDEX statements_stale",
		"ALTER TABLE statements DROP COLUMN version", "ALTER TABLE works DROP COLUMN keys", "ALTER TABLE works DROP COLUMN version",
		"DROP TABLE sums", "DROP TABLE chain", "DROP TABLE sealed",
		"PRAGMA user_version = 3", "PRAGMA wal_checkpoint(TRUNCATE)",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// TestServiceBringsOlderRecordsUpToDate starts a service over the records of an
// older version: searches are answered at once, statements when they are of this one.
func TestServiceBringsOlderRecordsUpToDate(t *testing.T) {
	data := indexSampleFor(t)
	age(t, data)
	lock, err := datadir.Acquire(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	s := serveProcess(t, "--data", data)
	address := "http://" + s.address
	eventually(t, address+"/readyz", "the catalogue was written by an older rostrum and is being brought up to date: until then statements and originals cannot be shown")
	ask(t, address+"/api/v1/search?q=court")
	s.signal(syscall.SIGTERM)
	if err := s.end(); err != nil {
		t.Errorf("ended with %v: %s", err, &s.log)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	s = serveProcess(t, "--data", data)
	eventually(t, "http://"+s.address+"/readyz", `"status":"ready"`)
	does(t, "verify", "--data", data)
	s.signal(syscall.SIGTERM)
	if err := s.end(); err != nil {
		t.Errorf("ended with %v: %s", err, &s.log)
	}
}

// TestServiceFinishesARestore leaves a data folder as a restore does that was
// killed at its end, under a service that is running: first in a way that cannot
// be finished, then in one that can.
func TestServiceFinishesARestore(t *testing.T) {
	data, work := indexSampleFor(t), t.TempDir()
	backup, other := filepath.Join(work, "backup"), filepath.Join(work, "other")
	f := folio{dir: filepath.Join(work, "folio")}
	if err := os.Mkdir(f.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	f.turn(t)
	does(t, "index", f.dir, "--data", other)
	does(t, "snapshot", backup, "--data", other)
	does(t, "restore", backup, "--replace", "--data", other)
	s := serveProcess(t, "--data", data)
	blocked := filepath.Join(data, "replaced")
	if err := os.WriteFile(blocked, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	prepared := filepath.Join(data, "restoring")
	if err := os.Mkdir(prepared, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"index", "originals", "catalog.db"} {
		if err := os.Rename(filepath.Join(other, part), filepath.Join(prepared, part)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(prepared, filepath.Join(data, "restored")); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); !s.log.says("what a restore had left to do could not be done, which is tried again"); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the log does not say that a restore cannot be finished: %s", &s.log)
		}
	}
	if err := os.Remove(blocked); err != nil {
		t.Fatal(err)
	}
	eventually(t, "http://"+s.address+"/api/v1/search?q="+fmt.Sprint("edition", f.edition), fmt.Sprintf(`"value":%d`, folioSize))
	eventually(t, "http://"+s.address+"/readyz", `"status":"ready"`)
	does(t, "verify", "--data", data)
	s.signal(syscall.SIGTERM)
	if err := s.end(); err != nil {
		t.Errorf("ended with %v: %s", err, &s.log)
	}
}
