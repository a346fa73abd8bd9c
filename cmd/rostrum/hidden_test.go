package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHiddenWordsAreNamed indexes a document with hidden words: the
// command and the report name them.
func TestHiddenWordsAreNamed(t *testing.T) {
	t.Parallel()
	folder, data := t.TempDir(), t.TempDir()
	const document = `<w:p><w:r><w:t xml:space="preserve">Sample statement on cooperation. We ask the Assembly to support the Court. </w:t></w:r>` +
		`<w:r><w:rPr><w:vanish/></w:rPr><w:t>These seven words are not shown anywhere.</w:t></w:r></w:p>`
	if err := os.WriteFile(filepath.Join(folder, "hidden.docx"), wordDocument(t, document), 0o600); err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(data, "report.jsonl")
	const want = "hidden text: 7 words"
	o := outcomeOf(t, "index", folder, "--data", data, "--report", report)
	if o.code != exitOK || !strings.Contains(o.stderr, "note: hidden.docx: "+want) {
		t.Errorf("index ended with %d and said %q", o.code, o.stderr)
	}
	written, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(written), `"warnings":["`+want) {
		t.Errorf("the report says %s", written)
	}
	// It is said once, when the document is read.
	if o := outcomeOf(t, "index", folder, "--data", data); strings.Contains(o.stderr, want) {
		t.Errorf("the second run said %q", o.stderr)
	}
}

// wordDocument is a Word document with the body.
func wordDocument(t *testing.T, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"word/document.xml":   `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`,
	} {
		f, err := z.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
