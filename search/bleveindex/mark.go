package bleveindex

import (
	"context"
	"fmt"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/query"
)

// Mark returns the matches of a query in the whole text of a statement; see
// search.Marker.
func (ix *Index) Mark(ctx context.Context, q query.Expr, exact bool, s corpus.Statement) ([][]search.Range, error) {
	plan, err := search.ReadQuery(q, exact, ix.queryContext())
	if err != nil || plan.Root == nil {
		return make([][]search.Range, len(s.Pages)), err
	}
	r := newRun(ctx, ix)
	typed, _, err := r.typed(ix, plan.Root, "")
	if err != nil {
		return nil, err
	}
	lowered, err := analysis.Lower(ix.analyzers, plan.Root, typed)
	if err != nil {
		return nil, fmt.Errorf("mark %s: %w", s.ID, err)
	}
	for _, p := range s.Pages {
		if err := r.work.Spend(shownWork * (1 + len(p.Text)/lettersOfWord)); err != nil {
			return nil, err
		}
	}
	return analysis.NewMarker(ix.analyzers, lowered.Clauses).Pages(&s), nil
}
