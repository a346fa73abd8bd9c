package search

import (
	"encoding/json"
	"time"

	"rostrum/corpus"
)

// Results is the answer to a Request.
type Results struct {
	Total   int  // works that match (documents, if the request counts documents)
	Relaxed bool // fewer than RelaxBelow held every word, so those that hold some follow
	Hits    []Hit
	Facets  map[corpus.Field]Facet
	Forms   []WordForms // of the words of the query, in its order, if they were requested
	Related []Related   // as many as were requested, or fewer; the best first
	Next    string      // cursor of the page after this one; "" at the end
	Took    time.Duration
	Index   IndexInfo
}

// IndexInfo says what was searched.
type IndexInfo struct {
	Generation string    `json:"generation"`
	Documents  int       `json:"documents"`
	Built      time.Time `json:"built,omitzero"`
}

// Hit is one statement found, with its metadata but without its whole text.
type Hit struct {
	Statement     corpus.Statement // Pages is empty
	PageCount     int
	TitleRanges   []Range
	Score         float64
	Passages      []Passage
	PassagesTotal int           // passages of the statement that match
	Translations  []Translation // other statements of the same work
	Explanation   json.RawMessage
}

// Range is a marked stretch of text in Unicode code points: from Start up to,
// not including, End. Ranges are in order and do not overlap.
type Range struct{ Start, End int }

// Passage is the part of a statement that shows why it was found.
type Passage struct {
	Page       int    // number of the page it stands on
	Number     int    // of the paragraph on the page, as in corpus.Passage
	Text       string // whole sentences of one paragraph
	Ranges     []Range
	OCR        bool
	Confidence float64 // of the OCR, 0 to 1
}

// Translation names another statement of the same work.
type Translation struct {
	ID       corpus.ID
	Language corpus.Language
}

// Facet is the count of works for each value of a field, under the query and
// every filter but the field's own.
type Facet struct {
	Values  []FacetValue // by count, then id
	Other   int          // distinct works that have only values not listed
	Missing int          // works without any value
}

// FacetValue is one line of a facet.
type FacetValue struct {
	ID       string
	Count    int
	Selected bool
}
