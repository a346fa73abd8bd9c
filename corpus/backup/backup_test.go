package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rostrum/corpus"
)

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func sum(content string) string {
	digest := sha256.Sum256([]byte(content))
	return hex.EncodeToString(digest[:])
}

// take takes a snapshot of texts by their names.
func take(t *testing.T, dir string, link bool, texts map[string]string) *Writer {
	t.Helper()
	w, err := Begin(dir, link)
	if err != nil {
		t.Fatal(err)
	}
	from := t.TempDir()
	for name, text := range texts {
		write(t, filepath.Join(from, name), text)
		if err := w.Add(t.Context(), name, filepath.Join(from, name), sum(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Commit(Contents{Program: "test", Documents: len(texts)}); err != nil {
		t.Fatal(err)
	}
	return w
}

// files is all regular files below a folder, with what they hold.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(name)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSnapshotComesBack(t *testing.T) {
	for _, link := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "backup")
		texts := map[string]string{"a": "one", "b/c": "two", "b/d": "two", "empty": ""}
		if w := take(t, dir, link, texts); w.NewFiles != 3 && w.NewFiles != 4 {
			t.Errorf("%d files were written", w.NewFiles)
		}
		// The second holds what is new, and no more what is gone.
		delete(texts, "a")
		texts["e"] = "three"
		if w := take(t, dir, link, texts); w.NewFiles != 1 || w.Len() != 4 {
			t.Errorf("of %d files %d were written, want 1 of 4", w.Len(), w.NewFiles)
		}
		for name := range files(t, dir) {
			if strings.HasSuffix(name, sum("one")) {
				t.Error("what is gone is still there")
			}
		}
		s, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		back := t.TempDir()
		for _, f := range s.Files {
			if fault, err := s.Copy(t.Context(), f, back); fault != "" || err != nil {
				t.Errorf("%s: %q, %v", f.Name, fault, err)
			}
		}
		if got := files(t, back); len(got) != len(texts) || got["b/d"] != "two" || got["e"] != "three" || s.Documents != 4 {
			t.Errorf("brought back %v", got)
		}
	}
}

func TestAddTakesNothingElse(t *testing.T) {
	dir, path := t.TempDir(), filepath.Join(t.TempDir(), "a")
	write(t, path, "changed")
	w, err := Begin(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add(t.Context(), "a", path, sum("as it was")); !errors.Is(err, ErrChanged) {
		t.Errorf("a file that has changed: %v", err)
	}
	if err := w.Add(t.Context(), "b", path+"none", sum("b")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := w.Abort(); err != nil || len(files(t, dir)) > 0 {
		t.Errorf("left behind (%v): %v", err, files(t, dir))
	}
	if _, err := Open(dir); !errors.Is(err, corpus.ErrInvalid) || !strings.Contains(err.Error(), "there is no snapshot in") {
		t.Errorf("a snapshot that was not taken opens with %v", err)
	}
}

// TestDamagedSnapshot changes one thing after another in the folder.
func TestDamagedSnapshot(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "backup")
	take(t, dir, false, map[string]string{"a": "one", "b": "two"})
	manifest := filepath.Join(dir, "snapshot.json")
	good, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := append([]byte(nil), good...)
		bad[i] ^= 4
		write(t, manifest, string(bad))
		s, err := Open(dir)
		if err == nil && fmt.Sprint(s.Contents, s.Files) != opened(t, dir, manifest, good) {
			t.Fatalf("a list of files with byte %d changed was read otherwise than it was written:\n%s", i, bad)
		}
	}
	write(t, manifest, regexp.MustCompile(`"format": 1`).ReplaceAllString(string(good), `"format": 9`))
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "was taken by a newer rostrum (test): use that version") {
		t.Errorf("a snapshot of a later form opens with %v", err)
	}
	write(t, manifest, string(good))
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "files", sum("one")[:2], sum("one")), "oNe")
	if err := os.Remove(filepath.Join(dir, "files", sum("two")[:2], sum("two"))); err != nil {
		t.Fatal(err)
	}
	back := t.TempDir()
	for i, want := range []string{"is damaged in the snapshot", "is missing from the snapshot"} {
		slot := s.Files[0]
		if slot.Name != []string{"a", "b"}[i] {
			slot = s.Files[1]
		}
		for _, read := range []func() (string, error){
			func() (string, error) { return s.Check(t.Context(), slot) },
			func() (string, error) { return s.Copy(t.Context(), slot, back) },
		} {
			if fault, err := read(); err != nil || !strings.Contains(fault, want) || !strings.HasPrefix(fault, slot.Name+" (") {
				t.Errorf("%s: %q, %v; want that it %s", slot.Name, fault, err, want)
			}
		}
	}
	if left := files(t, back); len(left) > 0 {
		t.Errorf("damaged files were brought back: %v", left)
	}
}

