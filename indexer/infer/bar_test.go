package infer_test

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/indexer/extract"
	"rostrum/indexer/extract/sandbox"
	"rostrum/indexer/infer"
	"rostrum/indexer/lang"
)

// bar asks for the measurement on real documents, which have to be read first:
// go test ./indexer/infer -run TestBar -bar -v
var bar = flag.Bool("bar", false, "measure inference on the shared documents, which takes a minute")

// TestMain lets the test binary be the worker that reads documents.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "extract-worker" {
		if err := extract.Work(context.Background(), os.Stdin, os.Stdout, extract.WorkConfig{CacheDir: os.Args[2]}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) > 2 && os.Args[1] == "launch" {
		if err := sandbox.Launch(os.Args[2:], sandbox.NewestABI); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// TestBar infers the documents of the development collection from nothing but
// their names and texts, and compares with what the catalogue says. Most are
// speeches to the General Assembly, so a session is wrong unless the document
// names the Assembly of States Parties itself; the dates of the others are
// those of posting. What a catalogue cell says that stands in no document (the
// author of news, "ICJT 2015") counts against recall.
func TestBar(t *testing.T) {
	root := shared(t, "corpus-dev")
	if !*bar {
		t.Skip("asked for with -bar")
	}
	names := loadAuthority(t)
	in := infer.New(names)
	e := extractor(t)
	fields := []corpus.Field{corpus.FieldOrganization, corpus.FieldTopic, corpus.FieldLanguage, corpus.FieldDate}
	scores := map[corpus.Field]*score{}
	for _, f := range fields {
		scores[f] = &score{}
	}
	sessions := 0
	for _, row := range manifest(t, filepath.Join(root, "manifest.csv")) {
		file := row["file"]
		content, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		item := corpus.Item{Key: file, File: file, Location: filepath.Join("/", file)}
		text, err := e.Extract(t.Context(), corpus.Document{Item: item, Bytes: content})
		if err != nil {
			t.Logf("%s: %v", file, err)
			continue
		}
		for i := range text.Pages {
			text.Pages[i].Language, _ = lang.Detect(text.Pages[i].Text)
		}
		s := in.Statement(item, text)
		for _, f := range fields {
			got, want := valuesOf(s, f), wanted(row, f)
			if f == corpus.FieldTopic {
				if _, known := names.Resolve(f, row["topic"]); !known {
					want = nil
				}
			}
			if id, ok := names.Resolve(f, row[string(f)]); ok {
				want = []string{id}
			}
			// A month or a year is confirmed by a day in it.
			if f == corpus.FieldDate && len(got) == 1 && strings.HasPrefix(got[0], want[0]) {
				got = want
			}
			if missed := scores[f].add(got, want); missed != "" && len(got) > 0 {
				e, _ := s.Of(f)
				t.Logf("%s: %s: %s (%s: %q)", file, f, missed, e.Rule, e.Source)
			}
		}
		if s.Session != "" {
			sessions++
			i := slices.IndexFunc(s.Evidence, func(e corpus.Evidence) bool { return e.Field == corpus.FieldSession })
			t.Logf("%s: session %s (%s: %q)", file, s.Session, s.Evidence[i].Rule, s.Evidence[i].Source)
			if strings.HasPrefix(row["session"], "UNGA") {
				t.Errorf("%s, a speech to the General Assembly, got the session %s", file, s.Session)
			}
		}
	}
	for _, f := range fields {
		s := scores[f]
		t.Logf("%-13s %3d set, %3d right of %3d: precision %.3f, recall %.3f", f, s.set, s.right, s.gold, s.precision(), s.recall())
	}
	t.Logf("sessions of the Assembly: %d", sessions)
	if p := scores[corpus.FieldOrganization].precision(); p < .98 {
		t.Errorf("the precision of authors is %.3f", p)
	}
}

// extractor reads documents in a child process, as the pipeline does.
func extractor(t *testing.T) *extract.Extractor {
	t.Helper()
	engines := filepath.Join(os.TempDir(), "rostrum-extract-test")
	e, err := extract.New(extract.Config{OCR: extract.OCRNever, Launcher: sandbox.Launcher{os.Args[0], "launch"}, Command: []string{os.Args[0], "extract-worker", engines}, EngineDir: engines})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func wanted(row map[string]string, f corpus.Field) []string {
	if v := row[string(f)]; v != "" {
		return []string{v}
	}
	return nil
}

func manifest(t testing.TB, file string) []map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// shared finds a folder of the collections that lie beside the project; the
// test is skipped where they are not there.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the working directory")
		}
		dir = parent
	}
	path := filepath.Join(append([]string{dir, "..", "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs ../shared/%s beside the project", filepath.Join(elem...))
	}
	return path
}
