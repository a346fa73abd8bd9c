package api

import (
	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// Results is the response to a search.
type Results struct {
	Query      Query                  `json:"query"`
	Total      Total                  `json:"total"`
	TookMS     float64                `json:"took_ms"`
	Index      search.IndexInfo       `json:"index"`
	Hits       []Hit                  `json:"hits"`
	Facets     map[corpus.Field]Facet `json:"facets"`
	Suggestion *Suggestion            `json:"suggestion,omitempty"`
	Related    []Related              `json:"related"`
	// Bridge has statements in other languages, if they were requested and a language model is installed.
	Bridge *Bridge           `json:"bridge,omitempty"`
	Links  map[string]string `json:"links"`
}

// Query is a search as it was interpreted.
type Query struct {
	Q          string                    `json:"q"`
	Filters    map[corpus.Field][]string `json:"filters"`
	From       string                    `json:"from,omitempty"`
	To         string                    `json:"to,omitempty"`
	Since      string                    `json:"since,omitempty"`
	Sort       search.Sort               `json:"sort"`
	Normalized string                    `json:"normalized"`
	Exact      bool                      `json:"exact,omitempty"`
	Relaxed    bool                      `json:"relaxed,omitempty"` // few statements contain all words, so those with some of them follow
	Notes      []Note                    `json:"notes,omitempty"`
	Forms      []WordForms               `json:"forms,omitempty"`
}

// WordForms are the forms in which what was found has a word of the query.
type WordForms struct {
	Word   string `json:"word"`
	Forms  []Form `json:"forms"`
	Others int    `json:"others,omitempty"` // forms that are not listed
}

// Form is one of them, with how many of the statements found have it.
type Form struct {
	Text  string          `json:"text"`
	Kind  search.FormKind `json:"kind"`
	Count int             `json:"count"`
	URL   string          `json:"url,omitempty"` // the search for the other forms as they are written; "" where there is none
}

// Forms are those of a query; without is the address of the search for another
// query, or nil.
func Forms(q query.Expr, words []search.WordForms, without func(query.Expr) string) []WordForms {
	out := make([]WordForms, len(words))
	for i, w := range words {
		out[i] = WordForms{Word: w.Word, Others: w.Others}
		for _, f := range w.Forms {
			form := Form{Text: f.Text, Kind: f.Kind, Count: f.Works}
			if without != nil {
				if other := w.Without(q, f); other != nil {
					form.URL = without(other)
				}
			}
			out[i].Forms = append(out[i].Forms, form)
		}
	}
	return out
}

// Note explains a part of the query that was not interpreted as written.
type Note struct {
	Code    string `json:"code"`
	Text    string `json:"text,omitempty"` // as written
	Read    string `json:"read,omitempty"` // as interpreted; "" if it was ignored
	Message string `json:"message"`
}

// Notes converts the notes of a lenient parse.
func Notes(notes []query.Note) []Note {
	var out []Note
	for _, n := range notes {
		out = append(out, Note{Code: string(n.Code), Text: n.Text, Read: n.Read, Message: n.Msg})
	}
	return out
}

// Total is the number of matching statements.
type Total struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"` // eq: exact
}

// Suggestion is another spelling of a search, and the number of statements it finds.
type Suggestion struct {
	Q     string `json:"q"`
	Total int    `json:"total"`
	URL   string `json:"url"`
}

// Related is a related search.
type Related struct {
	Q     string                `json:"q"`
	Kind  search.SuggestionKind `json:"kind"`
	Label string                `json:"label"`
	Total int                   `json:"total"`
	URL   string                `json:"url"`
}

// Facet has the number of statements for each value of a field.
type Facet struct {
	Values  []FacetValue `json:"values"`
	Other   int          `json:"other"`
	Missing int          `json:"missing"`
}

// FacetValue is one value of a facet; URL adds it to the filters, or removes it.
type FacetValue struct {
	ID       string `json:"id"`
	Label    string `json:"label"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
	URL      string `json:"url"`
}

// Facets are the values of one facet for a search.
type Facets struct {
	Facet   corpus.Field      `json:"facet"`
	Prefix  string            `json:"prefix"`
	TookMS  float64           `json:"took_ms"`
	Index   search.IndexInfo  `json:"index"`
	Values  []FacetValue      `json:"values"`
	Left    int               `json:"left"`    // number of values not listed
	Missing int               `json:"missing"` // works without a value
	Links   map[string]string `json:"links"`
}

// Results converts search results, without suggestion, related searches and links.
// url returns the address of the search with a filter value added or removed.
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

// FacetValues converts the values of a facet; for url see Results.
func (b Builder) FacetValues(f corpus.Field, values []search.FacetValue, url func(f corpus.Field, id string) string) []FacetValue {
	out := make([]FacetValue, len(values))
	for i, v := range values {
		out[i] = FacetValue{v.ID, b.Label(f, v.ID), v.Count, v.Selected, url(f, v.ID)}
	}
	return out
}
