package web_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search/web"
)

// TestBundle opens the ZIP file of a search: a table with a row for each statement, the originals of all
// translations that are held and may be handed on, byte for byte, and a manifest that accounts for all.
func TestBundle(t *testing.T) {
	lib := library()
	withheld("sesion")(lib)
	lib.originals["sesion"] = []byte("not to be handed on")
	lib.originals["istimaa"] = []byte("%PDF-1.4 the same in Arabic")
	s := serve(t, func(c *web.Config) { c.Records, c.PublicURL = lib, "http://example.com" })
	r := get(t, s, "/search.zip?q=cooperation&lang=en")
	content := []byte(body(t, r))
	if r.StatusCode != 200 || r.Header.Get("Content-Type") != "application/zip" {
		t.Fatalf("status %d, %v", r.StatusCode, r.Header)
	}
	if _, name, err := mime.ParseMediaType(r.Header.Get("Content-Disposition")); err != nil || name["filename"] != "rostrum-cooperation.zip" {
		t.Errorf("the file is called %q (%v)", name, err)
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	want := total(t, s, "/search?q=cooperation")
	rows, err := csv.NewReader(bytes.NewReader(files["statements.csv"])).ReadAll()
	if err != nil || len(rows) != want+1 {
		t.Errorf("%d rows (%v), want a header and %d", len(rows), err, want)
	}
	var m struct {
		Search     string
		Statements int
		Files      []struct{ File, ID, SHA256 string }
		Missing    []struct{ ID string }
	}
	if err := json.Unmarshal(files["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	if m.Statements != want || m.Search != "http://example.com/search?q=cooperation&lang=en" {
		t.Errorf("the manifest says %d statements of %s", m.Statements, m.Search)
	}
	var held []string
	for _, f := range m.Files {
		held = append(held, f.ID)
		sum := sha256.Sum256(files[f.File])
		if !bytes.Equal(files[f.File], lib.originals[corpus.ID(f.ID)]) || hex.EncodeToString(sum[:]) != f.SHA256 {
			t.Errorf("%s is not the original of %s, or not of the sum that is said", f.File, f.ID)
		}
		if strings.ContainsAny(f.File, `\:*?"<>|`) || strings.Contains(f.File, "..") {
			t.Errorf("no file can be called %s", f.File)
		}
	}
	slices.Sort(held)
	if !slices.Equal(held, []string{"hearing", "istimaa"}) || len(files) != len(held)+2 {
		t.Errorf("the bundle holds %q, and %d files", held, len(files))
	}
	documents := int(decode(t, get(t, s, "/api/v1/search?q=cooperation&collapse=none"))["total"].(map[string]any)["value"].(float64))
	if len(m.Files)+len(m.Missing) < documents || !slices.ContainsFunc(m.Missing, func(x struct{ ID string }) bool { return x.ID == "sesion" }) {
		t.Errorf("%d files and %d missing, of at least %d documents", len(m.Files), len(m.Missing), documents)
	}
	if again := []byte(body(t, get(t, s, "/search.zip?q=cooperation&lang=en"))); !bytes.Equal(again, content) {
		t.Error("the same search of the same index gives another bundle")
	}
	for address, want := range map[string]int{"/search.zip?colour=red": 400, "/search.zip?bom=maybe": 400, "/search.zip?q=%22": 400, "/search.zip?q=nothingofthekind": 200} {
		if got := get(t, s, address).StatusCode; got != want {
			t.Errorf("%s: status %d, want %d", address, got, want)
		}
	}
}

// TestExportsAreNamedAfterTheSearch wants names that say what is in a file, and none for who asked by POST.
func TestExportsAreNamedAfterTheSearch(t *testing.T) {
	s := serve(t, nil)
	for address, want := range map[string]string{
		"/search.csv?q=victims&session=ASP20&from=2021":                 "rostrum-victims-ASP20-2021.csv",
		"/search.bib?organization=HRW":                                  "rostrum-hrw.bib",
		"/search.ris?q=" + url.QueryEscape(`"hearing victims" OR ../x`): "rostrum-hearing-victims-OR-x.ris",
		"/search.ndjson?q=" + url.QueryEscape("жертвы"):                 "rostrum-жертвы.ndjson",
		"/search.csv": "rostrum.csv",
		"/search.csv?q=" + strings.Repeat("victims+", 20): "rostrum" + strings.Repeat("-victims", 6) + "-vict.csv",
	} {
		if _, named, err := mime.ParseMediaType(get(t, s, address).Header.Get("Content-Disposition")); err != nil || named["filename"] != want {
			t.Errorf("%s is called %q (%v), want %q", address, named["filename"], err, want)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/search.csv", strings.NewReader("q=victims"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := newRecorder()
	s.ServeHTTP(w, r)
	if got := w.Header().Get("Content-Disposition"); w.status != 200 || strings.Contains(got, "victims") {
		t.Errorf("status %d: asked by POST, the file is called %q", w.status, got)
	}
	// What the pages offer for Excel begins with the mark that it needs.
	offered := within(page(t, s, "/search?q=victims&lang=en"), class("take"))
	at := slices.IndexFunc(offered, func(link string) bool { return strings.Contains(link, "bom=true") })
	if at < 0 || !strings.HasPrefix(body(t, get(t, s, offered[at])), "\ufeff") {
		t.Errorf("no table for Excel among %q", offered)
	}
}
