package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/indexer/extract"
	"rostrum/indexer/pageimage"
)

const (
	// drawings is the number of concurrent rendering processes, each limited like a
	// document reader.
	drawings = 2
	// Most pages take 0.1 to 0.2 seconds of CPU time; a drawing with a million curves
	// takes as long as it is allowed.
	drawingTime = 5 * time.Second
)

func addPageImageFlag(flags *pflag.FlagSet) {
	flags.Int("page-image-cache", 256, "megabytes of page images cached in the data folder; 0: pages are shown as text only")
}

// pageImagesDir returns the folder of the page image cache, which can be deleted.
func (a *app) pageImagesDir() string { return filepath.Join(a.data, "pictures") }

// pageImages renders pages as published, for the web.
type pageImages struct {
	catalog *catalog.Catalog
	cache   *pageimage.Cache
	drawer  *extract.Extractor
}

func (a *app) openPageImages(records *catalog.Catalog, megabytes int) (*pageImages, error) {
	cache, err := pageimage.Open(pageimage.Config{Dir: a.pageImagesDir(), MaxBytes: int64(megabytes) << 20, Drawings: drawings})
	if err != nil {
		return nil, err
	}
	drawer, err := a.newExtractor(extract.Config{OCR: extract.OCRNever, Workers: drawings, Timeout: drawingTime})
	if err != nil {
		return nil, err
	}
	return &pageImages{records, cache, drawer}, nil
}

func (p *pageImages) Close() {
	p.cache.Close()
	_ = p.drawer.Close() // its processes end regardless of the error
}

// Image returns a page of a statement's original as an image, from the cache if
// possible.
func (p *pageImages) Image(ctx context.Context, d corpus.Statement, page, width int) ([]byte, error) {
	if d.Origin.Withheld {
		return nil, corpus.ErrNotFound.Errorf("the original of %s is only available from its publisher", d.ID)
	}
	key := pageimage.Key{SHA256: d.Origin.SHA256, Page: page, Width: width}
	return p.cache.Image(ctx, key, func(ctx context.Context) ([]byte, error) {
		file, s, err := p.catalog.Original(ctx, d.ID)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		if s.Origin.SHA256 != key.SHA256 {
			return nil, corpus.ErrBusy.Errorf("the original of %s has changed", d.ID)
		}
		content, err := io.ReadAll(file)
		if err != nil {
			return nil, fmt.Errorf("read the original of %s: %w", d.ID, err)
		}
		picture, err := p.drawer.Picture(ctx, content, page, width)
		return picture.Bytes, err
	})
}

// Words returns the positions of the words on a page.
func (p *pageImages) Words(ctx context.Context, id corpus.ID, page int) ([]corpus.Word, error) {
	return p.catalog.Words(ctx, id, page)
}
