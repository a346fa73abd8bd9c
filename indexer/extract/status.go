package extract

import (
	"fmt"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract/judge"
)

// settle sets the status of a document by its pages: good where all that is
// to be read has been, partial where some has not, suspect where nothing has.
func settle(text *corpus.Text, pages []*pageJudged, noOCR string) {
	var empty, nonsense, failed []int
	readable := 0
	why := noOCR
	for i, p := range pages {
		number := text.Pages[i].Number
		switch {
		case p.blank:
		case p.unread != "":
			failed = append(failed, number)
			if why == "" {
				why = p.unread
			}
		case p.verdict.Kind == judge.Empty:
			empty = append(empty, number)
		case p.verdict.Kind == judge.Nonsense:
			nonsense = append(nonsense, number)
		default:
			readable++
		}
	}
	var faults []string
	add := func(list []int, fault string) {
		if len(list) > 0 {
			faults = append(faults, pageList(list)+fault)
		}
	}
	single := len(pages) == 1 && text.MediaType != string(KindPDF)
	if single {
		empty, nonsense = nil, nil
		switch {
		case readable > 0 || pages[0].blank:
		case pages[0].verdict.Kind == judge.Empty:
			faults = append(faults, "it has no text")
		default:
			faults = append(faults, "its text is no language that is known")
		}
	}
	add(empty, " without text")
	add(nonsense, " with text that is no language, from fonts without a map to characters perhaps")
	add(failed, " that could not be read")
	switch {
	case readable == 0:
		text.Status = corpus.StatusSuspect
		if len(faults) == 0 && text.Reason == "" {
			faults = append(faults, "nothing on any page")
		}
	case len(nonsense)+len(failed) > 0, len(empty) > 0 && noOCR != "":
		text.Status = corpus.StatusPartial
	case text.Status == "":
		text.Status = corpus.StatusGood
	}
	if text.Status == corpus.StatusGood {
		return // pages that show nothing but a photograph are no fault
	}
	if why != "" && len(faults) > 0 {
		faults = append(faults, why)
	}
	if text.Reason != "" {
		faults = append(faults, text.Reason)
	}
	text.Reason = strings.Join(faults, "; ")
}

// noOCR says why pages are not read from their pictures; "" where they are.
func (e *Extractor) noOCR() string {
	switch {
	case e.config.OCR == OCRNever:
		return "OCR is turned off (--ocr never)"
	case e.ocr == nil:
		return fmt.Sprint(e.ocrMissing)
	}
	return ""
}
