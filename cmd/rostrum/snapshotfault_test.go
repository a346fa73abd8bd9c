package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/internal/faults"
	"rostrum/search"
)

// folio is a folder of sample texts, each of which names the same edition.
type folio struct {
	dir     string
	edition int
}

const folioSize = 12

// turn writes the next edition.
func (f *folio) turn(t *testing.T) {
	t.Helper()
	f.edition++
	for i := range folioSize {
		text := fmt.Sprintf("This is sample number%d of edition%d. It says nothing that anybody ever said, in words enough to be told to be English, and it stands here to be counted.", i, f.edition)
		if err := os.WriteFile(filepath.Join(f.dir, fmt.Sprintf("%d.txt", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// found counts the statements that a search finds in a data folder.
func found(t *testing.T, data, query string) int {
	t.Helper()
	var answer struct {
		Total struct{ Value int }
	}
	if err := json.Unmarshal([]byte(does(t, "search", query, "--json", "--data", data)), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Total.Value
}

// holds fails unless a data folder is whole, its index is that of its records,
// and all texts are of one of the editions; it returns which.
func holds(t *testing.T, data string, editions ...int) int {
	t.Helper()
	does(t, "verify", "--data", data)
	if s := does(t, "status", "--json", "--data", data); !strings.Contains(s, `"state":"current"`) {
		t.Errorf("the index is not that of the records: %s", s)
	}
	for _, edition := range editions {
		if found(t, data, "edition"+strconv.Itoa(edition)) == folioSize {
			return edition
		}
	}
	t.Fatalf("the folder holds none of the editions %v", editions)
	return 0
}

// killer kills runs of the program at random points of the time that the
// shortest of them took.
type killer struct {
	random *rand.Rand
	whole  time.Duration
	killed int
}

// run runs the program in a process of its own, and tells whether it came to its
// end before it was killed. The first run is left alone.
func (k *killer) run(t *testing.T, args ...string) (ended bool) {
	t.Helper()
	after, start := time.Hour, time.Now()
	if k.whole > 0 {
		after = time.Duration(k.random.Int64N(int64(k.whole)))
	}
	var stderr bytes.Buffer
	cmd := apart(args...)
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	err := cmd.Wait()
	if err != nil && cmd.ProcessState.ExitCode() != -1 {
		t.Fatalf("rostrum %s: %v: %s", strings.Join(args, " "), err, stderr.String())
	}
	if err != nil {
		k.killed++
		return false
	}
	if took := time.Since(start); k.whole == 0 || took < k.whole {
		k.whole = took
	}
	return true
}

// TestFaultSnapshotKilled kills snapshots at random points. The folder holds
// the snapshot before or the new one, whole.
func TestFaultSnapshotKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	kills := faults.Times(6, 200)
	note := faults.Begin(t, faults.Snapshot)
	work, k := t.TempDir(), &killer{random: rand.New(rand.NewPCG(1, 1))}
	f := folio{dir: filepath.Join(work, "folio")}
	data, backup, back := filepath.Join(work, "data"), filepath.Join(work, "backup"), filepath.Join(work, "back")
	if err := os.Mkdir(f.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	f.turn(t)
	does(t, "index", f.dir, "--data", data)
	k.run(t, "snapshot", backup, "--data", data)
	for last := f.edition; k.killed < kills; {
		f.turn(t)
		does(t, "index", f.dir, "--data", data)
		ended := k.run(t, "snapshot", backup, "--data", data)
		does(t, "restore", backup, "--check")
		does(t, "restore", backup, "--replace", "--data", back)
		got := holds(t, back, f.edition, last)
		if ended && got != f.edition {
			t.Errorf("the snapshot of edition %d was taken, and holds %d", f.edition, got)
		}
		last = got
	}
	note("snapshots: %d killed, each left the one before or the new one whole", kills)
}

// TestFaultRestoreKilled kills restores at random points. What comes next finds
// the old state or the restored one, whole.
func TestFaultRestoreKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	kills := faults.Times(6, 200)
	note := faults.Begin(t, faults.Snapshot)
	work, k := t.TempDir(), &killer{random: rand.New(rand.NewPCG(2, 2))}
	f := folio{dir: filepath.Join(work, "folio")}
	if err := os.Mkdir(f.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(work, "data")
	var backups [2]string
	var editions [2]int
	for i := range backups {
		f.turn(t)
		does(t, "index", f.dir, "--data", data)
		backups[i], editions[i] = filepath.Join(work, fmt.Sprint("backup", i)), f.edition
		does(t, "snapshot", backups[i], "--data", data)
	}
	k.run(t, "restore", backups[1], "--replace", "--data", data)
	for last := 1; k.killed < kills; {
		next := 1 - last
		ended := k.run(t, "restore", backups[next], "--replace", "--data", data)
		got := holds(t, data, editions[:]...)
		if ended && got != editions[next] {
			t.Errorf("edition %d was restored, and edition %d is there", editions[next], got)
		}
		if got == editions[next] {
			last = next
		}
		if left, _ := filepath.Glob(filepath.Join(data, "re[ps]*")); ended && len(left) > 0 {
			t.Errorf("a restore that came to its end left %v", left)
		}
	}
	note("restores: %d killed, each left the old state or the new one whole", kills)
}

// TestFaultSnapshotBeside takes snapshots while documents are indexed and
// asked for. Each is whole, and brought back it is of one moment.
func TestFaultSnapshotBeside(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts processes")
	}
	snapshots := faults.Times(4, 200)
	note := faults.Begin(t, faults.Snapshot)
	work := t.TempDir()
	f := folio{dir: filepath.Join(work, "folio")}
	if err := os.Mkdir(f.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	data, backup, back := filepath.Join(work, "data"), filepath.Join(work, "backup"), filepath.Join(work, "back")
	f.turn(t)
	does(t, "index", f.dir, "--data", data)
	address := serving(t, "--data", data)
	beside := 0
	for i := range snapshots {
		f.turn(t)
		write := apart("index", f.dir, "--data", data)
		if err := write.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- write.Wait() }()
		for writing := true; writing; beside++ {
			does(t, "snapshot", backup, "--data", data)
			does(t, "restore", backup, "--replace", "--data", back)
			does(t, "verify", "--data", back)
			if n := found(t, back, "sample"); n != folioSize {
				t.Fatalf("snapshot %d has %d statements, want %d", i, n, folioSize)
			}
			ask(t, address+"/api/v1/search?q=sample")
			select {
			case err := <-ended:
				if err != nil {
					t.Fatalf("index beside a snapshot: %v", err)
				}
				writing = false
			default:
			}
		}
	}
	note("snapshots taken while `rostrum index` wrote and `rostrum serve` answered: %d, each restored whole", beside)
}

// TestFaultSnapshotBesideRemovals takes snapshots while statements are taken
// down. None lacks an original that its records name, and the last holds nothing
// of what was taken down.
func TestFaultSnapshotBesideRemovals(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts processes")
	}
	rounds := faults.Times(1, 20)
	note := faults.Begin(t, faults.Snapshot)
	snapshots, removals := 0, 0
	for range rounds {
		work := t.TempDir()
		f := folio{dir: filepath.Join(work, "folio")}
		if err := os.Mkdir(f.dir, 0o755); err != nil {
			t.Fatal(err)
		}
		data, backup := filepath.Join(work, "data"), filepath.Join(work, "backup")
		f.turn(t)
		does(t, "index", f.dir, "--data", data)
		records, err := catalog.OpenReadOnly(t.Context(), data)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for s := range records.Records(t.Context()) {
			ids = append(ids, string(s.ID))
		}
		records.Close()
		ended := make(chan error, 1)
		go func() {
			for _, id := range ids[1:] {
				if out, err := apart("remove", id, "--reason", "asked by its author", "--data", data).CombinedOutput(); err != nil {
					ended <- fmt.Errorf("remove: %w: %s", err, out)
					return
				}
			}
			ended <- nil
		}()
		removals += len(ids) - 1
		for removing := true; removing; snapshots++ {
			does(t, "snapshot", backup, "--data", data)
			containsNothing(t, backup)
			back := filepath.Join(work, fmt.Sprint("back", snapshots))
			does(t, "restore", backup, "--data", back)
			does(t, "verify", "--data", back)
			if err := os.RemoveAll(back); err != nil {
				t.Fatal(err)
			}
			select {
			case err := <-ended:
				if err != nil {
					t.Fatal(err)
				}
				removing = false
			default:
			}
		}
		does(t, "snapshot", backup, "--data", data)
		does(t, "restore", backup, "--data", filepath.Join(work, "last"))
		if n := found(t, filepath.Join(work, "last"), "sample"); n != 1 {
			t.Errorf("%d statements come back, want 1", n)
		}
		if originals, _ := filepath.Glob(filepath.Join(work, "last", "originals", "*", "*")); len(originals) != 1 {
			t.Errorf("%d originals come back, want 1", len(originals))
		}
	}
	note("snapshots taken while %d statements were taken down: %d, none without an original or with one too many", removals, snapshots)
}

// containsNothing looks through the index in a snapshot for statements that its
// records say were taken down.
func containsNothing(t *testing.T, dir string) {
	t.Helper()
	snap, err := backup.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	back := t.TempDir()
	for _, f := range snap.Files {
		if fault, err := snap.Copy(t.Context(), f, back); fault != "" || err != nil {
			t.Fatalf("%s %v", fault, err)
		}
	}
	if snap.Generation == "" {
		return
	}
	records, err := catalog.OpenReadOnly(t.Context(), back)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	down, err := records.TakenDown(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	contains, err := newEngine(filepath.Join(back, "index"), nil).(search.Snapshotter).Contains(t.Context(), snap.Generation, down)
	if err != nil || contains {
		t.Errorf("the index in a snapshot holds what was taken down, %v", err)
	}
}
