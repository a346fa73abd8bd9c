package api

import (
	"rostrum/search"
)

// The types of this file are the JSON of /api/v1/suggest.

type Suggestions struct {
	Q           string       `json:"q"`
	Suggestions []Completion `json:"suggestions"`
	Groups      []Group      `json:"groups"`  // the kinds among the suggestions, in their order
	Summary     string       `json:"summary"` // how many there are, in words, for those who hear the page
}

type Group struct {
	Kind  search.SuggestionKind `json:"kind"`
	Label string                `json:"label"`
}

type Completion struct {
	Kind   search.SuggestionKind `json:"kind"`
	ID     string                `json:"id,omitempty"`
	Label  string                `json:"label"`
	Ranges [][2]int              `json:"ranges"`
	Name   string                `json:"name,omitempty"` // the name that was typed, where the label is another
	Count  int                   `json:"count"`
	Q      string                `json:"q,omitempty"` // the question that a phrase stands for
	URL    string                `json:"url"`
}
