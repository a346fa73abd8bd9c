package bleveindex

import (
	"math"
)

// firstPage is how many answers are to hold the language typed in the share that
// it has among all that was found.
const firstPage = 10

// lift brings statements in the language typed up to the end of the first page
// where it has less of them than all that was found has, and the collector's
// order with them. kept is what the collector kept, and what comes back is what
// it keeps then.
func (r *run) lift(c *collector, m matches, found grouped, scores []float64, kept []candidate) []candidate {
	share := r.preferredShare(c.order, m)
	if share == 0 || share == 1 {
		return kept
	}
	top := kept
	if c.after != nil || c.wanted < firstPage {
		first := &collector{order: c.order, wanted: firstPage}
		top = first.collect(m, found, scores)
	}
	top = top[:min(firstPage, len(top))]
	have := 0
	for _, cand := range top {
		if cand.preferred {
			have++
		}
	}
	need := int(math.Ceil(share*float64(len(top)) - 1e-9))
	if have >= need {
		return kept
	}
	in := &collector{order: c.order, wanted: need, only: func(cand candidate) bool { return cand.preferred }}
	// The others that stay on the page; those in the language come after the last.
	last, others := candidate{}, len(top)-need
	for _, cand := range top {
		if !cand.preferred && others > 0 {
			last, others = cand, others-1
		}
	}
	if last.score == 0 {
		return kept
	}
	lifted := map[uint32]float64{}
	for i, cand := range in.collect(m, found, scores) {
		if cand.full == last.full && c.compare(cand, last) > 0 {
			lifted[cand.doc] = last.rank() * (1 - float64(i+1)*1e-9)
		}
	}
	c.lifted = lifted
	if c.after != nil {
		c.after.lifted = lifted[c.after.doc]
	}
	c.heap, c.passed = nil, 0
	return c.collect(m, found, scores)
}

// preferredShare is the share of the statements found that are in the language
// typed.
func (r *run) preferredShare(o order, m matches) float64 {
	if o.typed < 0 {
		return 0
	}
	in, all := 0, 0
	for si, found := range m.found {
		base := r.gen.Bases[si]
		for it := found.Iterator(); it.HasNext(); {
			all++
			if o.isPreferred(base + it.Next()) {
				in++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(in) / float64(all)
}
