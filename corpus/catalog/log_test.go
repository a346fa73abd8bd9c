package catalog

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// killed is the folder of a run that was killed after it had recorded some
// statements: all of them are in the log of the database.
func killed(t *testing.T, count int) (dir, log string) {
	t.Helper()
	c, from := openTemp(t)
	keepOriginals(t, c, count)
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return dir, filepath.Join(dir, fileRecords) + "-wal"
}

func statements(t *testing.T, dir string) (n int, err error) {
	t.Helper()
	c, err := OpenReadOnly(t.Context(), dir)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	counts, err := c.Counts(t.Context())
	return counts.Documents, err
}

// A flipped byte in the log is reported as damage by every operation that would lose
// data by it. It is not mistaken for the end of the log, or for an older catalogue.
func TestDamagedLog(t *testing.T) {
	const count = 4
	dir, log := killed(t, count)
	good, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := statements(t, dir); n != count || err != nil {
		t.Fatalf("%d statements, %v", n, err)
	}
	const frame = 24 + 4096
	for name, at := range map[string]int{
		"the header":            3,
		"the salts":             17,
		"the sum of the header": 25,
		"the first frame":       32 + 20,
		"its page":              32 + 24 + 100,
		"a page in the middle":  32 + len(good)/frame/2*frame + 2000,
		"the head of one":       32 + len(good)/frame/2*frame + 1,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			bad := append([]byte(nil), good...)
			bad[at] ^= 4
			main, err := os.ReadFile(strings.TrimSuffix(log, "-wal"))
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, fileRecords)
			if err := errors.Join(os.WriteFile(file, main, 0o600), os.WriteFile(file+"-wal", bad, 0o600)); err != nil {
				t.Fatal(err)
			}
			if damaged, err := datadir.LogDamaged(file); !damaged || err != nil {
				t.Fatalf("%v, %v", damaged, err)
			}
			if c, err := Open(t.Context(), dir); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "-wal") {
				t.Errorf("opened for writing: %v", err)
				if c != nil {
					c.Close()
				}
			}
			c, err := OpenReadOnly(t.Context(), dir)
			if err != nil {
				if !errors.Is(err, ErrDamaged) || errors.Is(err, ErrOlder) {
					t.Errorf("opened for reading: %v", err)
				}
				return
			}
			defer c.Close()
			if v, err := c.Verify(t.Context()); err != nil || len(v.Problems) == 0 || !strings.Contains(v.Problems[0].Message, "-wal") {
				t.Errorf("verified: %+v, %v", v.Problems, err)
			}
			if err := c.CopyTo(t.Context(), t.TempDir()); !errors.Is(err, ErrDamaged) {
				t.Errorf("copied: %v", err)
			}
		})
	}
}

// What a crash leaves at the end of a log is no damage: it was not acknowledged.
func TestLogCutOff(t *testing.T) {
	_, log := killed(t, 4)
	good, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for cut := len(good); cut > 0; cut -= 1031 {
		file := filepath.Join(t.TempDir(), fileRecords)
		if err := os.WriteFile(file+"-wal", good[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if damaged, err := datadir.LogDamaged(file); damaged || err != nil {
			t.Fatalf("cut off at %d of %d: %v, %v", cut, len(good), damaged, err)
		}
		// The last page may be there in part only.
		torn := append([]byte(nil), good[:cut]...)
		clear(torn[max(0, cut-2048):])
		if err := os.WriteFile(file+"-wal", torn, 0o600); err != nil {
			t.Fatal(err)
		}
		if damaged, err := datadir.LogDamaged(file); damaged || err != nil {
			t.Fatalf("torn at %d of %d: %v, %v", cut, len(good), damaged, err)
		}
	}
	if _, err := OpenReadOnly(t.Context(), t.TempDir()); !errors.Is(err, corpus.ErrNoIndex) {
		t.Error(err)
	}
}
