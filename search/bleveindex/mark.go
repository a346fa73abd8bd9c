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
	plan, err := search.ReadQuery(q, exact, ix.reading())
	if err != nil || plan.Root == nil {
		return out, err
	}
	typed, _, err := newRun(ctx, ix).typed(ix, plan.Root, "")
	if err != nil {
		return nil, err
	}
	compiled, err := analysis.Compile(ix.languages, plan.Root, typed)
	if err != nil {
		return nil, fmt.Errorf("mark %s: %w", s.ID, err)
	}
	texts := make([]string, len(s.Pages))
	for i, p := range s.Pages {
		texts[i] = p.Text
	}
	_, languages, _ := analysis.Readings(ix.languages, &s)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	words, spans := analysis.NewMarker(ix.languages, compiled.Leaves).Mark(texts, languages, false)
	for i, ranges := range analysis.RangesOf(len(texts), words, spans) {
		out[i] = analysis.InRunes(texts[i], ranges)
	}
	return out, nil
}
