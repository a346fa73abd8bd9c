package extract

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/jpeg" // the format of rendered pages
	_ "image/png"

	"rostrum/corpus"
)

// Limits on the width of rendered pages, in pixels.
const (
	minPictureWidth = 100
	maxPictureWidth = 2000

	maxPixels = 9_000_000 // accepted from a worker, which renders eight million at most, and rounds
)

// Picture is a rendered page.
type Picture struct {
	Bytes         []byte // PNG or JPEG
	MediaType     string
	Width, Height int
}

// Picture renders page number (from 1) of a PDF file, width pixels wide; a very long
// page is rendered narrower. The coordinates of corpus.Word are points of that page,
// whose size is in corpus.Page. Errors wrap corpus.ErrNotText if the file is no PDF,
// corpus.ErrNotFound if there is no such page, and corpus.ErrOverLimit if rendering
// takes too much time or memory.
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

// pictureOf validates an image from a worker: its format, and that it is not wider
// than requested. Browsers would interpret anything else as a page of this site.
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
