package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/internal/faults"
	"rostrum/search/service"
)

var flippedPages = flag.String("flipped-pages", "", "pages of the catalogue, such as 1-20, whose bytes TestFaultFlippedCatalogue flips, each of them; in full it flips those of all")

// reading is one question that a service answers from the catalogue.
type reading struct {
	name string
	ask  func(context.Context, *catalog.Catalog) (any, error)
}

// readings are all that a service answers from a catalogue.
func readings(t *testing.T, data string) []reading {
	t.Helper()
	records, err := catalog.OpenReadOnly(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	out := []reading{
		{"all statements", func(ctx context.Context, c *catalog.Catalog) (any, error) { return collect(c.All(ctx)) }},
		{"all records", func(ctx context.Context, c *catalog.Catalog) (any, error) { return collect(c.Records(ctx)) }},
		{"removals", func(ctx context.Context, c *catalog.Catalog) (any, error) { return c.Removals(ctx) }},
		{"counts", func(ctx context.Context, c *catalog.Catalog) (any, error) { return c.Counts(ctx) }},
	}
	for s, err := range records.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		id, work, location := s.ID, s.Work, s.Origin.Location
		out = append(out,
			reading{"statement " + string(id), func(ctx context.Context, c *catalog.Catalog) (any, error) { return c.Statement(ctx, id) }},
			reading{"corrections of " + string(id), func(ctx context.Context, c *catalog.Catalog) (any, error) { return c.Corrections(ctx, id) }},
			reading{"versions of " + string(id), func(ctx context.Context, c *catalog.Catalog) (any, error) { return c.OfWork(ctx, work) }},
			reading{"what is known of " + string(id), func(ctx context.Context, c *catalog.Catalog) (any, error) { return c.Lookup(ctx, location) }},
		)
		for _, p := range s.Pages {
			out = append(out, reading{fmt.Sprintf("words of %s, page %d", id, p.Number), func(ctx context.Context, c *catalog.Catalog) (any, error) { return c.Words(ctx, id, p.Number) }})
		}
	}
	return out
}

