package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/search"
)

// kept opens the catalogue for reading; one that is not there yet gives an error
// of kind corpus.ErrNoIndex.
func (a *app) kept(ctx context.Context) (*catalog.Catalog, error) {
	c, err := catalog.OpenReadOnly(ctx, a.data)
	if errors.Is(err, corpus.ErrNotFound) {
		err = fmt.Errorf("%w: %w", corpus.ErrNoIndex, err)
	}
	return c, err
}

// records shows the catalogue to the web.
type records struct{ catalog *catalog.Catalog }

func (r records) Statement(ctx context.Context, id corpus.ID) (corpus.Statement, error) {
	return r.catalog.Statement(ctx, id)
}

func (r records) Original(ctx context.Context, id corpus.ID) (io.ReadSeekCloser, corpus.Statement, error) {
	f, s, err := r.catalog.Original(ctx, id)
	if err != nil {
		return nil, s, err // not f: a nil *os.File is not a nil interface
	}
	if s.Origin.Withheld {
		_ = f.Close()
		return nil, s, fmt.Errorf("%w: the original of %s is only to be had from its publisher", corpus.ErrNotFound, id)
	}
	return f, s, nil
}

func (r records) Translations(ctx context.Context, work corpus.WorkID) ([]search.Translation, error) {
	statements, err := r.catalog.OfWork(ctx, work)
	if err != nil {
		return nil, err
	}
	var out []search.Translation
	for _, s := range statements {
		out = append(out, search.Translation{ID: s.ID, Language: s.Language})
	}
	return out, nil
}

func (r records) pageCount(ctx context.Context) (int, error) {
	n, err := r.catalog.Counts(ctx)
	return n.Pages, err
}
