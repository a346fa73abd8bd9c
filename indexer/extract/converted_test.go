package extract

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/indexer/extract/convert"
)

// oldWord converts rich text to a .doc file.
func oldWord(t *testing.T, rich string) []byte {
	t.Helper()
	if _, err := convert.Find(launcher); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "in.rtf")
	if err := os.WriteFile(in, []byte(rich), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "soffice", "-env:UserInstallation=file://"+dir, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", dir, in)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b, err := os.ReadFile(filepath.Join(dir, "in.doc"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOldWord(t *testing.T) {
	words := strings.Join(speech[:1], " ")
	b := oldWord(t, `{\rtf1\ansi{\info{\title On peace}}{\header A running head}`+words+`{\footnote Article 86.}\par Merci, Monsieur le Pr\'e9sident.\par}`)
	e := newExtractor(t, Config{OCR: OCRNever})
	text, err := e.Extract(t.Context(), corpus.Document{Item: corpus.Item{File: "a.doc"}, Bytes: b})
	if err != nil {
		t.Fatal(err)
	}
	if text.Status != corpus.StatusGood || text.MediaType != string(KindDOC) || text.Properties.Title != "On peace" {
		t.Errorf("%s (%s), %s, %+v", text.Status, text.Reason, text.MediaType, text.Properties)
	}
	if got, want := text.Pages[0].Text, words+"\n\nMerci, Monsieur le Président.\n\nArticle 86."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	doc := corpus.Document{Bytes: b}
	if missed := text.Extractor + unconverted; !e.Current(doc, text.Extractor) || e.Current(doc, missed) {
		t.Errorf("current: %q %v, %q %v", text.Extractor, e.Current(doc, text.Extractor), missed, e.Current(doc, missed))
	}
	if text, err := e.Extract(t.Context(), corpus.Document{Bytes: b[:len(b)/3]}); err == nil && text.Status == corpus.StatusGood || err != nil && !errors.Is(err, corpus.ErrNotText) {
		t.Errorf("a third of the file: %s, %v", text.Status, err)
	}
}

func TestOldWordWithoutLibreOffice(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	e := newExtractor(t, Config{OCR: OCRNever})
	doc := corpus.Document{Bytes: []byte(oleMark + "W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00")}
	text, err := e.Extract(t.Context(), doc)
	if !errors.Is(err, corpus.ErrNotText) || !strings.Contains(err.Error(), "apt-get install libreoffice") {
		t.Errorf("%v", err)
	}
	if !e.Current(doc, text.Extractor) {
		t.Errorf("%q is not current while LibreOffice is missing", text.Extractor)
	}
}
