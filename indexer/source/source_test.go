package source

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
)

// folder writes files (name to content) into a folder called "speeches".
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "speeches")
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func collect(t *testing.T, s Source) (items []corpus.Item, errs []error) {
	t.Helper()
	for item, err := range s.Items(t.Context()) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		items = append(items, item)
	}
	return items, errs
}

func TestFolder(t *testing.T) {
	root := folder(t, map[string]string{
		"b.pdf": "%PDF-1.4", "sub/a.HTML": "<p>", "saved": "<!DOCTYPE html><p>", "LICENSE": "words", "notes.xls": "",
		".hidden/c.pdf": "%PDF-1.4", "b.pdf.yaml": "organization: [HRW, Amnesty]\nsession: ASP20\nmood: calm\n",
	})
	if err := os.Symlink("/etc/hostname", filepath.Join(root, "link.txt")); err != nil {
		t.Fatal(err)
	}
	s, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	items, errs := collect(t, s)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var got []string
	for _, item := range items {
		got = append(got, item.Key)
	}
	if diff := cmp.Diff([]string{"speeches/b.pdf", "speeches/saved", "speeches/sub/a.HTML"}, got); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	want := corpus.Item{
		Key: "speeches/b.pdf", Location: filepath.Join(root, "b.pdf"), Folder: root, File: "b.pdf", Source: root,
		Given: corpus.Given{corpus.FieldOrganization: {"HRW", "Amnesty"}, corpus.FieldSession: {"ASP20"}},
		Notes: map[string]string{"mood": "calm"},
	}
	if diff := cmp.Diff(want, items[0]); diff != "" {
		t.Errorf("item with a sidecar (-want +got):\n%s", diff)
	}
	if warnings := strings.Join(s.Warnings(), "\n"); !strings.Contains(warnings, ".xls") || !strings.Contains(warnings, "links") {
		t.Errorf("what was passed over is not named: %q", warnings)
	}
}

func TestCatalogueForms(t *testing.T) {
	want := []corpus.Item{
		{
			Key: "speeches/a.pdf", File: "a.pdf",
			Given: corpus.Given{corpus.FieldTitle: {"Peace | justice"}, corpus.FieldOrganization: {"HRW", "FIDH"}, corpus.FieldDate: {"2021-12-08"}},
			Notes: map[string]string{"licence": "public"},
		},
		{
			Key: "https://example.org/b", Location: "https://example.org/b", File: "HTTPS://EXAMPLE.org:443/b#top",
			Given: corpus.Given{corpus.FieldSourceURL: {"HTTPS://EXAMPLE.org:443/b#top"}}, Notes: map[string]string{},
		},
	}
	forms := map[string]string{
		"c.csv": "\xef\xbb\xbfFile,title,organization,date,url,licence\na.pdf,Peace | justice,HRW| FIDH,2021-12-08,,public\n\n,,,,HTTPS://EXAMPLE.org:443/b#top,\n",
		"d.csv": "file;title;organisation;date;url;licence\na.pdf;Peace | justice;HRW|FIDH;2021-12-08;;public\n;;;;HTTPS://EXAMPLE.org:443/b#top;\n",
		"e.jsonl": `{"file":"a.pdf","title":"Peace | justice","organization":["HRW","FIDH"],"date":"2021-12-08","licence":"public"}` + "\n" +
			`{"url":"HTTPS://EXAMPLE.org:443/b#top"}` + "\n",
		"f.yaml": "- file: a.pdf\n  title: Peace | justice\n  organization: [HRW, FIDH]\n  date: 2021-12-08\n  licence: public\n- url: HTTPS://EXAMPLE.org:443/b#top\n",
	}
	for name, content := range forms {
		t.Run(name, func(t *testing.T) {
			root := folder(t, map[string]string{name: content})
			path := filepath.Join(root, name)
			s, err := Open(path)
			if err != nil {
				t.Fatal(err)
			}
			items, errs := collect(t, s)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			want[0].Folder = root
			for i := range want {
				want[i].Source = path
			}
			want[0].Location = filepath.Join(root, "a.pdf")
			if diff := cmp.Diff(want, items); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if w := strings.Join(s.Warnings(), ""); !strings.Contains(w, "licence") {
				t.Errorf("the unknown column is not named: %q", w)
			}
		})
	}
}

func TestBadSourcesSayWhatToDo(t *testing.T) {
	root := folder(t, map[string]string{
		"empty.csv": "", "header.csv": "file,title\n", "wrong.csv": "datei,titel\na.pdf,A\n", "twice.csv": "file,file\na,b\n",
		"quote.csv": "file,\"title\na.pdf,A\n", "latin.csv": "file,title\na,Co\xe9p\n",
		"map.yaml": "file: a.pdf\n", "bad.yaml": "- file: [\n", "pictures/x.png": "",
	})
	tests := []struct{ path, says string }{
		{"nowhere", "there is no folder or file"}, {"empty.csv", "it is empty"}, {"header.csv", "lists no documents"},
		{"wrong.csv", "neither a column file nor a column url, but: datei, titel"}, {"twice.csv", "appears twice"},
		{"quote.csv", "quotation mark"}, {"latin.csv", "line 2 is not UTF-8 at column 5"}, {"map.yaml", `begin each document with "- file`},
		{"bad.yaml", "line"}, {"pictures", "holds no documents"},
	}
	for _, test := range tests {
		_, err := Open(filepath.Join(root, test.path))
		if !errors.Is(err, corpus.ErrInvalid) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: got %v, want an error that says %q", test.path, err, test.says)
		}
	}
	for _, address := range []string{"https://", "http://user:secret@example.org/"} {
		if _, err := Open(address); !errors.Is(err, corpus.ErrInvalid) {
			t.Errorf("%s: got %v", address, err)
		}
	}
}

