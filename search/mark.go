package search

import (
	"context"

	"rostrum/corpus"
	"rostrum/search/query"
)

// Marker is the power to show where a query stands in the whole text of a
// statement, by the same reading that found it. Engines that have it are found
// by type assertion.
type Marker interface {
	// Mark returns one list of ranges for each of s.Pages, in Unicode code
	// points of the page's Text; a nil query marks nothing.
	Mark(ctx context.Context, q query.Expr, exact bool, s corpus.Statement) ([][]Range, error)
}
