package extract

import (
	"context"
	"fmt"

	"rostrum/corpus"
)

// The resolutions a page is drawn at, in dots an inch.
const (
	minPictureDPI = 20
	maxPictureDPI = 300
)

// Picture draws page number (from 1) of a PDF file in shades of grey and gives
// it as PNG. The boxes of corpus.Word are in points of that page: a point is
// dpi/72 pixels. A file that is no PDF gives an error of kind
// corpus.ErrNotText, a page that it does not have one of kind corpus.ErrNotFound.
func (e *Extractor) Picture(ctx context.Context, file []byte, number, dpi int) ([]byte, error) {
	switch {
	case Sniff(file, "", "") != KindPDF:
		return nil, fmt.Errorf("draw page %d: only PDF files have pages to be drawn: %w", number, corpus.ErrNotText)
	case int64(len(file)) > e.config.MaxBytes:
		return nil, fmt.Errorf("draw page %d: the file has %d bytes, %d are allowed: %w", number, len(file), e.config.MaxBytes, corpus.ErrOverLimit)
	case dpi < minPictureDPI || dpi > maxPictureDPI:
		return nil, fmt.Errorf("draw page %d at %d dots an inch, where %d to %d can be: %w", number, dpi, minPictureDPI, maxPictureDPI, corpus.ErrInvalid)
	}
	var picture []byte
	err := e.use(ctx, KindPDF, func(c *child) (bool, error) {
		ans, body, err := c.ask(ctx, request{Op: opRender, Page: number, DPI: dpi, Picture: picturePNG}, file, e.config.Timeout)
		if err == nil && ans.Failure != nil {
			err = ans.Failure.err()
		}
		picture = body
		return ans.Worn, err
	})
	if err != nil {
		return nil, fmt.Errorf("extract: %w", err)
	}
	return picture, nil
}
