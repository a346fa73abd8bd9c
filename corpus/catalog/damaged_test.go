package catalog

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
	"rostrum/internal/faults"
)

// keepOriginals keeps so many originals of statements, and gives where they are.
func keepOriginals(t *testing.T, c *Catalog, count int) map[corpus.ID]string {
	t.Helper()
	paths := map[corpus.ID]string{}
	for n := range count {
		id := corpus.ID(fmt.Sprintf("s%d", n))
		content := []byte(strings.Repeat(fmt.Sprintf("original %d\n", n), 1+n))
		r := sampleRecord(id, fmt.Sprintf("/s/%d.pdf", n))
		r.Statement.Origin.SHA256 = fmt.Sprintf("%x", sha256.Sum256(content))
		if err := errors.Join(c.KeepOriginal(r.Statement.Origin.SHA256, content), c.Put(t.Context(), r)); err != nil {
			t.Fatal(err)
		}
		paths[id] = c.originalPath(r.Statement.Origin.SHA256)
	}
	return paths
}

// A byte of an original that has become another is told before the original is
// handed on, by verify, and where bytes are read to be used.
func TestFaultFlippedOriginals(t *testing.T) {
	note := faults.Begin(t, faults.BitFlip)
	c, dir := openTemp(t)
	paths := keepOriginals(t, c, 200)
	random := rand.New(rand.NewPCG(1, 2))
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b[random.IntN(len(b))] ^= 1 << random.IntN(8)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	served, err := OpenReadOnly(t.Context(), dir) // as a service that starts
	if err != nil {
		t.Fatal(err)
	}
	defer served.Close()
	v, err := served.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for id, path := range paths {
		if f, _, err := served.Original(t.Context(), id); !errors.Is(err, corpus.ErrDamaged) || f != nil {
			t.Errorf("%s was handed on: %v", id, err)
		}
		if _, err := served.OriginalBytes(filepath.Base(path)); !errors.Is(err, corpus.ErrDamaged) {
			t.Errorf("%s was read: %v", id, err)
		}
		if !slices.ContainsFunc(v.Problems, func(p Problem) bool { return p.ID == id && p.Kind == ProblemOriginalDamaged }) {
			t.Errorf("verify says nothing of %s", id)
		}
	}
	if !served.DamagedOriginals() {
		t.Error("that originals are damaged is not remembered")
	}
	note("one byte in each of %d originals: none handed on, each found by verify", len(paths))
}

// What has been looked at is looked at again when it has changed, what is in the
// place of a file is not opened, and a file that is stored again is intact.
func TestOriginalsAreProven(t *testing.T) {
	c, dir := openTemp(t)
	id, secret := corpus.ID("s0"), filepath.Join(dir, "secret")
	path := keepOriginals(t, c, 1)[id]
	content := []byte("original 0\n")
	if err := os.WriteFile(secret, content, 0o600); err != nil {
		t.Fatal(err)
	}
	opens := func(want error) {
		t.Helper()
		f, _, err := c.Original(t.Context(), id)
		if err == nil {
			f.Close()
		}
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
		if got := c.DamagedOriginals(); got != errors.Is(want, corpus.ErrDamaged) {
			t.Errorf("damaged: %v", got)
		}
	}
	opens(nil)
	for name, put := range map[string]func() error{
		"other bytes": func() error { return os.WriteFile(path, []byte("0 original\n"), 0o600) },
		"fewer bytes": func() error { return os.WriteFile(path, []byte("orig"), 0o600) },
		"a link":      func() error { return os.Symlink(secret, path) }, // though it leads to the same bytes
		"a pipe":      func() error { return makePipe(path) },
		"a folder":    func() error { return os.Mkdir(path, 0o700) },
	} {
		if err := errors.Join(os.Remove(path), put()); err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { opens(corpus.ErrDamaged) })
		if name == "a folder" {
			_ = os.Remove(path)
		}
		if err := c.KeepOriginal(filepath.Base(path), content); err != nil {
			t.Fatal(err)
		}
		opens(nil)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	opens(corpus.ErrNotFound)
}

