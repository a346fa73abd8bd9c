package bleveindex

import (
	"cmp"
	"slices"

	"rostrum/search"
	"rostrum/search/analysis"
)

// sharedRun is a run of a part's units in a statement.
type sharedRun struct {
	runCandidate
	analysis.Overlap
	part int
}

// runCandidate is a statement with words of the quotation.
type runCandidate struct {
	searched *searchedSegment
	doc      uint32 // number in its segment
	maxUnits uint16 // maximum length of a run in it, in units
}

// partial returns the longest run of the quotation's words in any statement; nil if
// none of them occurs. Of runs of equal length it is the one in the statement with
// the most words together, then with the first id.
func (r *quoteRun) partial() (*search.QuotePartial, error) {
	best, err := r.longest()
	if err != nil || best.Units == 0 {
		return nil, err
	}
	words := best.searched.words
	p := &words.Parts[best.part]
	r.units = streamUnits{}
	words.read(words.segment.Stream(best.doc), &r.units)
	rec, err := words.segment.Record(best.doc)
	if err != nil {
		return nil, err
	}
	text, err := analysis.NewQuotedText(pagesOf(words.segment, rec), &r.units.Units, best.At, best.At+best.Units)
	if err != nil {
		return nil, err
	}
	end := best.First + best.Units
	out := &search.QuotePartial{
		Hit: newHit(r.gen, r.number(best.runCandidate), rec), Words: p.Starts[end] - p.Starts[best.First], Quoted: analysis.OneLine(p.Surface(best.First, end)),
	}
	out.Passages = text.Passages([]analysis.Match{{Start: best.At, End: best.At + best.Units}})
	out.PassagesTotal = len(out.Passages)
	return out, nil
}

// number returns the number of a statement in the generation.
func (r *quoteRun) number(h runCandidate) uint32 { return r.gen.Bases[h.searched.number] + h.doc }

// maxPartialCandidates is the number of statements read for the longest run. Only
// words in that many statements reach the limit, and what these have in common is no
// quotation.
const maxPartialCandidates = 5000

// longest finds the longest run. The words of a statement limit the length of a run
// in it, so that few statements must be read.
func (r *quoteRun) longest() (best sharedRun, err error) {
	var holders []runCandidate
	for i := range r.searched {
		if holders, err = r.runCandidates(&r.searched[i], holders); err != nil {
			return best, err
		}
	}
	slices.SortFunc(holders, func(a, b runCandidate) int {
		return cmp.Or(cmp.Compare(b.maxUnits, a.maxUnits), cmp.Compare(r.gen.IDRank[r.number(a)], r.gen.IDRank[r.number(b)]))
	})
	if len(holders) == 0 {
		return best, nil
	}
	wanted := holders[0].searched.words.Quotation
	var parts []*analysis.OverlapFinder
	for _, p := range wanted.Parts {
		parts = append(parts, analysis.NewOverlapFinder(p.Classes, len(wanted.Folds)))
	}
	for _, h := range holders[:min(len(holders), maxPartialCandidates)] {
		if int(h.maxUnits) <= best.Units {
			break
		}
		words := h.searched.words
		stream := words.segment.Stream(h.doc)
		if err := r.work.Spend((1 + len(parts)) * len(stream)); err != nil {
			return best, err
		}
		words.read(stream, &r.units)
		for n, part := range parts {
			if !analysis.HasRun(r.units.Classes, best.Units+1) {
				break
			}
			if found := part.Longest(r.units.Classes); found.Units > best.Units {
				best = sharedRun{h, found, n}
			}
		}
	}
	return best, nil
}

// runCandidates adds the statements of a segment with any of the words to a list.
func (r *quoteRun) runCandidates(s *searchedSegment, list []runCandidate) ([]runCandidate, error) {
	count := s.words.segment.Count()
	most, run, last := make([]uint16, count), make([]uint16, count), make([]int, count)
	at := 0
	for _, p := range s.words.Parts {
		at++ // no run extends over an ellipsis
		for _, class := range p.Classes {
			at++
			if err := r.work.Spend(2 * int(s.docs[class].GetCardinality())); err != nil {
				return nil, err
			}
			for it := s.docs[class].Iterator(); it.HasNext(); {
				doc := it.Next()
				if last[doc] != at-1 {
					run[doc] = 0
				}
				run[doc]++
				last[doc], most[doc] = at, max(most[doc], run[doc])
			}
		}
	}
	for doc, n := range most {
		if n > 0 {
			list = append(list, runCandidate{searched: s, doc: uint32(doc), maxUnits: n})
		}
	}
	return list, nil
}
