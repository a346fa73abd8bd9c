package extract

import (
	"fmt"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract/quality"
)

// settle sets the status of a document: good if all its content was read, partial if
// some was not, suspect if none was. A page with only a photograph does not affect
// it.
func settle(text *corpus.Text, pages []*pageJudged, noOCR string) {
	t := tallyOf(text, pages)
	switch {
	case t.readable == 0:
		text.Status = corpus.StatusSuspect
	case len(t.nonsense)+len(t.failed)+len(t.lost) > 0, len(t.empty) > 0 && noOCR != "":
		text.Status = corpus.StatusPartial
	case text.Status == "":
		text.Status = corpus.StatusGood
		return
	}
	text.Reason = strings.Join(append(t.reasons(text.MediaType, noOCR), nonEmpty(text.Reason)...), "; ")
	if text.Reason == "" {
		text.Reason = "there is nothing on any page"
	}
}

// tally counts the outcomes of a document's pages, by number.
type tally struct {
	readable                int
	empty, nonsense, failed []int
	lost                    []int
	why                     string // why the first failed page could not be read
}

func tallyOf(text *corpus.Text, pages []*pageJudged) (t tally) {
	for i, p := range pages {
		number := text.Pages[i].Number
		switch {
		case p.blank:
		case p.unread != "":
			t.failed = append(t.failed, number)
			if t.why == "" {
				t.why = p.unread
			}
		case p.lost:
			t.lost = append(t.lost, number)
		case p.verdict.Kind == quality.Empty:
			t.empty = append(t.empty, number)
		case p.verdict.Kind == quality.Nonsense:
			t.nonsense = append(t.nonsense, number)
		default:
			t.readable++
		}
	}
	return t
}

// reasons says what is wrong, one sentence each.
func (t tally) reasons(media, noOCR string) (out []string) {
	if media != string(KindPDF) {
		switch {
		case len(t.empty) > 0:
			out = append(out, "it has no text")
		case len(t.nonsense) > 0:
			out = append(out, "its text is of no language that is known")
		}
		return out
	}
	if noOCR != "" {
		noOCR = ": " + noOCR
	}
	if len(t.empty) > 0 {
		out = append(out, pageList(t.empty)+" without text"+noOCR)
	}
	if len(t.nonsense) > 0 {
		out = append(out, pageList(t.nonsense)+" with text that is no language, from fonts without a map to characters perhaps"+noOCR)
	}
	if len(t.lost) > 0 {
		out = append(out, pageList(t.lost)+" with letters that the fonts do not name, which are missing"+noOCR)
	}
	if len(t.failed) > 0 {
		out = append(out, fmt.Sprintf("%s unread: %s", pageList(t.failed), t.why))
	}
	return out
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// noOCR returns why OCR is not used; "" if it is.
func (e *Extractor) noOCR() string {
	switch {
	case e.config.OCR == OCRNever:
		return "OCR is turned off (--ocr never)"
	case e.ocr == nil:
		return e.ocrMissing.Error()
	}
	return ""
}
