package service

import (
	"context"
	"io"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/search"
)

// Records provides the statements of a catalogue to the web server.
type Records struct{ Catalog *catalog.Catalog }

// Statement returns a statement with its pages; see web.Records.
func (r Records) Statement(ctx context.Context, id corpus.ID) (corpus.Statement, error) {
	return r.Catalog.Statement(ctx, id)
}

// Original opens the original of a statement, unless only its publisher may serve it.
func (r Records) Original(ctx context.Context, id corpus.ID) (io.ReadSeekCloser, corpus.Statement, error) {
	f, s, err := r.Catalog.Original(ctx, id)
	if err != nil {
		return nil, s, err // not f: a nil *os.File is not a nil interface
	}
	if s.Origin.Withheld {
		_ = f.Close()
		return nil, s, corpus.ErrNotFound.Errorf("the original of %s is only available from its publisher", id)
	}
	return f, s, nil
}

// Earlier returns earlier extractions of a statement's pages.
func (r Records) Earlier(ctx context.Context, id corpus.ID) ([][]corpus.Page, error) {
	return r.Catalog.Earlier(ctx, id)
}

// Translations lists the statements of a work.
func (r Records) Translations(ctx context.Context, work corpus.WorkID) ([]search.Translation, error) {
	statements, err := r.Catalog.OfWork(ctx, work)
	if err != nil {
		return nil, err
	}
	var out []search.Translation
	for _, s := range statements {
		out = append(out, search.Translation{ID: s.ID, Language: s.Language})
	}
	return out, nil
}

// PageCount counts the pages of all statements.
func (r Records) PageCount(ctx context.Context) (int, error) {
	n, err := r.Catalog.Counts(ctx)
	return n.Pages, err
}

// absent is used until there is a catalogue.
type absent struct{}

func (absent) Statement(_ context.Context, id corpus.ID) (corpus.Statement, error) {
	return corpus.Statement{}, corpus.ErrNoIndex.Errorf("statement %s: there is no catalogue yet", id)
}

func (a absent) Original(ctx context.Context, id corpus.ID) (io.ReadSeekCloser, corpus.Statement, error) {
	s, err := a.Statement(ctx, id)
	return nil, s, err
}
