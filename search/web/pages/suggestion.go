package pages

import (
	"context"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// meant is the question that was perhaps meant.
type meant struct {
	Q     string
	Total int
	URL   string // of its page
	State request.State
}

// DidYouMean looks for another spelling of a question that finds more; nil if
// there is none, or on any but the first page of an answer.
func (s *Pages) DidYouMean(ctx context.Context, ix *limit.Index, st request.State, r search.Request, results *search.Results) (*meant, error) {
	if r.From > 0 || r.Cursor != "" {
		return nil, nil
	}
	lang := ui.Negotiate(st.Lang, "")
	correction, err := ix.DidYouMean(ctx, r, results, func(f corpus.Field, id string) string {
		name := s.Label(f, id, lang)
		if known, ok := s.Names.Resolve(f, name); !ok || known != id {
			return id
		}
		return name
	})
	if err != nil || correction == nil {
		return nil, err
	}
	other := st.First()
	other.Q = correction.Query.String()
	return &meant{Q: other.Q, Total: correction.Total, URL: other.Address("/search"), State: other}, nil
}

// RelatedShown is how many related searches an answer has at most.
const RelatedShown = 6

// Related are the questions that lead on from what was found, with their
// addresses at path.
func (s *Pages) Related(results *search.Results, lang corpus.Language, hl, path string) []api.Related {
	out := make([]api.Related, 0, len(results.Related))
	for _, r := range results.Related {
		next := api.Related{Kind: r.Kind, Q: request.Quoted(r.Text), Label: r.Text, Total: r.Count}
		if r.Kind != search.SuggestPhrase {
			next.Q, next.Label = string(r.Kind)+":"+value(r.ID), s.Label(corpus.Field(r.Kind), r.ID, lang)
		}
		next.URL = request.State{Q: next.Q, Lang: hl}.Address(path)
		out = append(out, next)
	}
	return out
}

// value is an id as it is written after the name of a field.
func value(id string) string {
	if strings.Trim(id, "-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return request.Quoted(id)
	}
	return strings.Trim(id, "-")
}
