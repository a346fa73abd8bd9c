package pages

import (
	"context"

	"rostrum/search"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// suggestion is the question that was perhaps meant.
type suggestion struct {
	Q     string
	Total int
	URL   string // of its page
}

// didYouMean looks for another spelling of a question that finds more; nil if
// there is none, or on any but the first page of an answer.
func (s *Pages) didYouMean(ctx context.Context, ix *limit.Index, st request.State, r search.Request, results *search.Results) (*suggestion, error) {
	correction, err := ix.DidYouMean(ctx, r, results, s.QueryNames(ui.Negotiate(st.Lang, "")))
	if err != nil {
		return nil, err
	}
	return suggested(st, correction), nil
}

// suggested is a correction as it is shown; nil if there is none.
func suggested(st request.State, correction *search.Correction) *suggestion {
	if correction == nil {
		return nil
	}
	other := st.Asking(correction.Query)
	return &suggestion{Q: other.Q, Total: correction.Total, URL: other.Address("/search")}
}
