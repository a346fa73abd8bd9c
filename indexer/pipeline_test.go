package indexer

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/indexer/fetch"
	"rostrum/indexer/source"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// plain reads text files, so that these tests are independent of formats. A text
// "bomb" exceeds a limit, and a text "blank" is empty.
type plain struct {
	version string
	reads   atomic.Int32
	wait    chan struct{} // if not nil, reading ends only when ctx does
}

func (p *plain) Current(_ corpus.Document, extractor string) bool { return extractor == p.version }

func (p *plain) Extract(ctx context.Context, doc corpus.Document) (corpus.Text, error) {
	p.reads.Add(1)
	if p.wait != nil {
		close(p.wait)
		<-ctx.Done()
		return corpus.Text{}, ctx.Err()
	}
	text := corpus.Text{MediaType: "text/plain", Extractor: p.version, Status: corpus.StatusGood, Pages: []corpus.Page{{Number: 1, Text: string(doc.Bytes)}}}
	switch {
	case bytes.Contains(doc.Bytes, []byte("bomb")):
		return text, corpus.ErrOverLimit.Errorf("it would take a day")
	case bytes.Contains(doc.Bytes, []byte("blank")):
		text.Status, text.Reason = corpus.StatusSuspect, "there is no text on its one page"
	}
	return text, nil
}

type files struct{}

func (files) Fetch(ctx context.Context, item corpus.Item) (corpus.Document, error) {
	return fetch.File(ctx, item, 1<<20)
}

type bench struct {
	*Pipeline
	root      string
	extractor *plain
	rows      map[string]Row
}

