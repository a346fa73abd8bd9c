package extract

import (
	"strings"

	"rostrum/corpus"
)

// versions name the reader of each kind of document. A reader's number goes up
// whenever the text that it makes of the same bytes may change, and only
// documents of its kind are read again.
var versions = map[Kind]string{
	KindPDF:      "pdf 6",
	KindHTML:     "html 7",
	KindText:     "text 5",
	KindMarkdown: "markdown 5",
	KindDOCX:     "docx 5",
	KindODT:      "odt 5",
	KindRTF:      "rtf 5",
	KindDOC:      "doc 3", // this and the next also when LibreOffice's .docx is read differently
	KindWPD:      "wpd 3",
	KindPages:    "pages 3",
	"":           "unknown 2", // bytes of no kind that is read
}

// What follows the reader's name where pages had no usable text of their own.
const (
	unscanned  = " without OCR"
	scanned    = " with "        // and the version of OCR
	scannedAll = " wholly with " // likewise: also the pages that had text
)

// What follows it where LibreOffice was missing.
const unconverted = " without LibreOffice"

// label names what has read a document: the reader, and how pages were read
// from their pictures, if any were to be.
func (e *Extractor) label(kind Kind, scan bool) string {
	switch {
	case kind != KindPDF || !scan && e.config.OCR != OCRAlways:
		return versions[kind]
	case e.ocr == nil:
		return versions[kind] + unscanned
	case e.config.OCR == OCRAlways:
		return versions[kind] + scannedAll + e.ocr.Version()
	}
	return versions[kind] + scanned + e.ocr.Version()
}

// Current tells whether a text of the document that was read under the given
// name, a corpus.Text's Extractor, is what Extract would give now. A text that
// was read from pictures stays current when tesseract is gone.
func (e *Extractor) Current(doc corpus.Document, name string) bool {
	kind := Sniff(doc.Bytes, doc.File, doc.MediaType)
	reader := versions[kind]
	how, ours := strings.CutPrefix(name, reader)
	switch {
	case !ours:
		return false
	case converted[kind].extension != "":
		return how == "" || how == unconverted && !e.convertible()
	case kind != KindPDF:
		return how == ""
	case e.config.OCR == OCRNever:
		return how == "" || how == unscanned
	case e.ocr == nil:
		return how == "" || how == unscanned || strings.HasPrefix(how, scanned) || strings.HasPrefix(how, scannedAll)
	case e.config.OCR == OCRAlways:
		return how == scannedAll+e.ocr.Version()
	}
	return how == "" || how == scanned+e.ocr.Version() || how == scannedAll+e.ocr.Version()
}
