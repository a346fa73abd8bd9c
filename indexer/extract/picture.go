package extract

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/jpeg" // what pages are drawn as
	_ "image/png"

	"rostrum/corpus"
)

// The widths a page can be drawn at, in pixels.
const (
	minPictureWidth = 100
	maxPictureWidth = 2000

	maxPixels = 9_000_000 // of a picture to be looked at; the worker draws eight million at most, and rounds
)

// Picture is a page as it is published.
type Picture struct {
	Bytes         []byte // PNG or JPEG
	MediaType     string
	Width, Height int
}

// Picture draws page number (from 1) of a PDF file, so many pixels wide; a
// page that is very long is drawn narrower. The boxes of corpus.Word are in
// points of that page, which has as many points as the corpus.Page has. A file
// that is no PDF gives an error of kind corpus.ErrNotText, a page that it does
// not have one of kind corpus.ErrNotFound, one that takes too much time or
// memory to draw one of kind corpus.ErrOverLimit.
func (e *Extractor) Picture(ctx context.Context, file []byte, number, width int) (Picture, error) {
	switch {
	case Sniff(file, "", "") != KindPDF:
		return Picture{}, corpus.ErrNotText.Errorf("draw page %d: only PDF files have pages to be drawn", number)
	case int64(len(file)) > e.config.MaxBytes:
		return Picture{}, corpus.ErrOverLimit.Errorf("draw page %d: the file has %d bytes, %d are allowed", number, len(file), e.config.MaxBytes)
	case width < minPictureWidth || width > maxPictureWidth:
		return Picture{}, corpus.ErrInvalid.Errorf("draw page %d at %d pixels across, where %d to %d can be", number, width, minPictureWidth, maxPictureWidth)
	}
	var p Picture
	err := e.use(ctx, KindPDF, nobodyElse(file), func(c *child) (bool, error) {
		ans, body, err := c.ask(ctx, request{Op: opRender, Page: number, Width: width, Picture: picturePacked}, file, e.config.Timeout)
		if err == nil && ans.Failure != nil {
			err = ans.Failure.err()
		}
		if err != nil {
			return ans.Worn, err
		}
		p, err = pictureOf(body, width)
		return ans.Worn || err != nil, err
	})
	if err != nil {
		return Picture{}, fmt.Errorf("draw page %d: %w", number, err)
	}
	return p, nil
}

// pictureOf is what a worker has drawn, if it is a picture and no wider than it
// was to be: browsers would take anything else for a page of ours.
func pictureOf(body []byte, width int) (Picture, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(body))
	switch {
	case err != nil:
		return Picture{}, fmt.Errorf("no picture: %w: %w", err, errLie)
	case config.Width < 1 || config.Height < 1 || config.Width > width || config.Width*config.Height > maxPixels:
		return Picture{}, fmt.Errorf("a picture of %d by %d: %w", config.Width, config.Height, errLie)
	}
	return Picture{Bytes: body, MediaType: "image/" + format, Width: config.Width, Height: config.Height}, nil
}
