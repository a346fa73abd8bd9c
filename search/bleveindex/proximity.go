package bleveindex

import (
	"math"

	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// rescored is the number of the best statements that are scored for proximity. Their
// scores only increase, so they stay ahead of the others.
const rescored = 20

// Proximity is used for queries of a few words, which usually mean one thing, and has
// little weight; see docs/ranking.md.
const (
	proximityWords  = 4
	proximityWeight = 0.2
)

// addProximity adds a score for words that occur close together: the formula of
// Büttcher, Clarke and Lushman ("Term proximity scoring for ad-hoc retrieval", SIGIR
// 2006), which has no parameter.
func (r *run) addProximity(clauses []*analysis.Clause, m matches, docs []uint32, sc *scratch) error {
	var words []*analysis.Clause
	for _, l := range clauses {
		if len(l.Terms) == 1 && l.Field == "" && l.Idf > 0 && l.Weight == 1 && !l.Alias {
			words = append(words, l)
		}
	}
	if len(words) < 2 || len(words) > proximityWords {
		return nil
	}
	top := &collector{order: order{g: r.gen, sort: search.SortRelevance, known: r.known, typed: r.preferred}, wanted: rescored}
	finders := make([]*finder, len(r.gen.Segments))
	for _, c := range top.collect(m, grouped{singles: docs}, sc.scores) {
		si, n := r.gen.Place(c.doc)
		s := r.gen.Segments[si]
		if err := r.work.Spend(len(s.Stream(n))); err != nil {
			return err
		}
		if finders[si] == nil {
			for _, l := range words {
				if err := r.spendOnWords(l, s); err != nil {
					return err
				}
			}
			finders[si] = newFinder(s, r.analyzers, words)
		}
		sc.scores[c.doc] += finders[si].closeness(s.Stream(n), float64(r.gen.TextLength[c.doc])/r.gen.AverageText)
	}
	return nil
}

// finder finds several words in token streams at once.
type finder struct {
	words []*analysis.Clause
	all   map[uint32]int   // word number to index in words
	by    []map[uint32]int // the same by language
	gains []float64
	known []uint64 // bit set of all words to find: most words of a stream are not among them
}

func newFinder(s *segment.Segment, analyzers []*analysis.Analyzer, words []*analysis.Clause) *finder {
	f := &finder{words: words, all: map[uint32]int{}, by: make([]map[uint32]int, len(analyzers)), gains: make([]float64, len(words))}
	for i := range f.by {
		f.by[i] = map[uint32]int{}
	}
	f.known = make([]uint64, s.Lexicon.Words.Len()/64+1)
	for n, l := range words {
		set := wordsOf(&l.Terms[0], &s.Lexicon, analyzers)
		for id := range set.any {
			f.all[id] = n
			f.known[id/64] |= 1 << (id % 64)
		}
		for i, ids := range set.byLanguage {
			for id := range ids {
				f.by[i][id] = n
				f.known[id/64] |= 1 << (id % 64)
			}
		}
	}
	return f
}

// closeness is the proximity score of a statement. Each pair of query words that
// follow each other, with no other query word between them, adds to both the other's
// idf over the square of their distance.
func (f *finder) closeness(stream segment.TokenStream, length float64) float64 {
	clear(f.gains)
	parts, rest := stream.Parts()
	at, before, beforeAt := 0, -1, 0
	for n, p := range parts {
		if n == 1 {
			rest = rest[1:] // the separator of title and text
			before = -1
		}
		for left := p.Words; left > 0; {
			var id uint32
			var read int
			id, read, rest = segment.NextOf(rest, left, f.known)
			if id == 0 && read < left {
				return 0
			}
			at, left = at+read, left-read
			if id == 0 {
				continue
			}
			i, ok := f.by[p.Language][id]
			if !ok {
				if i, ok = f.all[id]; !ok {
					continue
				}
			}
			if before >= 0 && before != i {
				d := float64(at - beforeAt)
				f.gains[i] += f.words[before].Idf / (d * d)
				f.gains[before] += f.words[i].Idf / (d * d)
			}
			before, beforeAt = i, at
		}
	}
	sum := 0.0
	for i, gain := range f.gains {
		sum += math.Min(1, f.words[i].Idf) * gain * (k1 + 1) / (gain + k1*(1-b+b*length))
	}
	return proximityWeight * sum
}
