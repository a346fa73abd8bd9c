package bleveindex

import (
	"context"
	"fmt"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/query"
)

// Mark marks a query in the whole text of a statement; see search.Marker.
func (ix *Index) Mark(ctx context.Context, q query.Expr, exact bool, s corpus.Statement) ([][]search.Range, error) {
	plan, err := search.ReadQuery(q, exact, ix.queryContext())
	if err != nil || plan.Root == nil {
		return make([][]search.Range, len(s.Pages)), err
	}
	typed, _, err := newRun(ctx, ix).typed(ix, plan.Root, "")
	if err != nil {
		return nil, err
	}
	lowered, err := analysis.Lower(ix.analyzers, plan.Root, typed)
	if err != nil {
		return nil, fmt.Errorf("mark %s: %w", s.ID, err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return analysis.NewMarker(ix.analyzers, lowered.Clauses).Pages(&s), nil
}
