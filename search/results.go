package search

import (
	"encoding/json"
	"time"

	"rostrum/corpus"
)

// Results is the response to a Request.
type Results struct {
	Total   int  // number of matching works (or documents, if requested)
	Relaxed bool // fewer than RelaxBelow works contain all words, so others with some of them follow
	Hits    []Hit
	Facets  map[corpus.Field]Facet
	Forms   []WordForms // of the words of the query, in its order, if they were requested
	Related []Related   // as many as were requested, or fewer; the best first
	Next    string      // cursor of the next page; "" at the end
	Took    time.Duration
	Index   IndexInfo
	// Language is that of the query; "" if it cannot be told.
	Language corpus.Language
	// Bridge has the words of Request.Bridge, with those of their equivalents that the searched
	// statements contain.
	Bridge []BridgedWord
}

// IndexInfo identifies the searched index.
type IndexInfo struct {
	Generation string    `json:"generation"`
	Documents  int       `json:"documents"`
	Built      time.Time `json:"built,omitzero"`
}

// Hit is a matching statement, with its metadata but without its full text.
type Hit struct {
	Statement     corpus.Statement // Pages is empty
	PageCount     int
	TitleRanges   []Range
	Score         float64
	Passages      []Passage
	PassagesTotal int           // number of matching passages in the statement
	Translations  []Translation // other statements of the same work
	Explanation   json.RawMessage
}

// Range is a range of text in Unicode code points: from Start up to, not including, End. Ranges are in
// order and do not overlap.
type Range struct{ Start, End int }

// Passage is a part of a statement that shows why it matched.
type Passage struct {
	Page       int    // page number
	Number     int    // number of the paragraph on the page, as in corpus.Passage
	Text       string // complete sentences of one paragraph
	Ranges     []Range
	OCR        bool
	Confidence float64 // of the OCR, 0 to 1
}

// Translation is another statement of the same work.
type Translation struct {
	ID       corpus.ID
	Language corpus.Language
}

// Facet has the number of works for each value of a field, under the query and all filters except the
// field's own.
type Facet struct {
	Values  []FacetValue // by count, then id
	Other   int          // works that have only unlisted values
	Missing int          // works without a value
}

// FacetValue is one value of a facet.
type FacetValue struct {
	ID       string
	Count    int
	Selected bool
}
