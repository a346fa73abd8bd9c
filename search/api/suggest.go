package api

import "rostrum/search"

// Suggestions are what a text that somebody is typing may become.
type Suggestions struct {
	Q           string       `json:"q"`
	Suggestions []Completion `json:"suggestions"`
	Groups      []Group      `json:"groups"`  // the kinds among the suggestions, in their order
	Summary     string       `json:"summary"` // how many there are, in words, for those who hear the page
}

// Group is a kind of suggestions and what it is called.
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
	Name   string                `json:"name,omitempty"` // the name that was typed, where the label is another
	Count  int                   `json:"count"`
	Q      string                `json:"q,omitempty"` // the search that a phrase stands for
	URL    string                `json:"url"`
}

// NewCompletion makes a Completion without search and address.
func NewCompletion(s search.Suggestion) Completion {
	return Completion{Kind: s.Kind, ID: s.ID, Label: s.Text, Ranges: pairs(s.Ranges), Name: s.Name, Count: s.Count}
}
