package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rostrum/internal/faults"
)

// disk is a small file system that can be filled up.
type disk struct {
	t   *testing.T
	dir string
}

// mountDisk makes a file system of so many bytes, or skips the test.
func mountDisk(t *testing.T, options string) *disk {
	t.Helper()
	d := &disk{t, t.TempDir()}
	if err := syscall.Mount("tmpfs", d.dir, "tmpfs", 0, options); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(d.dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return d
}

// fill leaves room for so many bytes; empty gives it back.
func (d *disk) fill(leave int64) {
	d.t.Helper()
	var stat syscall.Statfs_t
	if err := syscall.Statfs(d.dir, &stat); err != nil {
		d.t.Fatal(err)
	}
	free := int64(stat.Bavail)*stat.Bsize - leave
	if free < 0 {
		d.t.Fatalf("there is room for %d bytes less than %d", -free, leave)
	}
	if err := os.WriteFile(filepath.Join(d.dir, "filler"), bytes.Repeat([]byte{1}, int(free)), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

func (d *disk) empty() {
	d.t.Helper()
	if err := os.Remove(filepath.Join(d.dir, "filler")); err != nil {
		d.t.Fatal(err)
	}
}

// fails runs a command that finds no room.
func fails(t *testing.T, says string, args ...string) {
	t.Helper()
	var stderr strings.Builder
	code := run(t.Context(), args, strings.NewReader(""), &bytes.Buffer{}, &stderr)
	if code != exitFailure || !strings.Contains(stderr.String(), "no space left on device") || !strings.Contains(stderr.String(), says) {
		t.Errorf("rostrum %s ended with %d: %s", strings.Join(args, " "), code, stderr.String())
	}
}

// TestFaultSnapshotDiskFull takes and restores snapshots where there is less and
// less room: what was there stays, and with room it goes on.
func TestFaultSnapshotDiskFull(t *testing.T) {
	t.Parallel()
	steps := faults.Times(4, 40)
	note := faults.Begin(t, faults.Snapshot)
	work := t.TempDir()
	f := folio{dir: filepath.Join(work, "folio")}
	if err := os.Mkdir(f.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(work, "data")
	f.turn(t)
	does(t, "index", f.dir, "--data", data)
	old := filepath.Join(work, "old")
	does(t, "snapshot", old, "--data", data)

	backups, restored := mountDisk(t, "size=8m"), mountDisk(t, "size=8m")
	backup, back := filepath.Join(backups.dir, "backup"), filepath.Join(restored.dir, "data")
	does(t, "snapshot", backup, "--data", data)
	does(t, "restore", old, "--data", back)
	f.turn(t)
	does(t, "index", f.dir, "--data", data)
	const most = 150 << 10 // less than a snapshot takes
	for step := range steps {
		leave := int64(most * step / steps)
		backups.fill(leave)
		fails(t, ": the previous snapshot in this folder is intact; free some space and run the same command again", "snapshot", backup, "--data", data)
		does(t, "restore", backup, "--check")
		backups.empty()
		restored.fill(leave)
		fails(t, "nothing was changed", "restore", backup, "--replace", "--data", back)
		restored.empty()
		holds(t, back, f.edition-1)
	}
	does(t, "snapshot", backup, "--data", data)
	does(t, "restore", backup, "--replace", "--data", back)
	holds(t, back, f.edition)
	note("snapshots and restores with room for 0 to %d KB: %d, what was there stayed, and with room they went on", most>>10, 2*steps)
}
