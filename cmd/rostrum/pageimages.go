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
	// Pages are drawn by as many processes at once, each bounded like those that
	// read documents.
	drawings = 2
	// A page takes a tenth of a second or two of processor time, a drawing of a
	// million curves as long as it may.
	drawingTime = 5 * time.Second
)

func addPageImageFlag(flags *pflag.FlagSet) {
	flags.Int("page-image-cache", 256, "megabytes of page images cached in the data folder; 0: pages are shown as text only")
}

// pageImagesDir is where pictures of pages are kept; it can be thrown away.
func (a *app) pageImagesDir() string { return filepath.Join(a.data, "pictures") }

// pageImages shows the web pages as they were published.
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
	_ = p.drawer.Close() // its processes end whatever it says
}

// Picture draws a page of a statement's original, unless that was done before.
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

// Words says where the words of a page's text stand.
func (p *pageImages) Words(ctx context.Context, id corpus.ID, page int) ([]corpus.Word, error) {
	return p.catalog.Words(ctx, id, page)
}