// Files are their owner's alone, also those that an earlier version has made.
func TestFilesArePrivate(t *testing.T) {
	dir := t.TempDir()
	lock, err := datadir.Acquire(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	c, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	keepOriginals(t, c, 1)
	file := filepath.Join(dir, fileRecords)
	if err := errors.Join(c.Close(), os.Chmod(file, 0o644)); err != nil {
		t.Fatal(err)
	}
	if c, err = Open(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	keepOriginals(t, c, 2) // so that there is a log beside it
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A run that changes something leaves a link, one that changes nothing or is cut
// off does not, and a link that was changed is missed.
func TestChainOfRuns(t *testing.T) {
	dir := t.TempDir()
	runs := func(do func(*Catalog)) (links int) {
		t.Helper()
		c, err := Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		do(c)
		if fault, err := c.Whole(t.Context()); fault != "" || err != nil {
			t.Errorf("in a run: %q, %v", fault, err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		if c, err = OpenReadOnly(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if err := c.db.QueryRowContext(t.Context(), "SELECT count(*) FROM chain").Scan(&links); err != nil {
			t.Fatal(err)
		}
		return links
	}
	exec := func(c *Catalog, statement string) {
		t.Helper()
		if _, err := c.db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	put := func(id corpus.ID) func(*Catalog) {
		return func(c *Catalog) {
			if err := c.Put(t.Context(), sampleRecord(id, "/s/"+string(id))); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, step := range []struct {
		do   func(*Catalog)
		want int
	}{{put("a"), 1}, {func(*Catalog) {}, 1}, {put("b"), 2}, {func(c *Catalog) {
		if err := c.MarkStale(t.Context(), "b", "a sample"); err != nil {
			t.Fatal(err)
		}
	}, 3}} {
		if got := runs(step.do); got != step.want {
			t.Errorf("after run %d there are %d links, want %d", i, got, step.want)
		}
	}
	// As a run that is killed: nothing is sealed, and nothing is wrong.
	c, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	put("c")(c)
	if err := c.db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := runs(func(*Catalog) {}); got != 4 {
		t.Errorf("after a run that was killed, and another: %d links", got)
	}
	for name, statement := range map[string]string{
		"a run of another time": "UPDATE chain SET ended = '2001-01-01T00:00:00Z' WHERE run = 2",
		"a run that is missing": "DELETE FROM chain WHERE run = 3",
		"a run less":            "DELETE FROM chain WHERE run = (SELECT max(run) FROM chain)",
		"a row with its sum":    "DELETE FROM sums WHERE name = 'meta' AND key = 'name'",
	} {
		copied := t.TempDir()
		if _, err := datadir.CopyFile(t.Context(), filepath.Join(dir, fileRecords), filepath.Join(copied, fileRecords)); err != nil {
			t.Fatal(err)
		}
		db, err := datadir.OpenDatabase(filepath.Join(copied, fileRecords), datadir.ReadWrite) // without triggers
		if err != nil {
			t.Fatal(err)
		}
		damaged := &Catalog{db: db, dir: copied}
		exec(damaged, statement)
		fault, err := damaged.Whole(t.Context())
		if err != nil || !strings.Contains(fault, "damaged") {
			t.Errorf("%s: %q, %v", name, fault, err)
		}
		v, err := damaged.Verify(t.Context())
		if err != nil || !slices.ContainsFunc(v.Problems, func(p Problem) bool { return p.Kind == ProblemRow }) {
			t.Errorf("%s: %+v, %v", name, v.Problems, err)
		}
		damaged.Close()
	}
}

// A row changed without its checksum is reported wherever it is read.
func TestDamagedRowsAreTold(t *testing.T) {
	for name, test := range map[string]struct {
		damage string
		read   func(*Catalog) error
	}{
		"a record":         {"UPDATE statements SET record = replace(record, 'hrw', 'jrw')", func(c *Catalog) error { _, err := c.Statement(t.Context(), "a"); return err }},
		"one of a work":    {"UPDATE statements SET record = replace(record, 'hrw', 'jrw')", func(c *Catalog) error { _, err := c.OfWork(t.Context(), "work-1"); return err }},
		"one that is lost": {"DELETE FROM statements", func(c *Catalog) error { _, err := c.Statement(t.Context(), "a"); return err }},
		"one of the list": {"DELETE FROM statements", func(c *Catalog) (err error) {
			for _, e := range c.All(t.Context()) {
				err = e
			}
			return err
		}},
		"one of the records": {"UPDATE statements SET record = replace(record, 'hrw', 'jrw')", func(c *Catalog) (err error) {
			for _, e := range c.Records(t.Context()) {
				err = e
			}
			return err
		}},
		"its text":                {"UPDATE texts SET text = x'00'", func(c *Catalog) error { _, err := c.Statement(t.Context(), "a"); return err }},
		"its text, which is lost": {"DELETE FROM texts", func(c *Catalog) error { _, err := c.Statement(t.Context(), "a"); return err }},
		"its words":               {"UPDATE words SET boxes = x'00'", func(c *Catalog) error { _, err := c.Words(t.Context(), "a", 1); return err }},
		"its words, lost":         {"DELETE FROM words", func(c *Catalog) error { _, err := c.Words(t.Context(), "a", 1); return err }},
		"a correction":            {"UPDATE corrections SET correction = replace(correction, 'hrw', 'jrw')", func(c *Catalog) error { _, err := c.Corrections(t.Context(), "a"); return err }},
		"a correction, lost":      {"DELETE FROM corrections", func(c *Catalog) error { _, err := c.Corrections(t.Context(), "a"); return err }},
		"a removal":               {"UPDATE removals SET reason = 'none'", func(c *Catalog) error { _, err := c.Removals(t.Context()); return err }},
		"a removal, lost":         {"DELETE FROM removals", func(c *Catalog) error { _, err := c.Removal(t.Context(), "b"); return err }},
		"what is known":           {"UPDATE statements SET basis = 'other'", func(c *Catalog) error { _, err := c.Lookup(t.Context(), "/s/a.pdf"); return err }},
		"what was read": {"UPDATE statements SET inferred = replace(inferred, 'hrw', 'jrw')", func(c *Catalog) error {
			return c.Correct(t.Context(), Change{ID: "a"})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c, dir := openTemp(t)
			r := sampleRecord("a", "/s/a.pdf")
			err := errors.Join(c.PutText(t.Context(), r.Statement.Origin.SHA256, sampleText()), c.Put(t.Context(), r), c.Put(t.Context(), sampleRecord("b", "/s/b.pdf")))
			if err == nil {
				err = c.Correct(t.Context(), Change{ID: "a", Set: []corpus.Correction{{Field: corpus.FieldOrganization, Values: []string{"hrw"}}}})
			}
			if err == nil {
				err = c.Remove(t.Context(), "b", "a sample")
			}
			if err == nil {
				err = test.read(c)
			}
			if err != nil {
				t.Fatalf("before: %v", err)
			}
			db, err := datadir.OpenDatabase(filepath.Join(dir, fileRecords), datadir.ReadWrite) // without triggers
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.ExecContext(t.Context(), test.damage); err != nil {
				t.Fatal(err)
			}
			if err := test.read(c); !errors.Is(err, corpus.ErrDamaged) {
				t.Errorf("read: %v", err)
			}
			if v, err := c.Verify(t.Context()); err != nil || len(v.Problems) == 0 {
				t.Errorf("verified: %+v, %v", v.Problems, err)
			}
			if fault, err := c.Whole(t.Context()); err != nil || fault == "" {
				t.Errorf("whole: %q, %v", fault, err)
			}
		})
	}
}
