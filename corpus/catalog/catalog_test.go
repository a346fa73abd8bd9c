package catalog

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rostrum/corpus"
)

func openTemp(t *testing.T) (*Catalog, string) {
	t.Helper()
	dir := t.TempDir()
	c, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c, dir
}

func sampleRecord(id corpus.ID, location string) Record {
	return Record{
		Statement: corpus.Statement{
			ID: id, Work: "work-1", Title: "On cooperation", Authors: []corpus.OrgID{"hrw", "amnesty"}, Session: "ASP20",
			Date: corpus.Date{Year: 2021, Month: 12}, Language: corpus.French, Status: corpus.StatusGood,
			Pages:  []corpus.Page{{Number: 1}, {Number: 2}},
			Origin: corpus.Origin{Location: location, Source: "/s", SHA256: strings.Repeat("ab", 32), MediaType: "application/pdf"},
			Notes:  map[string]string{"licence": "public"},
		},
		Key: "s/a.pdf", Extractor: "1", Basis: "b",
	}
}

func sampleText() corpus.Text {
	return corpus.Text{MediaType: "application/pdf", Extractor: "1", Status: corpus.StatusGood, Pages: []corpus.Page{
		{Number: 1, Text: "Un.", Words: []corpus.Word{{Start: 0, End: 3, Left: 72, Top: 72.5, Right: 90, Foot: 84}}},
		{Number: 2, Label: "ii", Text: "Two.", Language: corpus.English, Spans: []corpus.Span{
			{Kind: corpus.SpanStruck, Offset: 0, Text: "Three "}, {Kind: corpus.SpanMark, Offset: 3, Text: "4"},
		}},
	}}
}

// by accepts one extractor.
func by(name string) func(string) bool {
	return func(extractor string) bool { return extractor == name }
}

func TestStatementComesBackAsItWasPut(t *testing.T) {
	c, dir := openTemp(t)
	r := sampleRecord("a", "/s/a.pdf")
	if err := c.PutText(t.Context(), r.Statement.Origin.SHA256, sampleText()); err != nil {
		t.Fatal(err)
	}
	if err := c.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	want := r.Statement
	want.Pages = sampleText().Pages
	want.Pages[0].Words, want.Pages[0].Language = nil, corpus.French // too short to tell: the statement's
	check := func(c *Catalog) {
		t.Helper()
		got, err := c.Statement(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		want.Version, want.Added = got.Version, got.Added // drawn by lot, and now
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("statement (-want +got):\n%s", diff)
		}
		words, err := c.Words(t.Context(), "a", 1)
		if err != nil || !cmp.Equal(words, sampleText().Pages[0].Words) {
			t.Errorf("got words %v, %v", words, err)
		}
	}
	check(c)
	c.Close()
	again, err := OpenReadOnly(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	check(again)
	if n, err := again.Counts(t.Context()); err != nil || n != (Counts{Documents: 1, Works: 1, Pages: 2}) {
		t.Errorf("got counts %+v, %v", n, err)
	}
}

func TestUnknownIsNotFound(t *testing.T) {
	c, _ := openTemp(t)
	_, errStatement := c.Statement(t.Context(), "none")
	_, _, errOriginal := c.Original(t.Context(), "none")
	_, errLookup := c.Lookup(t.Context(), "/none")
	_, errText := c.Text(t.Context(), "none", by("1"))
	for _, err := range []error{errStatement, errOriginal, errLookup, errText} {
		if !errors.Is(err, corpus.ErrNotFound) {
			t.Errorf("got %v, want the kind %v", err, corpus.ErrNotFound)
		}
	}
	if _, err := OpenReadOnly(t.Context(), t.TempDir()); !errors.Is(err, corpus.ErrNoIndex) {
		t.Errorf("opened where there is none: got %v, want the kind %v", err, corpus.ErrNoIndex)
	}
}

func TestRevisionChangesWithTheRecordsOnly(t *testing.T) {
	c, _ := openTemp(t)
	revision := func() string {
		t.Helper()
		r, err := c.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	empty := revision()
	if err := c.PutText(t.Context(), "sha", sampleText()); err != nil {
		t.Fatal(err)
	}
	if got := revision(); got != empty {
		t.Errorf("a text alone changed the revision from %s to %s", empty, got)
	}
	if err := c.Put(t.Context(), sampleRecord("a", "/s/a.pdf")); err != nil {
		t.Fatal(err)
	}
	one := revision()
	if err := c.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if two := revision(); one == empty || two == one || two == empty {
		t.Errorf("got revisions %s, %s, %s, want three different ones", empty, one, two)
	}
	other, _ := openTemp(t)
	if r, _ := other.Revision(t.Context()); r == empty {
		t.Errorf("two catalogues have the same revision %s", r)
	}
}

func TestFailureIsRemembered(t *testing.T) {
	c, _ := openTemp(t)
	if err := c.PutFailure(t.Context(), "sha", "1", "the file is empty"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Text(t.Context(), "sha", by("1")); !errors.Is(err, corpus.ErrNotText) || !strings.Contains(err.Error(), "the file is empty") {
		t.Errorf("got %v", err)
	}
	if _, err := c.Text(t.Context(), "sha", by("2")); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("another version of the extractor: got %v", err)
	}
}

func TestOriginalsAreKeptByTheirHash(t *testing.T) {
	c, dir := openTemp(t)
	r := sampleRecord("a", "/s/a.pdf")
	r.Statement.Origin.SHA256 = fmt.Sprintf("%x", sha256.Sum256([]byte("%PDF")))
	if err := c.KeepOriginal(r.Statement.Origin.SHA256, []byte("%PDF")); err != nil {
		t.Fatal(err)
	}
	if err := c.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	f, s, err := c.Original(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, _ := io.ReadAll(f); string(b) != "%PDF" || s.Title != "On cooperation" {
		t.Errorf("got %q of %q", b, s.Title)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "originals", "*", ".new-*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestIdentify(t *testing.T) {
	c, _ := openTemp(t)
	folder := t.TempDir()
	held := filepath.Join(folder, "a.pdf")
	if err := os.WriteFile(held, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	id := corpus.NewID("s/a.pdf")
	r := sampleRecord(id, held)
	if err := c.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, key, location, sha string
		same                     bool
	}{
		{"the same place", "s/a.pdf", held, "other", true},
		{"a copy of the same bytes", "s/a.pdf", "/elsewhere/s/a.pdf", r.Statement.Origin.SHA256, true},
		{"another folder of the same name", "s/a.pdf", "/elsewhere/s/a.pdf", "other", false},
	}
	for _, test := range tests {
		got, err := c.Identify(t.Context(), test.key, test.location, test.sha)
		if err != nil || (got == id) != test.same {
			t.Errorf("%s: got %s, %v; want the id %s: %v", test.name, got, err, id, test.same)
		}
	}
	os.Remove(held)
	if got, _ := c.Identify(t.Context(), "s/a.pdf", "/moved/s/a.pdf", "other"); got != id {
		t.Errorf("after the folder was moved: got %s, want %s", got, id)
	}
}

func TestPersonMayGiveAnotherID(t *testing.T) {
	c, _ := openTemp(t)
	for _, id := range []corpus.ID{"a", "b"} {
		if err := c.Put(t.Context(), sampleRecord(id, "/s/a.pdf")); err != nil {
			t.Fatal(err)
		}
	}
	if n, _ := c.Counts(t.Context()); n.Documents != 1 {
		t.Errorf("got %d documents, want 1", n.Documents)
	}
}

func TestNewerCatalogueIsRefused(t *testing.T) {
	c, dir := openTemp(t)
	if _, err := c.db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if _, err := Open(context.Background(), dir); err == nil || !strings.Contains(err.Error(), "it was written by a newer rostrum (catalogue version ") {
		t.Errorf("got %v", err)
	}
}

func TestWordBoxesSurvive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.Custom(func(t *rapid.T) corpus.Word {
			start := rapid.IntRange(0, 1<<20).Draw(t, "start")
			half := func(name string) float32 { return float32(rapid.IntRange(-4000, 4000).Draw(t, name)) / 2 }
			return corpus.Word{Start: start, End: start + rapid.IntRange(0, 99).Draw(t, "length"),
				Left: half("left"), Top: half("top"), Right: half("right"), Foot: half("foot")}
		})).Draw(t, "words")
		got, err := decodeWords(encodeWords(words))
		if err != nil || len(got) != len(words) {
			t.Fatalf("got %d words, %v, want %d", len(got), err, len(words))
		}
		for i := range words {
			if got[i] != words[i] {
				t.Fatalf("word %d: got %v, want %v", i, got[i], words[i])
			}
		}
	})
}

