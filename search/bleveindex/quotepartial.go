package bleveindex

import (
	"cmp"
	"slices"

	"rostrum/search"
)

// sharedRun is a run of a part's units that stands in a statement.
type sharedRun struct {
	doc, part        int
	segment          int
	first, at, units int // in the part, in the text
}

// partial finds the longest run of the quotation's words in any statement; nil
// if none of them stands anywhere.
func (r *quoteRun) partial() (*search.QuotePartial, error) {
	var best sharedRun
	for n := range r.searched {
		if err := r.longest(n, &best); err != nil {
			return nil, err
		}
	}
	if best.units == 0 {
		return nil, nil
	}
	s := r.searched[best.segment]
	p := &s.words.parts[best.part]
	r.units = units{}
	s.words.read(s.words.segment.stream(uint32(best.doc)), &r.units)
	rec, err := s.words.segment.record(uint32(best.doc))
	if err != nil {
		return nil, err
	}
	text, err := newQuotedText(s.words.segment, rec, &r.units, best.at, best.at+best.units)
	if err != nil {
		return nil, err
	}
	end := best.first + best.units
	out := &search.QuotePartial{
		Hit: r.gen.newHit(r.gen.bases[best.segment]+uint32(best.doc), rec), Words: p.starts[end] - p.starts[best.first], Quoted: oneLine(p.surface(best.first, end)),
	}
	out.Passages = text.passages([]stretch{{start: best.at, end: best.at + best.units}})
	out.PassagesTotal = len(out.Passages)
	return out, nil
}

// longest looks in one segment for a longer run than the best so far. The words
// that a statement holds say how long a run in it can be at most, so few
// statements have to be read.
func (r *quoteRun) longest(segment int, best *sharedRun) error {
	s := r.searched[segment]
	most, run, last := make([]uint16, s.words.segment.count()), make([]uint16, s.words.segment.count()), make([]int, s.words.segment.count())
	at := 0
	for _, p := range s.words.parts {
		at++ // no run goes on over an ellipsis
		for _, class := range p.classes {
			at++
			if err := r.step(); err != nil {
				return err
			}
			for it := s.holders[class].Iterator(); it.HasNext(); {
				doc := it.Next()
				if last[doc] != at-1 {
					run[doc] = 0
				}
				run[doc]++
				last[doc], most[doc] = at, max(most[doc], run[doc])
			}
		}
	}
	var docs []int
	for doc, n := range most {
		if int(n) > best.units {
			docs = append(docs, doc)
		}
	}
	slices.SortFunc(docs, func(a, b int) int { return cmp.Or(cmp.Compare(most[b], most[a]), cmp.Compare(a, b)) })
	for _, doc := range docs {
		if int(most[doc]) <= best.units {
			break
		}
		if err := r.ctx.Err(); err != nil {
			return err
		}
		s.words.read(s.words.segment.stream(uint32(doc)), &r.units)
		for n := range s.words.parts {
			if found := longestShared(s.words.parts[n].classes, r.units.classes); found.units > best.units {
				found.doc, found.part, found.segment = doc, n, segment
				*best = found
			}
		}
	}
	return nil
}

// longestShared is the longest run of units that stands in both; of several,
// the first in the text.
func longestShared(part, text []uint16) sharedRun {
	where := map[uint16][]int{}
	for i, class := range part {
		where[class] = append(where[class], i)
	}
	var best sharedRun
	// The runs that end with the unit before, by where they end in the part.
	before, here := make([]int, len(part)), make([]int, len(part))
	var set []int
	for at, class := range text {
		var places []int
		if class != 0 {
			places = where[class]
		}
		for _, i := range places {
			here[i] = 1
			if i > 0 {
				here[i] += before[i-1]
			}
			if here[i] > best.units {
				best = sharedRun{first: i + 1 - here[i], at: at + 1 - here[i], units: here[i]}
			}
		}
		for _, i := range set {
			before[i] = 0
		}
		before, here, set = here, before, places
	}
	return best
}
