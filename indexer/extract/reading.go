package extract

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"rostrum/corpus"
)

// reading is the extraction of one document.
type reading struct {
	e    *Extractor
	doc  corpus.Document
	kind Kind // "" if it is of none that is read
	text corpus.Text
	took Timings
}

// owner is the operator if the document is on the operator's disk; otherwise the
// document has an owner of its own.
func (r *reading) owner() owner {
	for _, scheme := range []string{"http://", "https://"} {
		if len(r.doc.Location) >= len(scheme) && strings.EqualFold(r.doc.Location[:len(scheme)], scheme) {
			return nobodyElse(r.doc.Bytes)
		}
	}
	return operator
}

// check rejects documents that no reader needs to see.
func (r *reading) check() error {
	size, most := int64(len(r.doc.Bytes)), r.e.config.MaxBytes
	switch {
	case size > most:
		return corpus.ErrOverLimit.Errorf("the file has %d bytes, %d are allowed", size, most)
	case size == 0:
		return corpus.ErrNotText.Errorf("the file is empty")
	case r.kind == "":
		return corpus.ErrNotText.Errorf("%s", refusal(r.doc.Bytes))
	}
	return nil
}

// read has a worker read the document.
func (r *reading) read(ctx context.Context, c *child) (worn bool, _ error) {
	before := processorTime(c.cmd.Process.Pid)
	defer func() {
		r.took.Reader += max(0, processorTime(c.cmd.Process.Pid)-before)
		r.took.Memory = peakMemory(c.cmd.Process.Pid)
	}()
	req := request{
		Op: opRead, Kind: r.kind, Charset: r.doc.Charset, Address: r.doc.Location,
		Seconds: (r.e.config.Timeout * 7 / 10).Seconds(), // what was read by then is kept
	}
	ans, _, err := c.ask(ctx, req, r.doc.Bytes, r.e.config.Timeout)
	switch {
	case err != nil:
		return false, err
	case ans.Failure != nil:
		return ans.Worn, ans.Failure.err()
	case ans.Text == nil:
		return true, errors.New("the reader answered nothing")
	}
	r.text = *ans.Text
	r.text.MediaType = string(r.kind)
	pages := judgePages(&r.text, ans, r.e.config.OCR)
	toScan := slices.ContainsFunc(pages, func(p *pageJudged) bool { return p.scan })
	r.text.Extractor = r.e.label(r.kind, toScan)
	noOCR := ""
	if r.kind == KindPDF && toScan {
		if noOCR = r.e.noOCR(); noOCR != "" {
			r.e.warn(ctx)
		} else {
			begin := time.Now()
			if err := r.e.scanPages(ctx, c, r.doc, &r.text, pages); err != nil {
				return ans.Worn, err
			}
			r.took.OCR = time.Since(begin)
		}
	}
	settle(&r.text, pages, noOCR)
	tellMisnamed(&r.text, r.doc, r.kind, pages)
	return ans.Worn, nil
}