func FuzzDecodeWords(f *testing.F) {
	f.Add(encodeWords([]corpus.Word{{Start: 1, End: 5, Left: 1, Top: 2, Right: 3, Foot: 4}}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, b []byte) {
		words, err := decodeWords(b)
		if err == nil && len(words) > len(b) {
			t.Errorf("%d words out of %d bytes", len(words), len(b))
		}
	})
}

// TestReadersWaitForWhatIsBeingReplaced takes database and originals away for a
// moment, as putting a restored state in their place does.
func TestReadersWaitForWhatIsBeingReplaced(t *testing.T) {
	c, dir := openTemp(t)
	keep(t, c, "a")
	c.Close()
	for _, name := range []string{"originals", "catalog.db"} {
		reader, err := OpenReadOnly(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		reader.db.SetMaxIdleConns(0) // each question opens the file again
		path := filepath.Join(dir, name)
		if err := os.Rename(path, path+".away"); err != nil {
			t.Fatal(err)
		}
		answered := make(chan error, 1)
		go func() {
			f, _, err := reader.Original(context.Background(), "a")
			if err == nil {
				f.Close()
			}
			answered <- err
		}()
		select {
		case err := <-answered:
			t.Errorf("without %s it answered at once: %v", name, err)
		case <-time.After(20 * time.Millisecond):
		}
		if err := os.Rename(path+".away", path); err != nil {
			t.Fatal(err)
		}
		if err := <-answered; err != nil {
			t.Errorf("%s came back: %v", name, err)
		}
		if err := os.Rename(path, path+".away"); err != nil {
			t.Fatal(err)
		}
		if _, _, err := reader.Original(t.Context(), "a"); err == nil {
			t.Errorf("without %s for good it answered", name)
		}
		if err := os.Rename(path+".away", path); err != nil {
			t.Fatal(err)
		}
		reader.Close()
	}
}
