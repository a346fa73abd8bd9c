package api

import (
	"rostrum/search"
)

// The types of this file are the JSON of /api/v1/quote.

type Quote struct {
	Verdict search.Verdict    `json:"verdict"`
	Note    string            `json:"note,omitempty"` // of the best match
	Words   int               `json:"words"`
	Total   int               `json:"total"`
	TookMS  float64           `json:"took_ms"`
	Index   search.IndexInfo  `json:"index"`
	Matches []QuoteMatch      `json:"matches"`
	Partial *QuotePartial     `json:"partial,omitempty"`
	Links   map[string]string `json:"links"`
}

type QuoteMatch struct {
	Hit
	Verdict     search.Verdict `json:"verdict"`
	Note        string         `json:"note,omitempty"`
	Differs     []string       `json:"differs,omitempty"`
	Begins      []int          `json:"begins"`
	Differences []Difference   `json:"differences,omitempty"`
}

type Difference struct {
	Op     search.Op `json:"op"`
	Quoted string    `json:"quoted"`
	Found  string    `json:"found"`
}

type QuotePartial struct {
	Hit
	Words  int    `json:"words"`
	Quoted string `json:"quoted"`
}
