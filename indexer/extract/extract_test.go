package extract

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
)

// assemble builds a PDF file from numbered objects; the first is its root.
func assemble(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}

// makePDF builds a PDF file from pages of text lines.
func makePDF(pages ...[]string) []byte {
	var kids strings.Builder
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
	for _, lines := range pages {
		var content strings.Builder
		for i, l := range lines {
			fmt.Fprintf(&content, "BT /F1 12 Tf 72 %d Td (%s) Tj ET\n", 760-14*i, l)
		}
		fmt.Fprintf(&kids, "%d 0 R ", len(objects)+1)
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", len(objects)+2),
			fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", content.Len(), content.String()))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(pages))
	return assemble(objects...)
}

var speech = []string{
	"Mr President, the delegation of Chile is grateful to the Court and to all of its",
	"officials for the work that they have done in the course of the year, and it re-",
	"affirms its support for the independence of the Prosecutor and of the judges.",
}

func TestDocuments(t *testing.T) {
	e := newExtractor(t, Config{OCR: OCRNever})
	t.Run("PDF", func(t *testing.T) {
		text, err := e.Extract(t.Context(), corpus.Document{Bytes: makePDF(speech, []string{"We thank the President of the Assembly and wish all of you well."})})
		if err != nil {
			t.Fatal(err)
		}
		if text.Status != corpus.StatusGood || len(text.Pages) != 2 || text.MediaType != string(KindPDF) {
			t.Fatalf("%s (%s), %d pages, %s", text.Status, text.Reason, len(text.Pages), text.MediaType)
		}
		p := text.Pages[0]
		if !strings.Contains(p.Text, "year, and it reaffirms its support") {
			t.Errorf("%q", p.Text)
		}
		if p.Width != 595 || p.Height != 842 || len(p.Words) == 0 {
			t.Errorf("%v by %v, %d words", p.Width, p.Height, len(p.Words))
		}
		for _, w := range p.Words {
			if w.Start < 0 || w.End > len(p.Text) || w.Start >= w.End || w.Left < 0 || w.Right > p.Width || w.Foot > p.Height {
				t.Fatalf("word %+v of a text of %d bytes", w, len(p.Text))
			}
		}
	})
	t.Run("others", func(t *testing.T) {
		words := strings.Join(speech[:1], " ")
		for name, b := range map[string]string{
			"a.html": "<html><body><p>" + words + "</p></body></html>", "a.txt": words, "a.md": "# Statement\n\n" + words, "a.rtf": `{\rtf1 ` + words + `}`,
		} {
			text, err := e.Extract(t.Context(), corpus.Document{Item: corpus.Item{File: name}, Bytes: []byte(b)})
			if err != nil || text.Status != corpus.StatusGood || !strings.Contains(text.Pages[0].Text, "the delegation of Chile") {
				t.Errorf("%s: %+v, %v", name, text, err)
			}
		}
	})
	t.Run("no text is suspect, with the reason", func(t *testing.T) {
		text, err := e.Extract(t.Context(), corpus.Document{Bytes: makePDF(nil)})
		if err != nil || text.Status != corpus.StatusSuspect || text.Reason == "" {
			t.Errorf("%s %q, %v", text.Status, text.Reason, err)
		}
	})
	t.Run("refusals", func(t *testing.T) {
		for name, test := range map[string]struct {
			bytes string
			kind  error
		}{
			"empty":       {"", corpus.ErrNotText},
			"binary":      {"\x00\x01\x02", corpus.ErrNotText},
			"broken PDF":  {"%PDF-1.4\nnothing of the kind", corpus.ErrNotText},
			"old Word":    {oleMark, corpus.ErrNotText},
			"broken docx": {"PK\x03\x04 word/document.xml", corpus.ErrNotText},
		} {
			if _, err := e.Extract(t.Context(), corpus.Document{Bytes: []byte(test.bytes)}); !errors.Is(err, test.kind) {
				t.Errorf("%s: %v is not of kind %v", name, err, test.kind)
			}
		}
	})
}

func TestBounds(t *testing.T) {
	small := newExtractor(t, Config{OCR: OCRNever, MaxBytes: 10})
	if _, err := small.Extract(t.Context(), corpus.Document{Bytes: make([]byte, 11)}); !errors.Is(err, corpus.ErrOverLimit) {
		t.Errorf("too many bytes: %v", err)
	}
	// A worker that was killed is replaced, and the next document is not affected.
	e := newExtractor(t, Config{OCR: OCRNever})
	if _, err := e.Extract(t.Context(), corpus.Document{Bytes: makePDF(speech)}); err != nil {
		t.Fatal(err)
	}
	e.mu.Lock()
	for _, c := range e.idle {
		c.kill()
	}
	e.mu.Unlock()
	if _, err := e.Extract(t.Context(), corpus.Document{Bytes: makePDF(speech)}); err != nil {
		t.Errorf("after a worker's death: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Extract(ctx, corpus.Document{Bytes: makePDF(speech)}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

var hostileTimeout = flag.Duration("hostile-timeout", 2*time.Second, "processor time that TestHostile allows for one file; 0: the default of the program")

// TestHostile reads each hostile file, followed by a good one.
func TestHostile(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(shared(t, "pdf-dev"), "adv__*.pdf"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d files, %v", len(paths), err)
	}
	e := newExtractor(t, Config{CacheDir: compiled(), Timeout: *hostileTimeout})
	good := corpus.Document{Bytes: makePDF(speech)}
	for _, path := range paths {
		name := filepath.Base(path)
		text, took, err := e.Timed(t.Context(), document(t, path))
		if err == nil && strings.TrimSpace(fullText(text)) == "" && (text.Status != corpus.StatusSuspect || text.Reason == "") {
			t.Errorf("%s: a silent empty, %q", name, text.Status)
		}
		t.Logf("%4.1f s %s: %s %s %v", took.Reader.Seconds(), name, text.Status, text.Reason, err)
		if after, err := e.Extract(t.Context(), good); err != nil || after.Status != corpus.StatusGood || !strings.Contains(fullText(after), "grateful to the Court") {
			t.Errorf("the good file after %s: %s %v", name, after.Status, err)
		}
	}
}

func fullText(text corpus.Text) string {
	var b strings.Builder
	for _, p := range text.Pages {
		b.WriteString(p.Text + "\n\n")
	}
	return b.String()
}

// A worker is kept for the next document. Only the first PDF after other kinds needs
// a new one, which then reads all kinds.
func TestWorkersAreKept(t *testing.T) {
	e := newExtractor(t, Config{OCR: OCRNever})
	page := []byte("<p>" + strings.Join(speech, " ") + "</p>")
	var workers []int
	for _, b := range [][]byte{page, page, makePDF(speech), page, makePDF(speech), page} {
		if _, err := e.Extract(t.Context(), corpus.Document{Bytes: b}); err != nil {
			t.Fatal(err)
		}
		if len(e.idle) != 1 { // no document is being read, so no lock is needed
			t.Fatalf("%d workers", len(e.idle))
		}
		workers = append(workers, e.idle[0].cmd.Process.Pid)
	}
	if w := workers; w[0] != w[1] || w[1] == w[2] || w[2] != w[3] || w[3] != w[4] || w[4] != w[5] {
		t.Errorf("read by the processes %d", w)
	}
}

// TestMisnamed reads files that are not what they are called: junk is no
// statement, and for text and pages that may be one the text says so.
func TestMisnamed(t *testing.T) {
	e := newExtractor(t, Config{OCR: OCRNever})
	long := strings.Join(speech, "\n")
	page := "<html><body><h1>Statement</h1><p>" + long + "</p></body></html>"
	for _, c := range []struct {
		file, media, bytes string
		status             corpus.Status
		says               string
	}{
		{"a.pdf", "", long, corpus.StatusGood, "is called .pdf and is none: it is plain text"},
		{"a.docx", "", long, corpus.StatusGood, "is called .docx and is none: it is plain text"},
		{"a.pdf", "", page, corpus.StatusGood, "is called .pdf and is none: it is a web page"},
		{"a.docx", "", string(makePDF(speech)), corpus.StatusGood, "is called .docx and is none: it is a PDF"},
		{"statement", "application/pdf", page, corpus.StatusGood, "is called .pdf and is none: it is a web page"},
		{"a.pdf", "", `{"error":"not found","status":404}`, corpus.StatusSuspect, "is called .pdf and is none: it is plain text"},
		{"a.pdf", "", strings.Repeat("x1!zq ", 500), corpus.StatusSuspect, "is called .pdf and is none: it is plain text"},
		{"a.doc", "", `{\rtf1 ` + long + `\par}`, corpus.StatusGood, ""},
		{"a.txt", "", page, corpus.StatusGood, ""},
		{"statement", "application/pdf", string(makePDF(speech)), corpus.StatusGood, ""},
	} {
		text, err := e.Extract(t.Context(), corpus.Document{Item: corpus.Item{File: c.file}, MediaType: c.media, Bytes: []byte(c.bytes)})
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		said := strings.Join(append(text.Warnings, text.Reason), "\n")
		if text.Status != c.status || !strings.Contains(said, c.says) || c.says == "" && strings.Contains(said, "is called") {
			t.Errorf("%s, %s, %.30q: %s, %q", c.file, c.media, c.bytes, text.Status, said)
		}
	}
}
