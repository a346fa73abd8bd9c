package extract

import (
	"strings"

	"rostrum/corpus"
)

// versions names the reader of each kind of document. The number is incremented
// whenever the text of the same bytes may change; only documents of that kind are
// read again.
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

// Suffixes for documents whose pages were read by OCR.
const (
	unscanned  = " without OCR"
	scanned    = " with "        // followed by the version of OCR
	scannedAll = " wholly with " // also pages with text
)

// The suffix if LibreOffice was missing.
const unconverted = " without LibreOffice"

// label identifies how a document was read: its reader, and OCR if it was requested.
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

// Current reports whether a text stored under an extractor's name (Text.Extractor) is
// what Extract would return now. A text read by OCR stays current if tesseract is no
// longer installed.
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
