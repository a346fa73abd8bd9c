package web

import (
	"context"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/ui"
)

// meant is the question that was perhaps meant.
type meant struct {
	Q     string
	Total int
	URL   string // of its page
	state state
}

// didYouMean looks for another spelling of a question that finds more; nil if
// there is none, or on any but the first page of an answer.
func (s *Server) didYouMean(ctx context.Context, ix *Index, st state, r search.Request, results *search.Results) (*meant, error) {
	if r.From > 0 || r.Cursor != "" {
		return nil, nil
	}
	lang := ui.Negotiate(st.Lang, "")
	correction, err := ix.DidYouMean(ctx, r, results, func(f corpus.Field, id string) string {
		name := s.label(f, id, lang)
		if known, ok := s.Names.Resolve(f, name); !ok || known != id {
			return id
		}
		return name
	})
	if err != nil || correction == nil {
		return nil, err
	}
	other := st.first()
	other.Q = correction.Query.String()
	return &meant{Q: other.Q, Total: correction.Total, URL: other.address("/search"), state: other}, nil
}
