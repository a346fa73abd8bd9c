package extract

import (
	"context"
	"errors"
	"fmt"

	"rostrum/corpus"
	"rostrum/indexer/extract/convert"
)

// converted are the kinds that LibreOffice converts to .docx, with their names for
// messages, and the extensions by which LibreOffice recognizes them.
var converted = map[Kind]struct{ spoken, extension string }{
	KindDOC:   {"of the old kind of Word", ".doc"},
	KindWPD:   {"of WordPerfect", ".wpd"},
	KindPages: {"of Apple Pages", ".pages"},
}

// convert has LibreOffice convert the document to .docx, if its kind requires it.
func (r *reading) convert(ctx context.Context) error {
	format, ok := converted[r.kind]
	if !ok {
		return nil
	}
	office, err := convert.Find(r.e.config.Launcher)
	if err != nil {
		r.text.Extractor += unconverted
		return corpus.ErrNotText.Errorf("the file is %s, which only LibreOffice reads, and %w; or save it as .docx or PDF", format.spoken, err)
	}
	select {
	case r.e.readers <- struct{}{}: // it uses a core for seconds, like OCR
		defer func() { <-r.e.readers }()
	case <-ctx.Done():
		return ctx.Err()
	}
	b, err := office.DOCX(ctx, r.doc.Bytes, format.extension)
	switch {
	case err != nil:
		return fmt.Errorf("the file is %s: %w", format.spoken, err)
	case int64(len(b)) > r.e.config.MaxBytes:
		return corpus.ErrOverLimit.Errorf("the file became %d bytes, %d are allowed", len(b), r.e.config.MaxBytes)
	}
	r.doc.Bytes = b
	return nil
}

// convertible reports whether LibreOffice is installed.
func (e *Extractor) convertible() bool {
	_, err := convert.Find(e.config.Launcher)
	return !errors.Is(err, convert.ErrMissing)
}
