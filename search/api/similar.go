package api

import (
	"rostrum/corpus"
	"rostrum/search"
)

// The types of this file are the JSON of /api/v1/statements/{id}/similar.

type Similar struct {
	ID       corpus.ID         `json:"id"`
	Words    int               `json:"words"`     // of the statement, that were compared
	MinWords int               `json:"min_words"` // of a passage
	Total    int               `json:"total"`
	TookMS   float64           `json:"took_ms"`
	Index    search.IndexInfo  `json:"index"`
	Matches  []SimilarMatch    `json:"matches"`
	Links    map[string]string `json:"links"`
}

type SimilarMatch struct {
	Hit
	Words  int             `json:"words"`
	Share  float64         `json:"share"`
	Shared []SharedPassage `json:"shared"`
	Runs   int             `json:"shared_total"`
}

type SharedPassage struct {
	Words  int       `json:"words"`
	Others int       `json:"others"`
	Here   []Passage `json:"here"`
	There  []Passage `json:"there"`
}
