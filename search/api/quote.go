package api

import "rostrum/search"

// Quote is the result of a quotation check.
type Quote struct {
	Verdict search.Verdict    `json:"verdict"`
	Note    string            `json:"note,omitempty"` // about the best match
	Words   int               `json:"words"`
	Total   int               `json:"total"`
	TookMS  float64           `json:"took_ms"`
	Index   search.IndexInfo  `json:"index"`
	Matches []QuoteMatch      `json:"matches"`
	Partial *QuotePartial     `json:"partial,omitempty"`
	Links   map[string]string `json:"links"`
}

// QuoteMatch is a statement that contains the quotation verbatim or as a close match.
type QuoteMatch struct {
	Hit
	Verdict     search.Verdict `json:"verdict"`
	Note        string         `json:"note,omitempty"`
	Differs     []string       `json:"differs,omitempty"`
	Begins      []int          `json:"begins"`
	Differences []Difference   `json:"differences,omitempty"`
}

// Difference is a difference between the quotation and the statement.
type Difference struct {
	Op     search.Op `json:"op"`
	Quoted string    `json:"quoted"`
	Found  string    `json:"found"`
}

// QuotePartial is a statement with the longest matching part of a quotation that was
// not found.
type QuotePartial struct {
	Hit
	Words  int    `json:"words"`
	Quoted string `json:"quoted"`
}

// Quote converts the result of a quotation check, without links.
func (b Builder) Quote(r *search.QuoteResult) Quote {
	out := Quote{
		Verdict: r.Verdict, Words: r.Words, Total: r.Total, TookMS: Milliseconds(r.Took), Index: r.Index,
		Matches: make([]QuoteMatch, len(r.Matches)), Links: map[string]string{},
	}
	for i, m := range r.Matches {
		match := QuoteMatch{Hit: b.Hit(m.Hit), Verdict: m.Verdict, Note: m.Note(), Differs: m.Differs, Begins: m.Begins}
		for _, d := range m.Differences {
			match.Differences = append(match.Differences, Difference(d))
		}
		out.Matches[i] = match
	}
	if len(out.Matches) > 0 {
		out.Note = out.Matches[0].Note
	}
	if p := r.Partial; p != nil {
		out.Partial = &QuotePartial{b.Hit(p.Hit), p.Words, p.Quoted}
	}
	return out
}