func TestBadRowFailsAlone(t *testing.T) {
	root := folder(t, map[string]string{"c.csv": "file,id,source_url\n" +
		"../secret.pdf,,\n/etc/passwd,,\n,x,\na.pdf,no spaces,\na.pdf,,gopher://x\na.pdf,ok,\na.pdf,,\nb.pdf,ok,\nc.pdf,,,extra\nd.pdf,,\n"})
	s, err := Open(filepath.Join(root, "c.csv"))
	if err != nil {
		t.Fatal(err)
	}
	items, errs := collect(t, s)
	if len(items) != 2 || items[0].File != "a.pdf" || items[1].File != "d.pdf" {
		t.Errorf("got items %v, want a.pdf and d.pdf", items)
	}
	says := []string{"line 2 column 1: the file \"../secret.pdf\" is outside", "line 3 column 1: the file \"/etc/passwd\" is outside", "line 4 column 1: neither file nor url",
		"line 5 column 7: the id \"no spaces\"", "line 6 column 8: the source_url", "line 8 column 1: a.pdf is listed twice, first on line 7", "line 9 column 7: the id ok is that of line 7", "line 10 column 9: it has 4 cells"}
	if len(errs) != len(says) {
		t.Fatalf("got %d errors, want %d: %v", len(errs), len(says), errs)
	}
	for i, err := range errs {
		if !strings.Contains(err.Error(), says[i]) {
			t.Errorf("got %v, want an error that says %q", err, says[i])
		}
	}
}

func TestWrongRowIsNamedWithItsPlaceAndTheOthersLoad(t *testing.T) {
	tests := []struct{ name, content, says string }{
		{"open.csv", "file,title\na.pdf,A\nb.pdf,\"open\nc.pdf,C\nd.pdf,\"D, really\"\n", "line 3 column 7: a quotation mark stands alone"},
		{"inches.csv", "file,title\na.pdf,A\nb.pdf,é 12\" long\nc.pdf,C\nd.pdf,D\n", "line 3 column 11: a quotation mark stands alone"},
		{"pair.csv", "file,title\na.pdf,A\nb.pdf,\"x\" y\nc.pdf,C\nd.pdf,\"D\nin two lines\"\n", "line 3 column"},
		{"later.csv", "file,title,id\na.pdf,\"A\nA\",\nb.pdf,\"B\nB\",no spaces\nc.pdf,,\nd.pdf,,\n", "line 5 column 4: the id"},
		{"tabs.csv", "file\tid\na.pdf\t\nb.pdf\tno spaces\nc.pdf\t\nd.pdf\t\n", "line 3 column 7: the id"},
		{"syntax.jsonl", "{\"file\":\"a.pdf\"}\n{\"file\":\"b.pdf\",}\n{\"file\":\"c.pdf\"}\n{\"file\":\"d.pdf\"}\n", "line 2 column 17: it is not a JSON object"},
		{"id.jsonl", "{\"file\":\"a.pdf\"}\n{\"file\":\"b.pdf\",\"id\":\"no spaces\"}\n{\"file\":\"c.pdf\"}\n{\"file\":\"d.pdf\"}\n", "line 2 column 17: the id"},
		{"syntax.yaml", "- file: a.pdf\n- file: b.pdf\n  title: \"open\n- file: c.pdf\n- file: d.pdf\n", "line 3 column 1: it is not YAML"},
		{"nested.yaml", "- file: a.pdf\n- file: b.pdf\n  title: {a: b}\n- file: c.pdf\n- file: d.pdf\n", "line 3 column 10: the value of \"title\""},
	}
	for _, test := range tests {
		root := folder(t, map[string]string{test.name: test.content})
		s, err := Open(filepath.Join(root, test.name))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		items, errs := collect(t, s)
		var files []string
		for _, item := range items {
			files = append(files, item.File)
		}
		if diff := cmp.Diff([]string{"a.pdf", "c.pdf", "d.pdf"}, files); diff != "" {
			t.Errorf("%s: files (-want +got):\n%s", test.name, diff)
		}
		if len(errs) != 1 || !strings.Contains(errs[0].Error(), test.says) {
			t.Errorf("%s: got %v, want one error that says %q", test.name, errs, test.says)
		}
	}
}

func FuzzCatalogue(f *testing.F) {
	f.Add("c.csv", []byte("file,title\na.pdf,A\n"))
	f.Add("c.jsonl", []byte(`{"file":"a.pdf","organization":["x"]}`))
	f.Add("c.csv", []byte("file,id\na.pdf,\"x\n\"b.pdf\",\"\"y\n"))
	f.Add("c.yaml", []byte("- file: a.pdf\n  x: [\n- file: b.pdf\n"))
	f.Add("c.yaml", []byte("- file: a.pdf\n  date: 2021\n"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		if !IsCatalogue(name) || strings.ContainsRune(name, 0) {
			t.Skip()
		}
		s, err := parseCatalogue("/catalogues/"+filepath.Base(name), content)
		if err != nil {
			return
		}
		for _, e := range s.items {
			if e.err == nil && !IsAddress(e.item.Location) && !strings.HasPrefix(e.item.Location, "/catalogues/") {
				t.Errorf("%q leads out of the folder to %q", content, e.item.Location)
			}
		}
	})
}
