package extract

import (
	"context"
	"errors"
	"fmt"

	"rostrum/corpus"
	"rostrum/indexer/extract/convert"
)

// converted are the kinds that LibreOffice makes a .docx of, with what people
// call them and the extension by which LibreOffice tells them.
var converted = map[Kind]struct{ spoken, extension string }{
	KindDOC:   {"of the old kind of Word", ".doc"},
	KindWPD:   {"of WordPerfect", ".wpd"},
	KindPages: {"of Apple Pages", ".pages"},
}

// convert has LibreOffice make a .docx of the document, where a reader needs one.
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
	case r.e.readers <- struct{}{}: // it takes a core for seconds, as a picture does
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

// convertible tells whether LibreOffice is there.
func (e *Extractor) convertible() bool {
	_, err := convert.Find(e.config.Launcher)
	return !errors.Is(err, convert.ErrMissing)
}