func collect(all func(func(corpus.Statement, error) bool)) (out []corpus.Statement, err error) {
	for s, err := range all {
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// answer is what a reading gives. That there is none is an answer, too.
func (r reading) answer(ctx context.Context, c *catalog.Catalog) (string, error) {
	v, err := r.ask(ctx, c)
	if errors.Is(err, corpus.ErrNotFound) {
		v, err = err.Error(), nil
	}
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(v)
	digest := sha256.Sum256(b)
	return string(digest[:]), err
}

// flipping is one copy of a catalogue in which bytes are flipped.
type flipping struct {
	t        *testing.T
	data     string // its folder
	file     *os.File
	readings []reading
	answers  []string // of the readings, when all is well
}

func newFlipping(t *testing.T, data string) *flipping {
	t.Helper()
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(filepath.Join(copied, "catalog.db"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	f := &flipping{t: t, data: copied, file: file, readings: readings(t, copied)}
	f.answers = make([]string, len(f.readings))
	if changed, told := f.read(f.every()); len(told) > 0 || len(changed) != len(f.readings) {
		t.Fatalf("when all is well: %v", told)
	}
	c, err := catalog.OpenReadOnly(t.Context(), f.data)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for i, r := range f.readings {
		if f.answers[i], err = r.answer(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func (f *flipping) every() []int {
	out := make([]int, len(f.readings))
	for i := range out {
		out[i] = i
	}
	return out
}

// read asks for some of the readings, and tells which give another answer, and
// which an error.
func (f *flipping) read(some []int) (changed, told []int) {
	c, err := catalog.OpenReadOnly(f.t.Context(), f.data)
	if err != nil {
		return nil, some
	}
	defer c.Close()
	for _, i := range some {
		switch got, err := f.readings[i].answer(f.t.Context(), c); {
		case err != nil:
			told = append(told, i)
		case got != f.answers[i]:
			changed = append(changed, i)
		}
	}
	return changed, told
}

// put writes bytes over others, and gives those.
func (f *flipping) put(at int64, b []byte) (before []byte) {
	before = make([]byte, len(b))
	if _, err := f.file.ReadAt(before, at); err != nil {
		f.t.Error(err)
	}
	if _, err := f.file.WriteAt(b, at); err != nil {
		f.t.Error(err)
	}
	return before
}

// concerned are the readings that read a page, for whatever. No other can be
// changed by a byte of it: they ask the same of a file that is, where they look,
// the same. A page of nothing but ones is none of any tree, and what flows over
// to one is another text: who reads it gives another answer, or none.
func (f *flipping) concerned(at int64, size int) []int {
	ones := make([]byte, size)
	for i := range ones {
		ones[i] = 0xff
	}
	before := f.put(at, ones)
	defer f.put(at, before)
	changed, told := f.read(f.every())
	out := slices.Concat(changed, told)
	slices.Sort(out)
	return out
}

// outcomes counts what came of flips.
type outcomes struct{ found, told, same int }

// flip changes one bit of a byte. Either the check that comes before a snapshot
// finds it, which verify does as well, or no answer is another than before.
func (f *flipping) flip(at int64, bit int, concerned []int, verify bool, o *outcomes) {
	var one [1]byte
	if _, err := f.file.ReadAt(one[:], at); err != nil {
		f.t.Error(err)
		return
	}
	one[0] ^= 1 << bit
	before := f.put(at, one[:])
	defer f.put(at, before)
	ctx := f.t.Context()
	fault, err := catalog.CheckFile(ctx, f.file.Name())
	if fault != "" || err != nil {
		o.found++
		if !verify {
			return
		}
		c, err := catalog.OpenReadOnly(ctx, f.data)
		if err != nil {
			return // verify is told, too
		}
		defer c.Close()
		if v, err := c.Verify(ctx); err == nil && len(v.Problems) == 0 {
			f.t.Errorf("byte %d, bit %d: %s, and verify finds nothing", at, bit, fault)
		}
		return
	}
	changed, told := f.read(concerned)
	switch {
	case len(changed) > 0:
		f.t.Errorf("byte %d, bit %d: %s gives another answer, and nothing says so", at, bit, f.readings[changed[0]].name)
	case len(told) > 0:
		o.told++
		if _, err := (backup.Folder{Dir: f.data, Index: func(dir string) backup.Index { return service.BackupIndex{Engine: newEngine(dir, nil)} }}).Snapshot(ctx, f.t.TempDir(), false); err == nil {
			f.t.Errorf("byte %d, bit %d: %s cannot be read, and a snapshot is taken", at, bit, f.readings[told[0]].name)
		}
	default:
		o.same++
	}
}

// sampleCatalogue is a catalogue that has all: what people said, too, and
// something that was taken down.
func sampleCatalogue(t *testing.T) (data string) {
	t.Helper()
	data = indexSampleFor(t)
	records, err := catalog.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for s, err := range records.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		switch n++; {
		case n == 1:
			err = records.Remove(t.Context(), s.ID, "a sample of a removal")
		case n%5 == 0:
			err = records.Correct(t.Context(), catalog.Change{ID: s.ID, Set: []corpus.Correction{{Field: corpus.FieldTitle, Values: []string{"A sample of a correction"}, By: "somebody"}}})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := records.Close(); err != nil {
		t.Fatal(err)
	}
	return data
}

// No byte of the catalogue can become another without its being told: an answer
// that it changes is an error, or verify finds it, and no snapshot is taken.
func TestFaultFlippedCatalogue(t *testing.T) {
	note := faults.Begin(t, faults.BitFlip)
	data := sampleCatalogue(t)
	info, err := os.Stat(filepath.Join(data, "catalog.db"))
	if err != nil {
		t.Fatal(err)
	}
	const size = 4096 // of a page, as SQLite makes them
	pages := int(info.Size() / size)
	each := faults.Times(5, size) // bytes of a page
	first, last := 1, pages
	if *flippedPages != "" {
		if _, err := fmt.Sscanf(*flippedPages, "%d-%d", &first, &last); err != nil {
			t.Fatal(err)
		}
		each, last = size, min(last, pages)
	}

	var all outcomes
	var mu sync.Mutex
	todo := make(chan int)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		f := newFlipping(t, data)
		group.Go(func() {
			for page := range todo {
				at := int64(page-1) * size
				random := rand.New(rand.NewPCG(1, uint64(page)))
				concerned := f.concerned(at, size)
				var o outcomes
				for i := range each {
					if each < size {
						i = random.IntN(size)
					}
					f.flip(at+int64(i), random.IntN(8), concerned, i%64 == 0, &o)
				}
				if changed, told := f.read(f.every()); len(changed)+len(told) > 0 {
					t.Errorf("page %d: when all was undone, %d readings are others", page, len(changed)+len(told))
				}
				t.Logf("page %d of %d, of %d readings: %+v", page, pages, len(concerned), o)
				mu.Lock()
				all.found, all.told, all.same = all.found+o.found, all.told+o.told, all.same+o.same
				mu.Unlock()
			}
		})
	}
	for page := first; page <= last; page++ {
		todo <- page
	}
	close(todo)
	group.Wait()
	if all.found == 0 || all.same == 0 {
		t.Errorf("%d flips found, %d without effect", all.found, all.same)
	}
	note("%d of the %d bytes of a catalogue: %d found by verify and before a snapshot, %d told when it was opened or read, and by the snapshot, %d changed no answer, none changed one in silence",
		all.found+all.told+all.same, info.Size(), all.found, all.told, all.same)
}
