package bleveindex

import (
	"encoding/json"
	"strings"

	"rostrum/search/analysis"
)

// explain says what each word and phrase of a query is worth: how many
// statements hold it and the weight that follows from that.
func (r *run) explain(c candidate, clauses []*analysis.Clause) (json.RawMessage, error) {
	type part struct {
		Words      string  `json:"words"`
		Held       bool    `json:"held"`
		Statements uint64  `json:"statements"`
		IDF        float64 `json:"idf"`
		Weight     float64 `json:"weight"`
	}
	var parts []part
	s, n := r.gen.Locate(c.doc)
	for _, l := range clauses {
		p := part{IDF: l.Idf, Weight: l.Weight}
		var words []string
		for _, t := range l.Terms {
			words = append(words, t.Exact)
		}
		p.Words = strings.Join(words, " ")
		for si, f := range r.clauses[l] {
			if f.docs == nil {
				continue
			}
			p.Statements += f.docs.GetCardinality()
			p.Held = p.Held || r.gen.Segments[si] == s && f.docs.Contains(n)
		}
		parts = append(parts, p)
	}
	return json.Marshal(map[string]any{
		"score": c.score, "k1": k1, "b": b, "average_length": r.gen.AverageText, "length": r.gen.TextLength[c.doc],
		"statements": r.gen.Documents, "all_words": c.full, "parts": parts,
	})
}
