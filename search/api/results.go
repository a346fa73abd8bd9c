// Package api is the JSON that programs get under /api/v1, as
// search/web/openapi.yaml describes it: change both together.
package api

import (
	"encoding/json"

	"rostrum/corpus"
	"rostrum/search"
)

// The types of this file are the JSON of /api/v1: change them only together
// with its description.

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

type Query struct {
	Q          string                    `json:"q"`
	Filters    map[corpus.Field][]string `json:"filters"`
	From       string                    `json:"from,omitempty"`
	To         string                    `json:"to,omitempty"`
	Since      string                    `json:"since,omitempty"`
	Sort       search.Sort               `json:"sort"`
	Normalized string                    `json:"normalized"`
	Exact      bool                      `json:"exact,omitempty"`
	Relaxed    bool                      `json:"relaxed,omitempty"`
}

type Total struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"`
}

// Suggestion is another question with what it finds.
type Suggestion struct {
	Q     string `json:"q"`
	Total int    `json:"total"`
	URL   string `json:"url"`
}

// Related is a question that leads on from what was found.
type Related struct {
	Q     string                `json:"q"`
	Kind  search.SuggestionKind `json:"kind"`
	Label string                `json:"label"`
	Total int                   `json:"total"`
	URL   string                `json:"url"`
}

type Named struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

type Hit struct {
	ID            corpus.ID       `json:"id"`
	Work          corpus.WorkID   `json:"work"`
	URL           string          `json:"url"`
	Title         string          `json:"title"`
	TitleRanges   [][2]int        `json:"title_ranges"`
	Organizations []Named         `json:"organizations"`
	Deliverer     string          `json:"deliverer,omitempty"`
	Session       *Named          `json:"session,omitempty"`
	Part          corpus.Part     `json:"part,omitempty"`
	Topics        []Named         `json:"topics"`
	Type          corpus.TypeID   `json:"type,omitempty"`
	Situations    []Named         `json:"situations,omitempty"`
	Symbol        string          `json:"symbol,omitempty"`
	Language      corpus.Language `json:"language,omitempty"`
	Dir           string          `json:"dir"`
	Date          string          `json:"date,omitempty"`
	AddedAt       string          `json:"added_at,omitempty"` // to the collection
	Also          []Translation   `json:"translations"`
	Score         float64         `json:"score"`
	File          string          `json:"file,omitempty"`
	SourceURL     string          `json:"source_url,omitempty"`
	MediaType     string          `json:"media_type,omitempty"`
	Pages         int             `json:"pages"`
	OCR           bool            `json:"ocr"`
	Passages      []Passage       `json:"passages"`
	PassagesTotal int             `json:"passages_total"`
	Explanation   json.RawMessage `json:"explanation,omitempty"`
}

type Translation struct {
	Language corpus.Language `json:"language"`
	ID       corpus.ID       `json:"id"`
}

type Passage struct {
	Page       int      `json:"page"`
	Text       string   `json:"text"`
	Ranges     [][2]int `json:"ranges"`
	HTML       string   `json:"html"`
	URL        string   `json:"url"`
	OCR        bool     `json:"ocr,omitempty"`
	Confidence float64  `json:"confidence,omitempty"`
}

type Facet struct {
	Values  []FacetValue `json:"values"`
	Other   int          `json:"other"`
	Missing int          `json:"missing"`
}

type FacetValue struct {
	ID       string `json:"id"`
	Label    string `json:"label"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
	URL      string `json:"url"`
}