func newBench(t *testing.T, content map[string]string) *bench {
	t.Helper()
	store, err := catalog.Open(t.Context(), filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	b := &bench{root: filepath.Join(t.TempDir(), "speeches"), extractor: &plain{version: "1"}, rows: map[string]Row{}}
	os.Mkdir(b.root, 0o755)
	for name, text := range content {
		b.write(t, name, text)
	}
	b.Pipeline = &Pipeline{
		Catalog: store, Fetcher: files{}, Extractor: b.extractor, Workers: 3, Knowledge: "1",
		Detect: func(string) (corpus.Language, float64) { return corpus.English, 1 },
		Infer: func(item corpus.Item, _ corpus.Text) corpus.Statement {
			return corpus.Statement{Title: item.File, Language: corpus.English, Evidence: []corpus.Evidence{
				{Field: corpus.FieldTitle, Value: []string{item.File}, Rule: "file-name", Source: item.File, Confidence: .3}}}
		},
		Progress: func(r Row) { b.rows[r.File] = r },
	}
	return b
}

func (b *bench) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(b.root, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) run(t *testing.T, prune bool) Tally {
	t.Helper()
	s, err := source.Open(b.root)
	if err != nil {
		t.Fatal(err)
	}
	tally, err := b.Run(t.Context(), prune, s)
	if err != nil {
		t.Fatal(err)
	}
	tally.Seconds = 0
	return tally
}

func TestRunTellsWhatBecameOfEveryDocument(t *testing.T) {
	b := newBench(t, map[string]string{"a.txt": "one", "b.txt": "bomb", "c.txt": "blank", "d.txt": "four"})
	if got, want := b.run(t, false), (Tally{Added: 3, Failed: 1, Suspect: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if r := b.rows["b.txt"]; r.Status != StatusFailed || r.Reason != "it would take a day" {
		t.Errorf("failed: got %+v", r)
	}
	if r := b.rows["c.txt"]; r.Status != "suspect" || r.Change != ChangeAdded || !strings.Contains(r.Reason, "no text") {
		t.Errorf("suspect: got %+v", r)
	}
	if r := b.rows["a.txt"]; r.ID == "" || r.Pages != 1 || r.Fields[corpus.FieldTitle].Rule != "file-name" {
		t.Errorf("added: got %+v", r)
	}
}

func TestSecondRunReadsNothingAgain(t *testing.T) {
	b := newBench(t, map[string]string{"a.txt": "one", "b.txt": "bomb", "c.txt": "blank"})
	b.run(t, false)
	before, _ := b.Catalog.Revision(t.Context())
	reads := b.extractor.reads.Load()
	if got, want := b.run(t, false), (Tally{Unchanged: 2, Failed: 1, Suspect: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if now := b.extractor.reads.Load(); now != reads {
		t.Errorf("%d documents were read again", now-reads)
	}
	if after, _ := b.Catalog.Revision(t.Context()); after != before {
		t.Errorf("the revision changed from %s to %s", before, after)
	}
}

func TestOnlyWhatChangedIsMadeAgain(t *testing.T) {
	b := newBench(t, map[string]string{"a.txt": "one", "b.txt": "two"})
	b.run(t, false)
	id := b.rows["a.txt"].ID
	b.write(t, "a.txt", "one, corrected")
	if got, want := b.run(t, false), (Tally{Updated: 1, Unchanged: 1}); got != want {
		t.Errorf("after a change: got %+v, want %+v", got, want)
	}
	if b.rows["a.txt"].ID != id {
		t.Errorf("the id changed with the text")
	}
	b.Knowledge = "2"
	reads := b.extractor.reads.Load()
	if got, want := b.run(t, false), (Tally{Updated: 2}); got != want {
		t.Errorf("after new knowledge: got %+v, want %+v", got, want)
	}
	if b.extractor.reads.Load() != reads {
		t.Error("new knowledge made texts be read again")
	}
	b.extractor.version = "2"
	if got, want := b.run(t, false), (Tally{Updated: 2}); got != want {
		t.Errorf("after a new extractor: got %+v, want %+v", got, want)
	}
}

func TestFailureKeepsWhatWasThereBefore(t *testing.T) {
	b := newBench(t, map[string]string{"a.txt": "one"})
	b.run(t, false)
	id := b.rows["a.txt"].ID
	b.write(t, "a.txt", "bomb")
	if got, want := b.run(t, false), (Tally{Failed: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	s, err := b.Catalog.Statement(t.Context(), id)
	if err != nil || s.Pages[0].Text != "one" {
		t.Errorf("the earlier text is gone: %v, %v", s.Pages, err)
	}
}

func TestPruneRemovesWhatTheSourceNamesNoMore(t *testing.T) {
	b := newBench(t, map[string]string{"a.txt": "one", "b.txt": "two"})
	b.run(t, false)
	os.Remove(filepath.Join(b.root, "b.txt"))
	if got, want := b.run(t, false), (Tally{Unchanged: 1}); got != want {
		t.Errorf("without prune: got %+v, want %+v", got, want)
	}
	if got, want := b.run(t, true), (Tally{Unchanged: 1, Removed: 1}); got != want {
		t.Errorf("with prune: got %+v, want %+v", got, want)
	}
	if n, _ := b.Catalog.Counts(t.Context()); n.Documents != 1 {
		t.Errorf("got %d documents, want 1", n.Documents)
	}
}

func TestTwoSourcesNameOneDocumentOnce(t *testing.T) {
	b := newBench(t, map[string]string{"a.txt": "one", "c.csv": "file,title\na.txt,Given\nnone.txt,Missing\n"})
	catalogue, err := source.Open(filepath.Join(b.root, "c.csv"))
	if err != nil {
		t.Fatal(err)
	}
	folder, err := source.Open(b.root)
	if err != nil {
		t.Fatal(err)
	}
	tally, err := b.Run(t.Context(), false, catalogue, folder)
	if err != nil || tally.Added != 1 || tally.Failed != 1 {
		t.Errorf("got %+v, %v, want 1 added and 1 failed", tally, err)
	}
	if r := b.rows["none.txt"]; !strings.Contains(r.Reason, "no such file") {
		t.Errorf("got %+v", r)
	}
}

func TestInterruptedRunCanGoOn(t *testing.T) {
	b := newBench(t, map[string]string{"a.txt": "one", "b.txt": "two", "c.txt": "three", "d.txt": "four"})
	b.extractor.wait, b.Workers = make(chan struct{}), 1
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-b.extractor.wait
		cancel()
	}()
	s, _ := source.Open(b.root)
	if _, err := b.Run(ctx, true, s); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	b.extractor.wait = nil
	if got, want := b.run(t, true), (Tally{Added: 4}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
