package main

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/internal/faults"
)

// answers is all that a service answers from the catalogue in a folder, or the
// error that it would tell.
func answers(ctx context.Context, data string) (out string, err error) {
	records, err := catalog.OpenReadOnly(ctx, data)
	if err != nil {
		return "", err
	}
	defer records.Close()
	var all []any
	add := func(v any, err error) error {
		all = append(all, v)
		if errors.Is(err, corpus.ErrNotFound) { // an answer, too
			all = append(all, err.Error())
			return nil
		}
		return err
	}
	for s, err := range records.All(ctx) {
		if err := add(s, err); err != nil {
			return "", err
		}
		for _, p := range s.Pages {
			words, err := records.Words(ctx, s.ID, p.Number)
			if err := add(words, err); err != nil {
				return "", err
			}
		}
		corrections, err := records.Corrections(ctx, s.ID)
		if err := add(corrections, err); err != nil {
			return "", err
		}
		versions, err := records.OfWork(ctx, s.Work)
		if err := add(versions, err); err != nil {
			return "", err
		}
		one, err := records.Statement(ctx, s.ID)
		if err := add(one, err); err != nil {
			return "", err
		}
		known, err := records.Lookup(ctx, s.Origin.Location)
		if err := add(known, err); err != nil {
			return "", err
		}
	}
	for s, err := range records.Records(ctx) {
		if err := add(s, err); err != nil {
			return "", err
		}
	}
	removals, err := records.Removals(ctx)
	if err := add(removals, err); err != nil {
		return "", err
	}
	counts, err := records.Counts(ctx)
	if err := add(counts, err); err != nil {
		return "", err
	}
	b, err := json.Marshal(all)
	return string(b), err
}

// flipByte changes one byte of a file, and gives back what undoes it.
func flipByte(t *testing.T, path string, at int64, mask byte) (undo func()) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b [1]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		t.Fatal(err)
	}
	put := func(v byte) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteAt([]byte{v}, at); err != nil {
			t.Fatal(err)
		}
	}
	put(b[0] ^ mask)
	return func() { put(b[0]) }
}

// No byte of the catalogue can become another without its being told: an answer
// that it changes is an error, or verify finds it, and no snapshot is taken.
func TestFaultFlippedCatalogue(t *testing.T) {
	note := faults.Begin(t, faults.BitFlip)
	data := indexSampleFor(t)
	// What people said is in it, too, and something that was taken down.
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
	want, err := answers(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(data, "catalog.db")
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	times := faults.Times(min(600, int(info.Size())), int(info.Size()))
	told, verified, same := 0, 0, 0
	for i := range times {
		at := int64(i)
		if times < int(info.Size()) {
			at = random.Int64N(info.Size())
		}
		mask := byte(1) << random.IntN(8)
		undo := flipByte(t, file, at, mask)
		got, err := answers(t.Context(), data)
		switch {
		case err != nil:
			told++
		case got == want:
			same++
		default:
			verified++
			again, err := catalog.OpenReadOnly(t.Context(), data)
			if err != nil {
				break
			}
			v, err := again.Verify(t.Context())
			again.Close()
			if err == nil && len(v.Problems) == 0 {
				t.Errorf("byte %d (bits %08b): an answer changed, and verify says that all is whole", at, mask)
			}
			if fault, err := catalog.CheckFile(t.Context(), file); err == nil && fault == "" {
				t.Errorf("byte %d (bits %08b): an answer changed, and a snapshot would be taken", at, mask)
			}
		}
		undo()
	}
	if got, err := answers(t.Context(), data); err != nil || got != want {
		t.Fatalf("when all was undone: %v", err)
	}
	if told == 0 || same == 0 {
		t.Errorf("%d flips told, %d without effect", told, same)
	}
	note("%d of the %d bytes of a catalogue: %d told when they were read, %d found by verify and before a snapshot, %d changed no answer, none changed one in silence",
		times, info.Size(), told, verified, same)
}
