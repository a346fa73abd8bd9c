package bleveindex

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
)

// The parameters of BM25. k1 is the textbook's (Robertson and Zaragoza, "The
// Probabilistic Relevance Framework", 2009). b was chosen on seven judged
// collections that had been looked at before; see docs/ranking.md.
const (
	k1 = 1.2
	b  = 0.6
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
	most   []float64 // of the occurrences of a concept's forms; zero between them
	found  []bool    // see answered; false between calls
	docs   []uint32
	lifted []uint32

	touched []uint32 // statements with something in most
}

func newScratch(g *generation.Generation) *scratch {
	return &scratch{scores: make([]float64, g.Size()), counts: make([]float64, g.Size()), most: make([]float64, g.Size()), found: make([]bool, g.Size())}
}

// scoreAll adds up what each concept gives the statements that match.
func (r *run) scoreAll(concepts []*analysis.Concept, matched []*roaring.Bitmap, sc *scratch) error {
	for _, c := range concepts {
		var kin [][]segment.Postings
		if len(concepts) >= kinFrom {
			var err error
			if kin, err = r.kin(c); err != nil {
				return err
			}
		}
		idf := r.idf(c, kin)
		for _, l := range c.Forms {
			l.Idf = idf
		}
		for si, m := range matched {
			if m.IsEmpty() {
				continue
			}
			var derived []segment.Postings
			if kin != nil {
				derived = kin[si]
			}
			if err := r.score(c, idf, si, m, derived, sc); err != nil {
				return err
			}
		}
	}
	return nil
}

// idf is how rare a concept is among all statements, in whatever form and with
// the words of its family that count: ln(1 + (N-n+.5)/(n+.5)).
func (r *run) idf(c *analysis.Concept, kin [][]segment.Postings) float64 {
	n := 0.0
	for si := range r.gen.Segments {
		var sets []*roaring.Bitmap
		for _, l := range c.Forms {
			if found := r.clauses[l]; found != nil && found[si].docs != nil {
				sets = append(sets, found[si].docs)
			}
		}
		if kin != nil {
			for _, p := range kin[si] {
				sets = append(sets, p.Docs)
			}
		}
		switch len(sets) {
		case 0:
		case 1:
			n += float64(sets[0].GetCardinality())
		default:
			n += float64(roaring.FastOr(sets...).GetCardinality())
		}
	}
	return math.Log(1 + (float64(r.gen.Documents)-n+.5)/(n+.5))
}

// score adds what a concept gives the statements of a segment.
func (r *run) score(c *analysis.Concept, idf float64, si int, matched *roaring.Bitmap, kin []segment.Postings, sc *scratch) error {
	base := r.gen.Bases[si]
	add := func(doc uint32, count, length, average, weight float64) {
		sc.scores[doc] += c.Weight * weight * idf * count * (k1 + 1) / (count + k1*(1-b+b*length/average))
	}
	if err := r.most(c, si, kin, matched, sc, func(f *clauseMatches, give func(doc uint32, count float64)) error {
		if f.counts != nil {
			for i, doc := range f.counts.docs {
				if matched.Contains(doc) {
					give(base+doc, float64(f.counts.counts[i]))
				}
			}
		}
		return r.accumulate(f.text, si, matched, sc, give)
	}, func(doc uint32, count float64) {
		add(doc, count, float64(r.gen.TextLength[doc]), r.gen.AverageText, 1)
	}); err != nil {
		return err
	}
	if err := r.most(c, si, nil, matched, sc, func(f *clauseMatches, give func(doc uint32, count float64)) error {
		return r.accumulate(f.title, si, matched, sc, give)
	}, func(doc uint32, count float64) {
		add(doc, count, float64(r.gen.TitleWords[doc]), r.gen.AverageTitle, titleWeight)
	}); err != nil {
		return err
	}
	return r.most(c, si, nil, matched, sc, func(f *clauseMatches, give func(doc uint32, count float64)) error {
		return r.accumulate(f.names, si, matched, sc, func(doc uint32, _ float64) { give(doc, 1) })
	}, func(doc uint32, _ float64) {
		add(doc, 1, 1, 1, namesWeight)
	})
}

// most calls give with how often each statement holds the form of a concept that
// it holds most often. of yields the occurrences of one form.
func (r *run) most(c *analysis.Concept, si int, kin []segment.Postings, matched *roaring.Bitmap, sc *scratch, of func(f *clauseMatches, give func(doc uint32, count float64)) error, give func(doc uint32, count float64)) error {
	several := len(c.Forms) > 1 || len(kin) > 0
	sc.touched = sc.touched[:0]
	for _, l := range c.Forms {
		found := r.clauses[l]
		if found == nil {
			continue
		}
		if !several {
			return of(&found[si], give)
		}
		if err := of(&found[si], func(doc uint32, count float64) {
			if sc.most[doc] == 0 {
				sc.touched = append(sc.touched, doc)
			}
			sc.most[doc] = max(sc.most[doc], count)
		}); err != nil {
			return err // the scratch is thrown away with its counts
		}
	}
	for _, p := range kin {
		if err := r.readers[si].EachCount(p, matched, func(n uint32, count float64) {
			doc := r.gen.Bases[si] + n
			if sc.most[doc] == 0 {
				sc.touched = append(sc.touched, doc)
			}
			sc.most[doc] += kinWeight * count
		}); err != nil {
			return err
		}
	}
	for _, doc := range sc.touched {
		count := sc.most[doc]
		sc.most[doc] = 0
		give(doc, count)
	}
	return nil
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
