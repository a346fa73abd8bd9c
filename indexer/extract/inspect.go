package extract

import (
	"context"
	"fmt"

	"rostrum/corpus"
	"rostrum/indexer/extract/pdf/structure"
)

// Inspect describes how a PDF file was made, and whether it is valid. Errors wrap
// corpus.ErrNotText if it is no PDF, and corpus.ErrOverLimit if it exceeds a limit.
func (e *Extractor) Inspect(ctx context.Context, doc corpus.Document) (structure.Inspection, error) {
	if Sniff(doc.Bytes, doc.File, doc.MediaType) != KindPDF {
		return structure.Inspection{}, corpus.ErrNotText.Errorf("inspect: it is no PDF file")
	}
	var in structure.Inspection
	err := e.use(ctx, "", nobodyElse(doc.Bytes), func(c *child) (bool, error) {
		ans, _, err := c.ask(ctx, request{Op: opInspect}, doc.Bytes, e.config.Timeout)
		switch {
		case err != nil:
			return false, err
		case ans.Failure != nil:
			return true, ans.Failure.err()
		case ans.Inspection != nil:
			in = *ans.Inspection
		}
		return true, nil // pdfcpu keeps what it has read in memory, so the next document gets a new worker
	})
	if err != nil {
		return in, fmt.Errorf("inspect: %w", err)
	}
	return in, nil
}
