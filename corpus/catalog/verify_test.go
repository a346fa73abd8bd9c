package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"rostrum/corpus"
)

// keep puts a statement with its text and its original into a catalogue.
func keep(t *testing.T, c *Catalog, id corpus.ID) (original string) {
	t.Helper()
	content := []byte("the bytes of " + id)
	sum := sha256.Sum256(content)
	r := sampleRecord(id, fmt.Sprintf("/s/%s.pdf", id))
	r.Statement.Origin.SHA256 = hex.EncodeToString(sum[:])
	err := errors.Join(c.KeepOriginal(r.Statement.Origin.SHA256, content), c.PutText(t.Context(), r.Statement.Origin.SHA256, sampleText()), c.Put(t.Context(), r))
	if err != nil {
		t.Fatal(err)
	}
	return c.originalPath(r.Statement.Origin.SHA256)
}

func TestVerifyNamesWhatIsWrong(t *testing.T) {
	exec := func(statement string, args ...any) func(*testing.T, *Catalog, string) {
		return func(t *testing.T, c *Catalog, _ string) {
			if _, err := c.db.ExecContext(t.Context(), statement, args...); err != nil {
				t.Fatal(err)
			}
		}
	}
	tests := []struct {
		kind, says string
		spoil      func(t *testing.T, c *Catalog, original string)
	}{
		{ProblemRecord, "the record of b is damaged: restore a snapshot", exec("UPDATE statements SET record = '{}' WHERE id = 'b'")},
		{ProblemRecord, "the record of b is damaged", exec("UPDATE statements SET record = (SELECT record FROM statements WHERE id = 'a') WHERE id = 'b'")},
		{ProblemTextMissing, "the text of b is missing from the catalogue: index /s/b.pdf again", exec("DELETE FROM texts WHERE sha256 = (SELECT sha256 FROM statements WHERE id = 'b')")},
		{ProblemTextDamaged, "the text of b is damaged in the catalogue: restore a snapshot", exec("UPDATE texts SET text = x'00' WHERE sha256 = (SELECT sha256 FROM statements WHERE id = 'b')")},
		{ProblemPages, "has 7 pages, but its text has 2", exec("UPDATE statements SET pages = 7 WHERE id = 'b'")},
		{ProblemOriginalMissing, "the original of b is missing: index /s/b.pdf again", func(t *testing.T, _ *Catalog, original string) {
			if err := os.Remove(original); err != nil {
				t.Fatal(err)
			}
		}},
		{ProblemOriginalDamaged, "has changed since it was stored: remove ", func(t *testing.T, _ *Catalog, original string) {
			if err := os.WriteFile(original, []byte("the bytes of x"), 0o644); err != nil {
				t.Fatal(err)
			}
		}},
		{ProblemOriginalKept, "the original of b, which was taken down on ", func(t *testing.T, c *Catalog, original string) {
			if err := c.Remove(t.Context(), "b", "asked by its author"); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(original, []byte("the bytes of b"), 0o644); err != nil {
				t.Fatal(err)
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.kind, func(t *testing.T) {
			c, _ := openTemp(t)
			for _, id := range []corpus.ID{"a", "c"} {
				keep(t, c, id)
			}
			original := keep(t, c, "b")
			if v, err := c.Verify(t.Context()); err != nil || len(v.Problems) > 0 || v.Unnamed > 0 {
				t.Fatalf("before anything is wrong: %+v, %v", v, err)
			}
			test.spoil(t, c, original)
			v, err := c.Verify(t.Context())
			if err != nil || len(v.Problems) != 1 {
				t.Fatalf("found %+v, %v; want one problem", v.Problems, err)
			}
			if p := v.Problems[0]; p.Kind != test.kind || p.ID != "b" || !strings.Contains(p.Message, test.says) {
				t.Errorf("found %+v, want %s: %s", p, test.kind, test.says)
			}
		})
	}
}

// TestVerifyLeavesAloneWhatDoesNoHarm keeps originals of statements that have
// gone: they are counted, and no problem.
func TestVerifyLeavesAloneWhatDoesNoHarm(t *testing.T) {
	c, _ := openTemp(t)
	keep(t, c, "a")
	keep(t, c, "b")
	if err := c.Delete(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	v, err := c.Verify(t.Context())
	if err != nil || len(v.Problems) > 0 || v.Unnamed != 1 || v.UnnamedBytes != int64(len("the bytes of b")) {
		t.Errorf("found %+v, %v", v, err)
	}
}

// TestVerifyOfADamagedDatabase overwrites a part of the file.
func TestVerifyOfADamagedDatabase(t *testing.T) {
	c, dir := openTemp(t)
	for i := range 30 {
		keep(t, c, corpus.ID(fmt.Sprint("id", i)))
	}
	c.Close()
	path := dir + "/catalog.db"
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(content[len(content)*3/4:], make([]byte, len(content)))
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	c, err = OpenReadOnly(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	v, err := c.Verify(t.Context())
	if err != nil || len(v.Problems) == 0 || v.Problems[0].Kind != ProblemDatabase || !strings.Contains(v.Problems[0].Message, "the catalogue is damaged, restore it from a snapshot: ") {
		t.Errorf("found %+v, %v", v.Problems, err)
	}
	if err := os.WriteFile(path, []byte("nonsense, and no database at all, for as many bytes as a header has, which are a hundred, so there"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReadOnly(t.Context(), dir); !errors.Is(err, ErrDamaged) {
		t.Errorf("nonsense was opened with %v", err)
	}
}
