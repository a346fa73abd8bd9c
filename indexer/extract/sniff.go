package extract

import (
	"bytes"
	"mime"
	"path/filepath"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/indexer/extract/html"
)

// Kind is a supported format.
type Kind string

// The supported formats.
const (
	KindPDF      Kind = "application/pdf"
	KindHTML     Kind = "text/html"
	KindText     Kind = "text/plain"
	KindMarkdown Kind = "text/markdown"
	KindDOCX     Kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	KindODT      Kind = "application/vnd.oasis.opendocument.text"
	KindRTF      Kind = "application/rtf"

	// Formats that LibreOffice converts first.
	KindDOC   Kind = "application/msword"
	KindWPD   Kind = "application/vnd.wordperfect"
	KindPages Kind = "application/vnd.apple.pages"
)

// sniffed is the number of bytes examined to detect the format.
const sniffed = 4096

// isPDF detects PDF files. Some begin with a kilobyte of mail headers before %PDF, or
// lack it: then they are detected by their end.
func isPDF(b []byte) bool {
	if bytes.Contains(b[:min(len(b), sniffed)], []byte("%PDF-")) {
		return !looksHTML(b[:min(len(b), sniffed)])
	}
	tail := b[max(0, len(b)-sniffed):]
	return bytes.Contains(b, []byte(" 0 obj")) && bytes.Contains(tail, []byte("trailer")) && bytes.Contains(tail, []byte("startxref"))
}

// Sniff detects the format of a document by its content; name and declared media type
// only decide between formats that look alike. It returns "" for unsupported formats.
func Sniff(b []byte, name, declared string) Kind {
	head := b[:min(len(b), sniffed)]
	switch {
	case isPDF(b):
		return KindPDF
	case len(bytes.TrimSpace(head)) == 0:
		return ""
	case bytes.HasPrefix(head, []byte(zipMark)):
		return sniffZip(b)
	case bytes.HasPrefix(head, []byte(oleMark)):
		return sniffOLE(b)
	case bytes.HasPrefix(head, []byte(wordPerfectMark)):
		return KindWPD
	case bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n"), []byte(`{\rtf`)):
		return KindRTF
	}
	if looksHTML(head) || html.IsArchive(b) {
		return KindHTML
	}
	if isBinary(head) || isPicture(head) {
		return ""
	}
	named, _ := corpus.FormatOf(filepath.ToSlash(name))
	media, _, _ := mime.ParseMediaType(declared)
	switch {
	case Kind(named.MediaType) == KindMarkdown, media == "text/markdown":
		return KindMarkdown
	case Kind(named.MediaType) == KindHTML, media == "text/html", media == "application/xhtml+xml":
		return KindHTML
	}
	return KindText
}

const (
	zipMark = "PK\x03\x04"
	oleMark = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

	wordPerfectMark = "\xFFWPC"
)

// sniffOLE detects Word documents among OLE files by the names in their directory,
// which are UTF-16.
func sniffOLE(b []byte) Kind {
	if holdsWide(b, "WordDocument") && !holdsWide(b, "EncryptedPackage") {
		return KindDOC
	}
	return ""
}

func holdsWide(b []byte, name string) bool {
	wide := make([]byte, 0, 2*len(name))
	for i := range len(name) {
		wide = append(wide, name[i], 0)
	}
	return bytes.Contains(b, wide)
}

// sniffZip detects documents among zip archives by the names of their parts, which
// are uncompressed both before each part and in the central directory.
func sniffZip(b []byte) Kind {
	switch {
	case bytes.Contains(b[:min(len(b), sniffed)], []byte("mimetype"+string(KindODT))):
		return KindODT
	case bytes.Contains(b, []byte("word/document.xml")):
		return KindDOCX
	case bytes.Contains(b, []byte("Index/Document.iwa")), bytes.Contains(b, []byte("buildVersionHistory.plist")) && bytes.Contains(b, []byte("index.xml")):
		return KindPages
	}
	return ""
}

// refusal explains why a format is not supported, and what helps.
func refusal(b []byte) string {
	switch {
	case len(b) == 0:
		return "the file is empty"
	case len(bytes.TrimSpace(b[:min(len(b), sniffed)])) == 0:
		return "the file begins with nothing but spaces"
	case bytes.HasPrefix(b, []byte(oleMark)) && holdsWide(b, "EncryptedPackage"):
		return "the file is locked with a password; save it without one"
	case bytes.HasPrefix(b, []byte(oleMark)):
		return "the file is of an old Office program other than Word, or cut short; save it as PDF"
	case bytes.HasPrefix(b, []byte(zipMark)):
		return "the file is an archive; unpack it and give the documents in it"
	case isPicture(b):
		return "the file is a picture; give it as a PDF, whose pages are read by OCR"
	}
	return "the bytes are of no kind that can be read as text"
}

// isPicture tells pictures by the first of their bytes.
func isPicture(b []byte) bool {
	for _, mark := range []string{"\xFF\xD8\xFF", "\x89PNG", "II*\x00", "MM\x00*", "GIF8"} {
		if bytes.HasPrefix(b, []byte(mark)) {
			return true
		}
	}
	return false
}

var htmlMarks = [][]byte{
	[]byte("<!doctype html"), []byte("<html"), []byte("<head"), []byte("<body"), []byte("<title"),
	[]byte("<table"), []byte("<div"), []byte("<meta "), []byte("<p>"), []byte("<article"), []byte("<font"), []byte("<center"),
}

func looksHTML(head []byte) bool {
	if len(head) > 1 && (head[0] == 0xFF && head[1] == 0xFE || head[0] == 0xFE && head[1] == 0xFF) {
		head = bytes.ReplaceAll(head, []byte{0}, nil) // UTF-16: enough to see the tags
		head = head[2:]
	}
	head = bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n\f"))
	if len(head) == 0 || head[0] != '<' {
		return false
	}
	for _, mark := range htmlMarks {
		if bytes.Contains(head, mark) {
			return true
		}
	}
	return false
}

// isBinary detects bytes that are not text in any charset, by control characters.
// UTF-16 text is full of zeros, and is recognized by its byte order mark.
func isBinary(head []byte) bool {
	if len(head) > 1 && (head[0] == 0xFF && head[1] == 0xFE || head[0] == 0xFE && head[1] == 0xFF) {
		return false
	}
	controls := 0
	for _, c := range head {
		switch {
		case c == 0:
			return true
		case c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B, c == 0x7F:
			controls++
		}
	}
	limit := len(head) / 100
	if !utf8.Valid(head[:max(0, len(head)-utf8.UTFMax)]) {
		limit = len(head) / 200
	}
	return controls > limit
}
