package bleveindex

import (
	"context"
	"iter"

	"rostrum/corpus"
	"rostrum/search"
)

// What stands here is what New replaces. It is to be deleted with its last
// callers, the tests of search/web.

// Open opens the index in a folder; see Engine.Open.
func Open(cfg Config) (*Index, error) {
	ix, err := New(cfg).Open(context.Background())
	if err != nil {
		return nil, err
	}
	return ix.(*Index), nil
}

// Build writes a new generation; see Engine.Rebuild.
func Build(ctx context.Context, cfg Config, revision string, statements iter.Seq2[corpus.Statement, error]) (search.IndexInfo, error) {
	return New(cfg).store.Build(ctx, revision, statements)
}
