package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
)

// TestLinksOutliveAnotherReading reads a document again that an earlier version
// has read otherwise, and follows the links that were made then.
func TestLinksOutliveAnotherReading(t *testing.T) {
	t.Parallel()
	folder, data := t.TempDir(), t.TempDir()
	const kept = "We ask the Assembly to support the Court, its victims and its witnesses, see resolution 1593"
	document := []byte("<html><head><title>Sample statement</title></head><body><article><h1>Sample statement</h1>" +
		`<p style="display:none">Draft. Not to be shown to anybody before the session has begun.</p>` +
		"<p>" + kept + "<sup>4</sup> of 2005.</p><p>The second paragraph thanks the interpreters of the session for their patience.</p></article></body></html>")
	path := filepath.Join(folder, "statement.html")
	if err := os.WriteFile(path, document, 0o600); err != nil {
		t.Fatal(err)
	}
	// First as it was read before: hidden words and a note's mark among the others.
	const before = "html 1"
	sum := sha256.Sum256(document)
	text := corpus.Text{MediaType: "text/html", Extractor: before, Status: corpus.StatusGood, Pages: []corpus.Page{{Number: 1, Text: "Sample statement\n\n" +
		"Draft. Not to be shown to anybody before the session has begun.\n\n" + kept + "4 of 2005.\n\nThe second paragraph thanks the interpreters of the session for their patience."}}}
	lock, err := datadir.Acquire(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	c, err := catalog.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	s := corpus.Statement{
		ID: "sample", Work: "sample", Title: "Sample statement", Language: corpus.English, Status: text.Status, Pages: text.Pages,
		Origin: corpus.Origin{File: "statement.html", Location: path, Source: folder, MediaType: "text/html", SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(document))},
	}
	for _, step := range []func() error{
		func() error { return c.PutText(t.Context(), s.Origin.SHA256, text) },
		func() error { return c.KeepOriginal(s.Origin.SHA256, document) },
		func() error {
			return c.Put(t.Context(), catalog.Record{Statement: s, Key: "statement.html", Extractor: before, Basis: "-"})
		},
		c.Close, lock.Release,
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if o := outcomeOf(t, "index", folder, "--data", data); o.code != exitOK || !strings.Contains(o.stdout, "1 updated") {
		t.Fatalf("index ended with %d: %s%s", o.code, o.stdout, o.stderr)
	}
	service := serve(t, "--data", data)
	status, page, err := service.get("/s/sample?hl=en")
	if err != nil || status != 200 {
		t.Fatalf("status %d, %v", status, err)
	}
	for _, want := range []string{
		`id="p1-2"`, `1593<sup`, // what is read now
		`href="#p1-2"`,                         // where the passage is that p1-3 led to
		`The text at this address has changed`, // p1-2 led to hidden words
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	for quoted, want := range map[string]string{
		kept + " of 2005": "verbatim", kept + "⁴ of 2005": "verbatim", kept + "4 of 2005": "nearly", "Not to be shown to anybody before": "not found",
	} {
		if o := outcomeOf(t, "quote", quoted, "--data", data); !strings.HasPrefix(o.stdout, want) {
			t.Errorf("%q: %s", quoted, o.stdout)
		}
	}
}
