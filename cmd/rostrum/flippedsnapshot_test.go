package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/internal/faults"
)

// originals is a data folder of so many statements, with the names of the files
// of their originals in it.
func originals(t *testing.T, count int) (data string, names []string) {
	t.Helper()
	data = filepath.Join(t.TempDir(), "data")
	records, err := catalog.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	for n := range count {
		content := []byte(strings.Repeat(fmt.Sprintf("original %d\n", n), 1+n))
		sum := fmt.Sprintf("%x", sha256.Sum256(content))
		id := fmt.Sprintf("s%d", n)
		r := catalog.Record{Key: id, Extractor: "1", Basis: "b", Statement: corpus.Statement{
			ID: corpus.ID(id), Work: corpus.WorkID(id), Title: "A sample", Language: corpus.English, Status: corpus.StatusGood,
			Origin: corpus.Origin{Location: "/s/" + id, Source: "/s", SHA256: sum},
		}}
		if err := errors.Join(records.KeepOriginal(sum, content), records.Put(t.Context(), r)); err != nil {
			t.Fatal(err)
		}
		names = append(names, filepath.Join(sum[:2], sum))
	}
	if err := records.Close(); err != nil {
		t.Fatal(err)
	}
	return data, names
}

// flipEach changes a bit of a byte in each of the files of a folder, and undoes
// it when it is called again with the same seed.
func flipEach(t *testing.T, folder string, names []string) {
	t.Helper()
	random := rand.New(rand.NewPCG(3, 4))
	for _, name := range names {
		path := filepath.Join(folder, name)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b[random.IntN(len(b))] ^= 1 << random.IntN(8)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// telling is what a command says of files.
type telling struct {
	Missing, Damaged []string
	Whole            bool
	Problems         []catalog.Problem
}

// says runs a command with --json, which is to end with one of the codes.
func says(t *testing.T, codes []int, args ...string) (out telling) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), append(args, "--json", "--quiet"), strings.NewReader(""), &stdout, &stderr)
	if !slices.Contains(codes, code) {
		t.Fatalf("rostrum %s ended with %d: %s", strings.Join(args, " "), code, stderr.String())
	}
	if err := json.Unmarshal(stdout.Bytes(), &out); err != nil {
		t.Fatalf("rostrum %s: %v in %q, %s", strings.Join(args, " "), err, stdout.String(), stderr.String())
	}
	return out
}

// One byte of an original that has become another, in the data folder or in a
// snapshot of it, is told by each step of the way: by the snapshot, by its check,
// by restoring, and by verifying what was restored.
func TestFaultFlippedSnapshot(t *testing.T) {
	note := faults.Begin(t, faults.BitFlip)
	const count = 200
	data, names := originals(t, count)
	kept := filepath.Join(data, "originals")
	of := func(problems []catalog.Problem, kind string) (n int) {
		for _, p := range problems {
			if p.Kind == kind {
				n++
			}
		}
		return n
	}

	// Damaged before the snapshot.
	flipEach(t, kept, names)
	if v := says(t, []int{exitSomeFailed, exitFailure, exitNoIndex}, "verify", "--data", data); of(v.Problems, catalog.ProblemOriginalDamaged) != count {
		t.Errorf("verify tells of %d damaged originals", of(v.Problems, catalog.ProblemOriginalDamaged))
	}
	poor, back := filepath.Join(t.TempDir(), "poor"), filepath.Join(t.TempDir(), "back")
	if s := says(t, []int{exitSomeFailed}, "snapshot", poor, "--data", data); len(s.Missing) != count {
		t.Errorf("a snapshot names %d originals that it lacks", len(s.Missing))
	}
	if s := says(t, []int{exitOK, exitSomeFailed}, "restore", poor, "--check"); len(s.Missing) != count {
		t.Errorf("its check names %d", len(s.Missing))
	}
	if s := says(t, []int{exitOK, exitSomeFailed}, "restore", poor, "--data", back); len(s.Missing) != count {
		t.Errorf("restoring it names %d", len(s.Missing))
	}
	if v := says(t, []int{exitSomeFailed, exitFailure, exitNoIndex}, "verify", "--data", back); of(v.Problems, catalog.ProblemOriginalMissing) != count {
		t.Errorf("what was restored lacks %d originals, says verify", of(v.Problems, catalog.ProblemOriginalMissing))
	}

	// Damaged in the snapshot.
	flipEach(t, kept, names)
	good, again := filepath.Join(t.TempDir(), "good"), filepath.Join(t.TempDir(), "again")
	if s := says(t, []int{exitOK}, "snapshot", good, "--data", data); len(s.Missing) > 0 {
		t.Errorf("a snapshot of what is whole lacks %q", s.Missing)
	}
	flipEach(t, filepath.Join(good, "files"), names)
	if s := says(t, []int{exitSomeFailed, exitFailure}, "restore", good, "--check"); s.Whole || len(s.Damaged) != count {
		t.Errorf("the check tells of %d damaged files", len(s.Damaged))
	}
	if s := says(t, []int{exitSomeFailed, exitFailure}, "restore", good, "--data", again); s.Whole || len(s.Damaged) != count {
		t.Errorf("restoring tells of %d damaged files", len(s.Damaged))
	}
	if _, err := os.Stat(filepath.Join(again, "catalog.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was restored: %v", err)
	}
	if s := says(t, []int{exitSomeFailed}, "restore", good, "--data", again, "--partial"); len(s.Damaged) != count {
		t.Errorf("restoring in part tells of %d", len(s.Damaged))
	}
	if v := says(t, []int{exitSomeFailed, exitFailure, exitNoIndex}, "verify", "--data", again); of(v.Problems, catalog.ProblemOriginalMissing) != count {
		t.Errorf("what was restored in part lacks %d originals, says verify", of(v.Problems, catalog.ProblemOriginalMissing))
	}
	flipEach(t, filepath.Join(good, "files"), names)

	// The same of its records, a byte at a time.
	snapshot, err := backup.Open(good)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(snapshot.Files, func(f backup.File) bool { return f.Name == "catalog.db" })
	catalogue := snapshot.Files[at]
	path := filepath.Join(good, "files", catalogue.SHA256[:2], catalogue.SHA256)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	flips := faults.Times(40, 2000)
	for range flips {
		bad := slices.Clone(whole)
		i, bit := random.IntN(len(bad)), random.IntN(8)
		bad[i] ^= 1 << bit
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		checked, err := snapshot.Check(t.Context(), catalogue)
		copied, failed := snapshot.Copy(t.Context(), catalogue, t.TempDir())
		if checked == "" || copied == "" || err != nil || failed != nil {
			t.Errorf("byte %d, bit %d of the records in a snapshot: %q, %v; %q, %v", i, bit, checked, err, copied, failed)
		}
	}
	note("one byte in each of %d originals, before a snapshot and in it: told by verify, snapshot, restore --check and restore, never restored as whole; %d bytes of the records in a snapshot, one at a time: each told by restore --check and restore",
		count, flips)
}
