package extract

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
)

// flatePDF is a one-page file whose content decompresses to n spaces, compressed
// twice.
func flatePDF(n int) []byte {
	pack := func(write func(*zlib.Writer)) []byte {
		var b bytes.Buffer
		z, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
		write(z)
		z.Close()
		return b.Bytes()
	}
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	content := pack(func(z *zlib.Writer) {
		for range n >> 20 {
			z.Write(blanks)
		}
	})
	content = pack(func(z *zlib.Writer) { z.Write(content) })
	page := makePDF([]string{"of no use"})
	at := bytes.LastIndex(page[:bytes.Index(page, []byte("stream"))], []byte("<<"))
	end := bytes.Index(page, []byte("endstream"))
	head := fmt.Sprintf("<< /Length %d /Filter [ /FlateDecode /FlateDecode ] >>\nstream\n", len(content))
	return bytes.Join([][]byte{page[:at], []byte(head), content, []byte("\n"), page[end:]}, nil)
}

// A file that needs more memory than a worker may use is suspect, with the reason;
// the next document is not affected.
func TestBomb(t *testing.T) {
	e := newExtractor(t, Config{OCR: OCRNever, Timeout: 3 * time.Second})
	for range 2 {
		text, err := e.Extract(t.Context(), corpus.Document{Bytes: flatePDF(1 << 30)})
		if err == nil && (text.Status != corpus.StatusSuspect || text.Reason == "") || err != nil && !errors.Is(err, corpus.ErrOverLimit) {
			t.Errorf("%s %q, %v", text.Status, text.Reason, err)
		}
		if text, err := e.Extract(t.Context(), corpus.Document{Bytes: makePDF(speech)}); err != nil || text.Status != corpus.StatusGood {
			t.Errorf("the next file: %s, %v", text.Status, err)
		}
	}
	// pdfcpu has no limits of its own; those of the process apply.
	if in, err := e.Inspect(t.Context(), corpus.Document{Bytes: flatePDF(1 << 30)}); err != nil && !errors.Is(err, corpus.ErrOverLimit) {
		t.Errorf("inspected: %+v, %v", in, err)
	}
}

// A worker that exceeds its time is killed, and the document gets the reason. This
// worker never answers.
func TestKilled(t *testing.T) {
	e, err := New(Config{Launcher: launcher, Command: []string{"sh", "-c", "while :; do :; done"}, OCR: OCRNever, Timeout: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	_, err = e.Extract(t.Context(), corpus.Document{Bytes: []byte("<p>" + strings.Join(speech, " ") + "</p>")})
	if !errors.Is(err, corpus.ErrOverLimit) || !strings.Contains(err.Error(), "took more than 200ms") {
		t.Errorf("%v", err)
	}
}

// A worker that writes an invalid answer is ended, without harm to the parent.
func TestNoAnswer(t *testing.T) {
	for name, script := range map[string]string{
		"ends":          "exit 0",
		"says nonsense": "printf '\\000\\000\\000\\003xyz'; cat > /dev/null",
		"boasts":        "printf '\\377\\377\\377\\377'; cat > /dev/null",
		"breaks off":    "printf '\\000\\000\\001\\000{'",
		"lacks memory":  "echo 'fatal error: runtime: cannot allocate memory' >&2; exit 2",
	} {
		e, err := New(Config{Launcher: launcher, Command: []string{"sh", "-c", script}, OCR: OCRNever})
		if err != nil {
			t.Fatal(err)
		}
		if text, err := e.Extract(t.Context(), corpus.Document{Bytes: []byte("<p>" + strings.Join(speech, " ") + "</p>")}); err == nil {
			t.Errorf("%s: no error, %+v", name, text)
		}
		e.Close()
	}
}

// scanPDF is a page that consists of a picture of a page of another file, rotated by
// degrees.
func scanPDF(t *testing.T, e *Extractor, file []byte, degrees float64) []byte {
	t.Helper()
	if _, err := exec.LookPath("tesseract"); err != nil {
		t.Skip("needs tesseract (apt-get install tesseract-ocr tesseract-ocr-eng)")
	}
	const across = 595 * 200 / 72 // A4 at 200 dots an inch
	picture, err := e.Picture(t.Context(), file, 1, across)
	if err != nil {
		t.Fatal(err)
	}
	return picturePDF(t, picture.Bytes, degrees)
}

func TestScan(t *testing.T) {
	e := newExtractor(t, Config{})
	for name, degrees := range map[string]float64{"straight": 0, "askew": 1.7} {
		t.Run(name, func(t *testing.T) {
			text, err := e.Extract(t.Context(), corpus.Document{Bytes: scanPDF(t, e, makePDF(speech), degrees)})
			if err != nil {
				t.Fatal(err)
			}
			p := text.Pages[0]
			if text.Status != corpus.StatusGood || p.Method != corpus.MethodOCR || p.Confidence < 0.8 {
				t.Fatalf("%s %q, %s, %.2f", text.Status, text.Reason, p.Method, p.Confidence)
			}
			if !strings.Contains(p.Text, "it reaffirms its support for the independence of the Prosecutor") {
				t.Errorf("%q", p.Text)
			}
			// The positions are on the page as it is, not on the straightened
			// picture.
			first := p.Words[0]
			if len(p.Words) < 40 || first.Left < 55 || first.Left > 90 || first.Top < 50 || first.Foot > 110 {
				t.Errorf("%d words, the first at %+v", len(p.Words), first)
			}
		})
	}
	t.Run("without OCR", func(t *testing.T) {
		never := newExtractor(t, Config{OCR: OCRNever})
		text, err := never.Extract(t.Context(), corpus.Document{Bytes: scanPDF(t, e, makePDF(speech), 0)})
		if err != nil || text.Status != corpus.StatusSuspect || !strings.Contains(text.Reason, "page 1 without text: OCR is turned off") {
			t.Errorf("%s %q, %v", text.Status, text.Reason, err)
		}
	})
	t.Run("always", func(t *testing.T) {
		always := newExtractor(t, Config{OCR: OCRAlways})
		scanPDF(t, e, makePDF(speech), 0) // skips where tesseract is missing
		text, err := always.Extract(t.Context(), corpus.Document{Bytes: makePDF(speech)})
		if err != nil || text.Pages[0].Method != corpus.MethodOCR {
			t.Errorf("%s %q, %v", text.Status, text.Pages[0].Method, err)
		}
	})
}

// Without tesseract, a message says what to install.
func TestOCRMissing(t *testing.T) {
	maker := newExtractor(t, Config{})
	file := scanPDF(t, maker, makePDF(speech), 0)
	t.Setenv("PATH", t.TempDir())
	e := newExtractor(t, Config{})
	text, err := e.Extract(t.Context(), corpus.Document{Bytes: file})
	if err != nil || text.Status != corpus.StatusSuspect || !strings.Contains(text.Reason, "apt-get install tesseract-ocr") {
		t.Errorf("%s %q, %v", text.Status, text.Reason, err)
	}
	if e.OCRMissing() == nil {
		t.Error("nothing is said to be missing")
	}
}
