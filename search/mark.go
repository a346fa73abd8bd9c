package search

import (
	"context"

	"rostrum/corpus"
	"rostrum/search/query"
)

// Marker is an optional interface of an Index: it finds the matches of a query in the whole text of
// a statement, with the same analysis as the search.
type Marker interface {
	// Mark returns a list of ranges for each of s.Pages, in Unicode code points of the page's Text; a nil
	// query marks nothing.
	Mark(ctx context.Context, q query.Expr, exact bool, s corpus.Statement) ([][]Range, error)
}
