package extract

import (
	"testing"

	"rostrum/corpus"
)

// What must be read again when a reader changes, and what need not.
func TestCurrent(t *testing.T) {
	pdf := corpus.Document{Bytes: makePDF(speech)}
	page := corpus.Document{Bytes: []byte("<html><p>Statement</p></html>")}
	with := func(mode Mode, path string) *Extractor {
		t.Helper()
		t.Setenv("PATH", path)
		e, err := New(Config{Launcher: launcher, Command: []string{"none"}, OCR: mode})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { e.Close() })
		return e
	}
	tesseract := tesseractStand(t, "5.9.0")
	auto, never, always := with(OCRAuto, tesseract), with(OCRNever, tesseract), with(OCRAlways, tesseract)
	without, newer := with(OCRAuto, t.TempDir()), with(OCRAuto, tesseractStand(t, "6.0.0"))
	scan, plain, unread, whole := auto.label(KindPDF, true), auto.label(KindPDF, false), without.label(KindPDF, true), always.label(KindPDF, true)
	tests := map[string]struct {
		e    *Extractor
		doc  corpus.Document
		name string
		want bool
	}{
		"text of a PDF is the same with and without OCR":  {without, pdf, plain, true},
		"and when OCR is turned off":                      {never, pdf, plain, true},
		"and when tesseract is another":                   {newer, pdf, plain, true},
		"but not when all is to be read from pictures":    {always, pdf, plain, false},
		"what was unread is read once tesseract is there": {auto, pdf, unread, false},
		"and stays as it is before":                       {without, pdf, unread, true},
		"what was read stays when tesseract is gone":      {without, pdf, scan, true},
		"is read again by another tesseract":              {newer, pdf, scan, false},
		"and not wanted when OCR is turned off":           {never, pdf, scan, false},
		"reading all pages serves as reading some":        {auto, pdf, whole, true},
		"another reader":                                  {auto, pdf, "pdf 1", false},
		"the reader of another kind":                      {auto, page, plain, false},
		"a web page has no pictures":                      {always, page, auto.label(KindHTML, false), true},
	}
	for name, test := range tests {
		if got := test.e.Current(test.doc, test.name); got != test.want {
			t.Errorf("%s: %q: got %v", name, test.name, got)
		}
	}
}

func TestExtractorIsNamed(t *testing.T) {
	e := newExtractor(t, Config{OCR: OCRNever})
	for name, test := range map[string]struct {
		bytes []byte
		want  string
	}{
		"text": {makePDF(speech), versions[KindPDF]}, "no text": {makePDF([]string{"b#c d%f g$h j@k l&m n#p q%r s$t v@w x&z c#b f%d h$g k@j"}), versions[KindPDF] + unscanned},
		"a failure": {[]byte("%PDF-1.4\nnothing of the kind"), versions[KindPDF]}, "no kind": {[]byte("\x00\x01"), versions[""]},
	} {
		doc := corpus.Document{Bytes: test.bytes}
		text, err := e.Extract(t.Context(), doc)
		if text.Extractor != test.want || !e.Current(doc, text.Extractor) {
			t.Errorf("%s: %q, current %v (%v), want %q", name, text.Extractor, e.Current(doc, text.Extractor), err, test.want)
		}
	}
}
