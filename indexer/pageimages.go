package indexer

import (
	"context"
	"fmt"
	"io"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/indexer/extract"
	"rostrum/indexer/pageimage"
)

// PageImages renders the pages of originals, as published. It is safe for concurrent
// use.
type PageImages struct {
	Catalog *catalog.Catalog
	Cache   *pageimage.Cache
	Drawer  *extract.Extractor
}

// Close ends the rendering of pages.
func (p *PageImages) Close() {
	p.Cache.Close()
	_ = p.Drawer.Close() // its processes end regardless of the error
}

// Image returns a page of a statement's original as an image, from the cache if
// possible.
func (p *PageImages) Image(ctx context.Context, d corpus.Statement, page, width int) ([]byte, error) {
	if d.Origin.Withheld {
		return nil, corpus.ErrNotFound.Errorf("the original of %s is only available from its publisher", d.ID)
	}
	key := pageimage.Key{SHA256: d.Origin.SHA256, Page: page, Width: width}
	return p.Cache.Image(ctx, key, func(ctx context.Context) ([]byte, error) {
		file, s, err := p.Catalog.Original(ctx, d.ID)
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
		picture, err := p.Drawer.Picture(ctx, content, page, width)
		return picture.Bytes, err
	})
}

// Words returns the positions of the words on a page.
func (p *PageImages) Words(ctx context.Context, id corpus.ID, page int) ([]corpus.Word, error) {
	return p.Catalog.Words(ctx, id, page)
}
