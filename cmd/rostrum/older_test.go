package main

import (
	"database/sql" //nolint:depguard // makes a catalogue as an older version wrote it
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
	t.Parallel()
	data := indexSampleFor(t)
	age(t, data)
	lock, err := datadir.Acquire(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	s := serveProcess(t, "--data", data)
	address := "http://" + s.address
	eventually(t, address+"/readyz", "the catalogue was written by an older rostrum and is being migrated: until then statements and originals cannot be shown")
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
	// It is ready before the index has followed the records, as while any run writes.
	for deadline := time.Now().Add(time.Minute); outcomeOf(t, "verify", "--data", data).code != exitOK && time.Now().Before(deadline); {
		time.Sleep(20 * time.Millisecond)
	}
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
	t.Parallel()
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
	for deadline := time.Now().Add(time.Minute); !s.log.says("an interrupted restore could not be finished; will retry"); time.Sleep(5 * time.Millisecond) {
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

// TestFolderOfAnOlderVersion opens testdata/data-folder-4.tar.gz, which a rostrum
// of November 2026 wrote (catalogue of form 4, index of analysis 2) from four
// sample texts: one corrected, one removed for good, one told of by no alert yet.
func TestFolderOfAnOlderVersion(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := exec.CommandContext(t.Context(), "tar", "-xzf", "testdata/data-folder-4.tar.gz", "-C", dir).Run(); err != nil {
		t.Fatal(err)
	}
	data, alerts := filepath.Join(dir, "data"), filepath.Join(dir, "alerts.yaml")
	const senegal, kenya, france, removed = "9ux28fhxmt7zb8c", "caqfjuxnnnpdrwk", "sj6b4k5vcsr9nhd", "p7awv23yab3vk2v"
	if err := os.WriteFile(alerts, []byte(`mail: {server: "127.0.0.1:1", from: alerts@example.org, tls: none}
alerts: [{name: caravans, query: caravan, mail: [desk@example.org]}]`), 0o600); err != nil {
		t.Fatal(err)
	}

	does(t, "index", "--rebuild", "--data", data)
	s := serveProcess(t, "--data", data)
	address := "http://" + s.address
	for _, id := range []string{senegal, kenya, france} {
		if found := ask(t, address+"/api/v1/search"); !strings.Contains(found, `"id":"`+id+`"`) {
			t.Errorf("%s is not found: %s", id, found)
		}
	}
	for permalink, words := range map[string]string{"#p1-1": "a caravan of traders through the desert", "#p1-2": "12 of them"} {
		page, anchor, _ := strings.Cut("/s/"+senegal+permalink, "#")
		if body := ask(t, address+page); !strings.Contains(body, `id="`+anchor+`"`) || !strings.Contains(body, words) {
			t.Errorf("%s does not lead to %q", permalink, words)
		}
	}
	if original := ask(t, address+"/s/"+senegal+"/original"); !strings.HasPrefix(original, "Statement by Senegal") {
		t.Errorf("the original reads %q", original)
	}
	s.signal(syscall.SIGTERM)
	if err := s.end(); err != nil {
		t.Fatalf("ended with %v: %s", err, &s.log)
	}

	for _, want := range []string{"Sample Speaker", "2021-12-07", "Victims", "by Archivist: seen on the printed sample", "replaced: "} {
		if shown := does(t, "show", senegal, "--data", data); !strings.Contains(shown, want) {
			t.Errorf("show does not tell %q: %s", want, shown)
		}
	}
	if o := outcomeOf(t, "show", removed, "--data", data); o.code == exitOK || !strings.Contains(o.stderr, "a sample of what is taken down") {
		t.Errorf("what was removed for good is shown as %+v", o)
	}
	if told := does(t, "alerts", "run", alerts, "--dry-run", "--data", data); told != "caravans: 1 new statement\n" {
		t.Errorf("alerts tell %q", told)
	}
	does(t, "verify", "--data", data)
}
