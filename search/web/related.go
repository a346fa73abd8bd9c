package web

import (
	"strings"

	"rostrum/corpus"
	"rostrum/search"
)

// relatedShown is how many related searches an answer has at most.
const relatedShown = 6

// related are the questions that lead on from what was found, with their
// addresses at path.
func (s *Server) related(results *search.Results, lang corpus.Language, hl, path string) []related {
	out := make([]related, 0, len(results.Related))
	for _, r := range results.Related {
		next := related{Kind: r.Kind, Q: quoted(r.Text), Label: r.Text, Total: r.Count}
		if r.Kind != search.SuggestPhrase {
			next.Q, next.Label = string(r.Kind)+":"+value(r.ID), s.label(corpus.Field(r.Kind), r.ID, lang)
		}
		next.URL = state{Q: next.Q, Lang: hl}.address(path)
		out = append(out, next)
	}
	return out
}

// value is an id as it is written after the name of a field.
func value(id string) string {
	if strings.Trim(id, "-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return quoted(id)
	}
	return strings.Trim(id, "-")
}
