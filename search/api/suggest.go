package api

import "rostrum/search"

// Suggestions are completions of a text being typed.
type Suggestions struct {
	Q           string       `json:"q"`
	Suggestions []Completion `json:"suggestions"`
	Groups      []Group      `json:"groups"`  // the kinds of suggestions, in order
	Summary     string       `json:"summary"` // the number of suggestions in words, for screen readers
}

// Group is a kind of suggestions and its heading.
type Group struct {
	Kind  search.SuggestionKind `json:"kind"`
	Label string                `json:"label"`
}

// Completion is one suggestion.
type Completion struct {
	Kind   search.SuggestionKind `json:"kind"`
	ID     string                `json:"id,omitempty"`
	Label  string                `json:"label"`
	Ranges [][2]int              `json:"ranges"`
	Name   string                `json:"name,omitempty"` // the matching name, if it differs from the label
	Count  int                   `json:"count"`
	Q      string                `json:"q,omitempty"` // the query of a phrase suggestion
	URL    string                `json:"url"`
}

// NewCompletion converts a suggestion, without query and address.
func NewCompletion(s search.Suggestion) Completion {
	return Completion{Kind: s.Kind, ID: s.ID, Label: s.Text, Ranges: pairs(s.Ranges), Name: s.Name, Count: s.Count}
}
