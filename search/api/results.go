package api

import (
	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// Results is the answer to a search.
type Results struct {
	Query      Query                  `json:"query"`
	Total      Total                  `json:"total"`
	TookMS     float64                `json:"took_ms"`
	Index      search.IndexInfo       `json:"index"`
	Hits       []Hit                  `json:"hits"`
	Facets     map[corpus.Field]Facet `json:"facets"`
	Suggestion *Suggestion            `json:"suggestion,omitempty"`
	Related    []Related              `json:"related"`
	Links      map[string]string      `json:"links"`
}

// Query is a search as it was understood.
type Query struct {
	Q          string                    `json:"q"`
	Filters    map[corpus.Field][]string `json:"filters"`
	From       string                    `json:"from,omitempty"`
	To         string                    `json:"to,omitempty"`
	Since      string                    `json:"since,omitempty"`
	Sort       search.Sort               `json:"sort"`
	Normalized string                    `json:"normalized"`
	Exact      bool                      `json:"exact,omitempty"`
	Relaxed    bool                      `json:"relaxed,omitempty"` // few had all words, so those with some of them follow
	Notes      []Note                    `json:"notes,omitempty"`
}

// Note says what of a query was read otherwise than it was written.
type Note struct {
	Code    string `json:"code"`
	Text    string `json:"text,omitempty"` // as it was written
	Read    string `json:"read,omitempty"` // as it was read; "" where it was left out
	Message string `json:"message"`
}

// Notes are those of a query that was read leniently.
func Notes(notes []query.Note) []Note {
	var out []Note
	for _, n := range notes {
		out = append(out, Note{Code: string(n.Code), Text: n.Text, Read: n.Read, Message: n.Msg})
	}
	return out
}

// Total is how many statements there are.
type Total struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"` // eq: it is exact
}

// Suggestion is another spelling of a search, with how many statements it finds.
type Suggestion struct {
	Q     string `json:"q"`
	Total int    `json:"total"`
	URL   string `json:"url"`
}

// Related is a search that leads on from what was found.
type Related struct {
	Q     string                `json:"q"`
	Kind  search.SuggestionKind `json:"kind"`
	Label string                `json:"label"`
	Total int                   `json:"total"`
	URL   string                `json:"url"`
}

// Facet is how many statements there are for each value of a field.
type Facet struct {
	Values  []FacetValue `json:"values"`
	Other   int          `json:"other"`
	Missing int          `json:"missing"`
}

// FacetValue is one line of a facet; URL adds it to the filters, or takes it out.
type FacetValue struct {
	ID       string `json:"id"`
	Label    string `json:"label"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
	URL      string `json:"url"`
}

// Facets are the values of one facet under a search.
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

// Results makes Results without suggestion, related searches and links; url is
// the address of the search with a value of a filter added or taken out.
func (b Builder) Results(q Query, r *search.Results, url func(f corpus.Field, id string) string) Results {
	q.Relaxed = r.Relaxed
	out := Results{
		Query: q, Total: Total{r.Total, "eq"}, TookMS: Milliseconds(r.Took), Index: r.Index,
		Hits: make([]Hit, len(r.Hits)), Facets: make(map[corpus.Field]Facet, len(r.Facets)), Related: []Related{}, Links: map[string]string{},
	}
	for i, h := range r.Hits {
		out.Hits[i] = b.Hit(h)
	}
	for f, facet := range r.Facets {
		out.Facets[f] = Facet{b.FacetValues(f, facet.Values, url), facet.Other, facet.Missing}
	}
	return out
}

// FacetValues makes the lines of a facet; for url see Results.
func (b Builder) FacetValues(f corpus.Field, values []search.FacetValue, url func(f corpus.Field, id string) string) []FacetValue {
	out := make([]FacetValue, len(values))
	for i, v := range values {
		out[i] = FacetValue{v.ID, b.Label(f, v.ID), v.Count, v.Selected, url(f, v.ID)}
	}
	return out
}
