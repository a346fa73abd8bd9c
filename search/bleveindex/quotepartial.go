package bleveindex

import (
	"cmp"
	"slices"

	"rostrum/search"
)

// sharedRun is a run of a part's units that stands in a statement.
type sharedRun struct {
	holder
	part             int
	first, at, units int // in the part, in the text
}

// holder is a statement that holds words of the quotation.
type holder struct {
	searched *searchedSegment
	doc      uint32 // in its segment
	most     uint16 // units that a run in it can have at most
}

// partial finds the longest run of the quotation's words in any statement; nil
// if none of them stands anywhere. Of several as long it is one in the statement
// with the most words together, then with the first id.
func (r *quoteRun) partial() (*search.QuotePartial, error) {
	best, err := r.longest()
	if err != nil || best.units == 0 {
		return nil, err
	}
	words := best.searched.words
	p := &words.parts[best.part]
	r.units = units{}
	words.read(words.segment.stream(best.doc), &r.units)
	rec, err := words.segment.record(best.doc)
	if err != nil {
		return nil, err
	}
	text, err := newQuotedText(words.segment, rec, &r.units, best.at, best.at+best.units)
	if err != nil {
		return nil, err
	}
	end := best.first + best.units
	out := &search.QuotePartial{
		Hit: r.gen.newHit(r.number(best.holder), rec), Words: p.starts[end] - p.starts[best.first], Quoted: oneLine(p.surface(best.first, end)),
	}
	out.Passages = text.passages([]stretch{{start: best.at, end: best.at + best.units}})
	out.PassagesTotal = len(out.Passages)
	return out, nil
}

// number is that of a statement in the generation.
func (r *quoteRun) number(h holder) uint32 { return r.gen.bases[h.searched.number] + h.doc }

// longest looks for the longest run. The words that a statement holds say how
// long a run in it can be at most, so few statements have to be read.
func (r *quoteRun) longest() (best sharedRun, err error) {
	var holders []holder
	for i := range r.searched {
		if holders, err = r.holders(&r.searched[i], holders); err != nil {
			return best, err
		}
	}
	slices.SortFunc(holders, func(a, b holder) int {
		return cmp.Or(cmp.Compare(b.most, a.most), cmp.Compare(r.gen.idRank[r.number(a)], r.gen.idRank[r.number(b)]))
	})
	for _, h := range holders {
		if int(h.most) <= best.units {
			break
		}
		if err := r.ctx.Err(); err != nil {
			return best, err
		}
		words := h.searched.words
		words.read(words.segment.stream(h.doc), &r.units)
		for n := range words.parts {
			if found := longestShared(words.parts[n].classes, r.units.classes); found.units > best.units {
				found.holder, found.part = h, n
				best = found
			}
		}
	}
	return best, nil
}

// holders adds to a list the statements of a segment that hold any of the words.
func (r *quoteRun) holders(s *searchedSegment, list []holder) ([]holder, error) {
	count := s.words.segment.count()
	most, run, last := make([]uint16, count), make([]uint16, count), make([]int, count)
	at := 0
	for _, p := range s.words.parts {
		at++ // no run goes on over an ellipsis
		for _, class := range p.classes {
			at++
			if err := r.step(); err != nil {
				return nil, err
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
	for doc, n := range most {
		if n > 0 {
			list = append(list, holder{searched: s, doc: uint32(doc), most: n})
		}
	}
	return list, nil
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