// opened is what the list of files says as it was written.
func opened(t *testing.T, dir, manifest string, good []byte) string {
	t.Helper()
	write(t, manifest, string(good))
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(s.Contents, s.Files)
}

// TestReplaceCutOffAnywhere leaves a data folder as a replacement that was killed
// after each of its steps does, and has it finished by whoever comes next.
func TestReplaceCutOffAnywhere(t *testing.T) {
	parts := []string{"folder", "gone.db", "records.db"}
	newState := map[string]string{"folder/new": "new", "records.db": "new"}
	steps := [][2]string{
		{"restoring", "restored"},
		{"folder", "replaced/folder"}, {"restored/folder", "folder"},
		{"gone.db", "replaced/gone.db"}, {"restored/gone.db.none", ""},
		{"records.db", "replaced/records.db"}, {"records.db-wal", "replaced/records.db-wal"}, {"records.db-shm", "replaced/records.db-shm"},
		{"restored/records.db", "records.db"},
		{"replaced/folder", ""}, {"replaced/gone.db", ""}, {"replaced", ""},
		{"restored", ""},
	}
	prepared := func() string {
		data := t.TempDir()
		for _, name := range []string{"folder/old", "gone.db", "records.db", "records.db-wal", "records.db-shm"} {
			write(t, filepath.Join(data, name), "old")
		}
		staging, err := stage(data)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range newState {
			write(t, filepath.Join(staging, name), text)
		}
		return data
	}
	open := prepared()
	write(t, filepath.Join(open, "restoring/records.db-wal"), "not yet in the database")
	if err := replace(open, parts); err == nil || decided(open) {
		t.Errorf("a database with a log was put in place without it: %v", err)
	}
	whole := prepared()
	if !Restoring(whole) || decided(whole) {
		t.Error("staged, it counts as decided")
	}
	if err := replace(whole, parts); err != nil || fmt.Sprint(files(t, whole)) != fmt.Sprint(newState) {
		t.Errorf("replaced (%v) it holds %v", err, files(t, whole))
	}
	for cut := range steps {
		data := prepared()
		write(t, filepath.Join(data, "restoring/gone.db.none"), "")
		for i, step := range steps[:cut+1] {
			if err := os.MkdirAll(filepath.Join(data, "replaced"), 0o755); i > 0 && err != nil {
				t.Fatal(err)
			}
			from, to := filepath.Join(data, step[0]), filepath.Join(data, step[1])
			err := error(nil)
			if step[1] == "" {
				err = os.RemoveAll(from)
			} else {
				err = os.Rename(from, to)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if decided(data) == (cut == len(steps)-1) {
			t.Errorf("after step %d it is decided: %v", cut, decided(data))
		}
		if decided(data) {
			if err := finish(data, parts); err != nil {
				t.Fatalf("after step %d: %v", cut, err)
			}
		}
		if got := files(t, data); fmt.Sprint(got) != fmt.Sprint(newState) {
			t.Errorf("after step %d it was finished to %v", cut, got)
		}
	}
}
