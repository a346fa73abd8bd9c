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
	out := make([][]search.Range, len(s.Pages))
	plan, err := search.ReadQuery(q, exact, ix.queryContext())
	if err != nil || plan.Root == nil {
		return out, err
	}
	_, clauses, err := analysis.Lower(ix.analyzers, plan.Root)
	if err != nil {
		return nil, fmt.Errorf("mark %s: %w", s.ID, err)
	}
	texts := make([]string, len(s.Pages))
	languages := make([]int, len(s.Pages))
	for i, p := range s.Pages {
		texts[i] = p.Text
		languages[i] = analysis.PageAnalyzer(ix.analyzers, s.Language, p.Language)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	words, spans := analysis.NewMarker(ix.analyzers, clauses).Mark(texts, languages, false)
	for i, ranges := range analysis.RangesOf(len(texts), words, spans) {
		out[i] = analysis.InRunes(texts[i], ranges)
	}
	return out, nil
}
