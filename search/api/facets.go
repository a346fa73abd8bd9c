package api

import (
	"rostrum/corpus"
	"rostrum/search"
)

// Facets is the JSON of /api/v1/facets/{name}: the values of one facet
// under a question and its filters.
type Facets struct {
	Facet   corpus.Field      `json:"facet"`
	Prefix  string            `json:"prefix"`
	TookMS  float64           `json:"took_ms"`
	Index   search.IndexInfo  `json:"index"`
	Values  []FacetValue      `json:"values"`
	Left    int               `json:"left"`    // values that are not listed
	Missing int               `json:"missing"` // works without any
	Links   map[string]string `json:"links"`
}
