package api

import (
	"rostrum/corpus"
	"rostrum/search"
)

// Similar lists the statements that repeat passages of one.
type Similar struct {
	ID       corpus.ID         `json:"id"`
	Words    int               `json:"words"`     // number of words of the statement that were compared
	MinWords int               `json:"min_words"` // minimum length of a passage
	Total    int               `json:"total"`
	TookMS   float64           `json:"took_ms"`
	Index    search.IndexInfo  `json:"index"`
	Matches  []SimilarMatch    `json:"matches"`
	Links    map[string]string `json:"links"`
}

// SimilarMatch is a statement that repeats passages.
type SimilarMatch struct {
	Hit
	Words  int             `json:"words"`
	Share  float64         `json:"share"`
	Shared []SharedPassage `json:"shared"`
	Runs   int             `json:"shared_total"`
}

// SharedPassage is a passage that occurs in both statements.
type SharedPassage struct {
	Words  int       `json:"words"`
	Others int       `json:"others"`
	Here   []Passage `json:"here"`
	There  []Passage `json:"there"`
}

// Similar converts a result, without links. link returns the address of a passage.
func (b Builder) Similar(id corpus.ID, r *search.Similar, link func(id corpus.ID, p search.Passage) string) Similar {
	out := Similar{
		ID: id, Words: r.Words, MinWords: search.MinRepeat, Total: r.Total, TookMS: Milliseconds(r.Took), Index: r.Index,
		Matches: make([]SimilarMatch, len(r.Matches)), Links: map[string]string{},
	}
	passages := func(id corpus.ID, list []search.Passage) []Passage {
		shared := make([]Passage, len(list))
		for i, p := range list {
			shared[i] = b.Passage(id, p)
			shared[i].URL = link(id, p)
		}
		return shared
	}
	for i, m := range r.Matches {
		match := SimilarMatch{Hit: b.Hit(m.Hit), Words: m.Words, Share: m.Share, Shared: make([]SharedPassage, len(m.Shared)), Runs: m.Runs}
		for j, p := range m.Shared {
			match.Shared[j] = SharedPassage{p.Words, p.Others, passages(id, p.Here), passages(m.Statement.ID, p.There)}
		}
		out.Matches[i] = match
	}
	return out
}
