package bleveindex

import (
	"math"

	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"

	"github.com/RoaringBitmap/roaring/v2"
)

// The parameters of BM25 are those of the textbook (Robertson and Zaragoza,
// "The Probabilistic Relevance Framework", 2009) and are fitted to nothing.
const (
	k1 = 1.2
	b  = 0.75
)

// What else counts, beside BM25 of the text. The weight of the title's own BM25
// was chosen by known items (docs/ranking.md): a quarter or more costs queries
// about the text, most of all where titles mislead. Names weigh a half: to bear
// a name is to be about it more than to mention it once, and less than to speak
// of it throughout.
const (
	titleWeight = 0.25
	namesWeight = 0.5
)

// scratch is working memory of one request, pooled for the next.
type scratch struct {
	scores []float64 // by statement; zero between requests
	counts []float64 // of a clause's occurrences, by statement; zero between clauses
	found  []bool    // see answered; false between calls
	docs   []uint32
	lifted []uint32
}

func newScratch(g *generation.Generation) *scratch {
	return &scratch{scores: make([]float64, g.Size()), counts: make([]float64, g.Size()), found: make([]bool, g.Size())}
}

// scoreAll adds up what each clause gives the statements that match.
func (r *run) scoreAll(clauses []*analysis.Clause, matched []*roaring.Bitmap, sc *scratch) error {
	for _, l := range clauses {
		l.Idf = r.idf(l)
		for si, m := range matched {
			if r.clauses[l] == nil || m.IsEmpty() {
				continue
			}
			if err := r.score(l, si, m, sc); err != nil {
				return err
			}
		}
	}
	return nil
}

// idf is how rare a clause is among all statements: ln(1 + (N-n+.5)/(n+.5)).
func (r *run) idf(l *analysis.Clause) float64 {
	n := 0.0
	for _, f := range r.clauses[l] {
		if f.docs != nil {
			n += float64(f.docs.GetCardinality())
		}
	}
	return math.Log(1 + (float64(r.gen.Documents)-n+.5)/(n+.5))
}

func (r *run) score(l *analysis.Clause, si int, matched *roaring.Bitmap, sc *scratch) error {
	f := &r.clauses[l][si]
	base := r.gen.Bases[si]
	add := func(doc uint32, count, length, average, weight float64) {
		sc.scores[doc] += l.Weight * weight * l.Idf * count * (k1 + 1) / (count + k1*(1-b+b*length/average))
	}
	inText := func(doc uint32, count float64) {
		add(doc, count, float64(r.gen.TextLength[doc]), r.gen.AverageText, 1)
	}
	if f.counts != nil {
		for i, doc := range f.counts.docs {
			if matched.Contains(doc) {
				inText(base+doc, float64(f.counts.counts[i]))
			}
		}
	}
	if err := r.accumulate(f.text, si, matched, sc, inText); err != nil {
		return err
	}
	if err := r.accumulate(f.title, si, matched, sc, func(doc uint32, count float64) {
		add(doc, count, float64(r.gen.TitleWords[doc]), r.gen.AverageTitle, titleWeight)
	}); err != nil {
		return err
	}
	return r.accumulate(f.names, si, matched, sc, func(doc uint32, count float64) {
		add(doc, 1, 1, 1, namesWeight)
	})
}

// accumulate calls give with the number of occurrences in each statement that
// matches. A statement may be in several lists: in two languages, or with
// several words that a prefix stands for; they count together.
func (r *run) accumulate(lists []segment.Postings, si int, matched *roaring.Bitmap, sc *scratch, give func(doc uint32, count float64)) error {
	base := r.gen.Bases[si]
	if len(lists) == 1 {
		return r.readers[si].EachCount(lists[0], matched, func(doc uint32, count float64) { give(base+doc, count) })
	}
	for _, p := range lists {
		if err := r.readers[si].EachCount(p, matched, func(doc uint32, count float64) { sc.counts[base+doc] += count }); err != nil {
			// The scratch is thrown away with its counts.
			return err
		}
	}
	for _, p := range lists {
		for it := p.Docs.Iterator(); it.HasNext(); {
			doc := base + it.Next()
			if count := sc.counts[doc]; count > 0 {
				sc.counts[doc] = 0
				give(doc, count)
			}
		}
	}
	return nil
}
