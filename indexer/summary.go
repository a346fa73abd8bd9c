package indexer

import (
	"rostrum/corpus"
	"rostrum/corpus/coverage"
)

// Summary is the outcome of a run and of the index update that follows it, as
// printed by `rostrum index --json`.
type Summary struct {
	Tally
	Documents  int     `json:"documents"` // after the run
	Pages      int     `json:"pages"`
	Seconds    float64 `json:"seconds"`
	Generation string  `json:"generation"`
	// Missing counts the documents read in this run that lack a field.
	Missing map[corpus.Field]int `json:"missing,omitempty"`
}

// Add counts the fields that a document should have and does not.
func (s *Summary) Add(row Row) {
	if row.Change != ChangeAdded && row.Change != ChangeUpdated {
		return
	}
	for _, f := range coverage.Examined {
		_, known := row.Fields[f]
		if f == corpus.FieldLanguage {
			known = row.Language != ""
		}
		if !known && f != corpus.FieldTitle { // every document gets a title
			if s.Missing == nil {
				s.Missing = map[corpus.Field]int{}
			}
			s.Missing[f]++
		}
	}
}
