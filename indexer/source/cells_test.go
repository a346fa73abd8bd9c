package source_test

import (
	"os"
	"path/filepath"
	"testing"

	"rostrum/corpus"
	"rostrum/indexer/source"
)

// TestCellsKeptFromBeingFormulas reads cells written with an apostrophe in front of a
// formula character, and leaves other apostrophes alone.
func TestCellsKeptFromBeingFormulas(t *testing.T) {
	for cell, want := range map[string]string{
		"'=1+1": "=1+1", "'@all": "@all", "'-5": "-5", "'+5": "+5", "''=1": "'=1",
		"'tis": "'tis", "'": "'", "l'été": "l'été", "=1": "=1",
	} {
		file := filepath.Join(t.TempDir(), "c.csv")
		if err := os.WriteFile(file, []byte("file,title\na.txt,"+cell+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := source.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		for item, err := range s.Items(t.Context()) {
			if got := item.Given.First(corpus.FieldTitle); err != nil || got != want {
				t.Errorf("%q is read as %q (%v), want %q", cell, got, err, want)
			}
		}
	}
}
