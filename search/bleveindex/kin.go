package bleveindex

import (
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// In queries of kinFrom words or more, words derived from the same root as one in
// the query (prosecutor and prosecution beside prosecute) count kinWeight of what
// its own forms do. They rank what matches and match nothing: a search for
// universality does not find universe. Both were chosen on judged collections that
// had been looked at before; see docs/ranking.md.
const (
	kinFrom   = 3
	kinWeight = 0.75
	minKin    = 4 // letters that a family has in common
)

// kin looks up the words of a concept's family in the query's language, by segment.
func (r *run) kin(c *analysis.Concept) ([][]segment.Postings, error) {
	if r.typedReading < 0 {
		return nil, nil
	}
	reading := r.analyzers[r.typedReading]
	out := make([][]segment.Postings, len(r.gen.Segments))
	for _, l := range c.Forms {
		if l.Alias || l.Field != "" || len(l.Terms) != 1 || l.Terms[0].Kind != analysis.TermStem || l.Terms[0].Stems[r.typedReading] == "" {
			continue
		}
		t := &l.Terms[0]
		family := reading.Family(t.Fold)
		if len(family) < minKin {
			continue
		}
		// The last letter of a family often changes: happy, happi-ness.
		beginning := &analysis.Term{Kind: analysis.TermPrefix, Fold: family[:len(family)-1]}
		for si := range r.gen.Segments {
			words, err := r.readers[si].Expand(reading.Code, beginning)
			if err != nil {
				return nil, err
			}
			for _, w := range words {
				if w == t.Stems[r.typedReading] || reading.Family(w) != family {
					continue
				}
				p, ok, err := r.readers[si].Postings(reading.Code, w)
				if err != nil {
					return nil, err
				}
				if ok {
					out[si] = append(out[si], p)
				}
			}
		}
	}
	return out, nil
}
