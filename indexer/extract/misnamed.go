package extract

import (
	"fmt"
	"mime"
	"path"
	"path/filepath"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract/quality"
)

// tellMisnamed says on a text that the document is not what it is called: an
// error message or a web page that was saved under the name of a PDF. Plain text
// that is too little to be language, or none, is no statement then.
func tellMisnamed(text *corpus.Text, doc corpus.Document, kind Kind, pages []*pageJudged) {
	called := calledOther(doc, kind)
	if called == "" || called == ".doc" && kind == KindRTF {
		return
	}
	what, named := map[Kind]string{
		KindPDF: "a PDF", KindHTML: "a web page", KindText: "plain text", KindMarkdown: "plain text", KindDOCX: "a Word file",
		KindODT: "an OpenDocument text", KindRTF: "rich text",
	}[kind]
	if !named {
		return
	}
	tell := fmt.Sprintf("the file is called %s and is none: it is %s", called, what)
	if kind == KindText && text.Status != corpus.StatusSuspect && pages[0].verdict.Kind != quality.Good {
		text.Status = corpus.StatusSuspect
	}
	if text.Status == corpus.StatusSuspect {
		text.Reason = strings.Join(append([]string{tell}, nonEmpty(text.Reason)...), "; ")
		return
	}
	text.Warnings = append(text.Warnings, tell)
}

// calledOther is the extension of the format that a document's name or its
// server says it is of; "" where that is a format of text, or what it is.
func calledOther(doc corpus.Document, kind Kind) string {
	f, ok := corpus.FormatOf(filepath.ToSlash(doc.File))
	if ok && (strings.HasPrefix(f.MediaType, "text/") || f.MediaType == string(kind)) {
		return ""
	}
	if ok {
		return strings.ToLower(path.Ext(filepath.ToSlash(doc.File)))
	}
	if media, _, err := mime.ParseMediaType(doc.MediaType); err == nil && media == string(KindPDF) && kind != KindPDF {
		return ".pdf"
	}
	return ""
}
