package main

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/internal/faults"
)

// verifies runs `rostrum verify --json` and returns how it ended and what it said.
func verifies(t *testing.T, data string) (code int, v backup.Verified) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), []string{"verify", "--json", "--data", data}, strings.NewReader(""), &stdout, &stderr)
	if err := json.Unmarshal(stdout.Bytes(), &v); err != nil {
		t.Fatalf("verify said %q, %q", stdout.String(), stderr.String())
	}
	return code, v
}

// alteredCatalog yields other statements than it has.
type alteredCatalog struct {
	*catalog.Catalog
	statements iter.Seq2[corpus.Statement, error]
}

func (a alteredCatalog) All(context.Context) iter.Seq2[corpus.Statement, error] { return a.statements }

// TestVerifyComparesIndexAndRecords makes indexes that say they are made of the
// records, and are not.
func TestVerifyComparesIndexAndRecords(t *testing.T) {
	t.Parallel()
	data := indexSampleFor(t)
	records, err := catalog.OpenReadOnly(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	if code, v := verifies(t, data); code != exitOK || !v.OK || len(v.Notes) > 0 {
		t.Fatalf("before anything is wrong it ended with %d: %+v", code, v)
	}
	var victim corpus.ID
	for s := range records.All(t.Context()) {
		if len(s.Pages) > 0 {
			victim = s.ID
		}
	}
	tests := []struct {
		kind, says string
		change     func(s *corpus.Statement) (keep bool)
	}{
		{backup.ProblemIndexLacks, "the index lacks statement ", func(*corpus.Statement) bool { return false }},
		{backup.ProblemIndexDiffers, "an outdated version of statement", func(s *corpus.Statement) bool { s.Version++; return true }},
		{backup.ProblemIndexDiffers, ", the catalogue ", func(s *corpus.Statement) bool { s.Pages = nil; return true }},
		{backup.ProblemIndexExtra, "which is not in the catalogue", func(s *corpus.Statement) bool { s.ID = "nobody"; return true }},
	}
	for _, test := range tests {
		altered := func(all iter.Seq2[corpus.Statement, error]) iter.Seq2[corpus.Statement, error] {
			return func(yield func(corpus.Statement, error) bool) {
				for s, err := range all {
					if s.ID == victim && !test.change(&s) {
						continue
					}
					if !yield(s, err) {
						return
					}
				}
			}
		}
		if _, err := newEngine(filepath.Join(data, "index"), nil).Rebuild(t.Context(), alteredCatalog{records, altered(records.All(t.Context()))}); err != nil {
			t.Fatal(err)
		}
		code, v := verifies(t, data)
		found := false
		for _, p := range v.Problems {
			found = found || p.Kind == test.kind && strings.Contains(p.Message, test.says) && strings.Contains(p.Message, "rostrum index --rebuild")
		}
		if code != exitNoIndex || v.OK || !found {
			t.Errorf("%s: ended with %d: %+v", test.kind, code, v)
		}
	}
	does(t, "index", "--rebuild", "--data", data)
	if code, v := verifies(t, data); code != exitOK {
		t.Errorf("after it was rebuilt: ended with %d: %+v", code, v)
	}
}

// TestFaultVerifyBeside verifies while documents come in and change: nothing is
// wrong, and nothing is said to be.
func TestFaultVerifyBeside(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts processes")
	}
	rounds := faults.Times(3, 100)
	note := faults.Begin(t, faults.Snapshot)
	f := folio{dir: t.TempDir()}
	data := filepath.Join(t.TempDir(), "data")
	f.turn(t)
	does(t, "index", f.dir, "--data", data)
	runs := 0
	for range rounds {
		f.turn(t)
		write := apart("index", f.dir, "--data", data)
		if err := write.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- write.Wait() }()
		for writing := true; writing; runs++ {
			if code, v := verifies(t, data); code != exitOK {
				t.Fatalf("verify beside a run that writes ended with %d: %+v", code, v)
			}
			select {
			case err := <-ended:
				if err != nil {
					t.Fatal(err)
				}
				writing = false
			default:
			}
		}
	}
	note("`rostrum verify` beside a run that writes: %d times, no false alarm", runs)
}
