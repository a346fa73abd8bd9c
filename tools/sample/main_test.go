package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The corpus in the repository equals the output of this command.
func TestFilesAreUpToDate(t *testing.T) {
	fresh := t.TempDir()
	if err := run(filepath.Join("..", "..", "corpus", "sample", "sources"), fresh); err != nil {
		t.Fatal(err)
	}
	want, got := contents(t, fresh), contents(t, filepath.Join("..", "..", "corpus", "sample", "files"))
	for name, content := range want {
		if !bytes.Equal(got[name], content) {
			t.Errorf("files/%s is not what its source makes: run go generate ./corpus/sample", name)
		}
	}
	for name := range got {
		if want[name] == nil {
			t.Errorf("files/%s has no source: run go generate ./corpus/sample", name)
		}
	}
}

func contents(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, e := range entries {
		if out[e.Name()], err = os.ReadFile(filepath.Join(folder, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestWriteRemovesWhatIsNoLongerMade(t *testing.T) {
	out := t.TempDir()
	if err := write(out, map[string][]byte{"old.html": []byte("old"), "kept.html": []byte("1")}); err != nil {
		t.Fatal(err)
	}
	if err := write(out, map[string][]byte{"kept.html": []byte("2")}); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, out); len(got) != 1 || string(got["kept.html"]) != "2" {
		t.Errorf("the folder holds %q, want kept.html with 2 alone", got)
	}
}

func TestParse(t *testing.T) {
	const head = "---\nformat: html\ntitle: A: b\nlanguage: fr\n---\n"
	got, err := parse("07-a-name.md", head+"One\nline.\n\n## Two\n\nThree.\n")
	if err != nil {
		t.Fatal(err)
	}
	if got.file() != "a-name.html" || got.title() != "A: b" || got.values["id"] != "a-name" {
		t.Errorf("file %q, title %q, id %q", got.file(), got.title(), got.values["id"])
	}
	if want := []block{{false, "One line."}, {true, "Two"}, {false, "Three."}}; !slices.Equal(got.blocks, want) {
		t.Errorf("blocks %v, want %v", got.blocks, want)
	}
	for _, c := range []struct{ name, file, content, want string }{
		{"no front matter", "1-a.md", "Text.", "front matter"},
		{"no number", "a.md", head, "NUMBER-NAME.md"},
		{"unknown key", "1-a.md", strings.Replace(head, "title", "titel", 1), `"titel: A: b" is unknown`},
		{"same key twice", "1-a.md", strings.Replace(head, "language", "title: x\nlanguage", 1), "stands twice"},
		{"empty value", "1-a.md", strings.Replace(head, "A: b", "", 1), "not of the form key: value"},
		{"other language", "1-a.md", strings.Replace(head, "fr", "de", 1), "en, fr or es"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := parse(c.file, c.content); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("parse(%q) says %v, want %q", c.content, err, c.want)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct{ word, language, head, tail string }{
		{"investigations,", "en", "investiga-", "tions,"},
		{"long-standing", "en", "long-", "standing"},
		{"coopération", "fr", "coopéra-", "tion"},
		{"jurisdicción.", "es", "jurisdic-", "ción."},
		{"nation", "en", "", ""}, // too little would be left on the line
		{"vetting", "en", "", ""},
	} {
		head, tail, ok := split(c.word, c.language)
		if head != c.head || tail != c.tail || ok != (c.head != "") {
			t.Errorf("split(%q, %s) = %q, %q, %v, want %q, %q", c.word, c.language, head, tail, ok, c.head, c.tail)
		}
	}
}
