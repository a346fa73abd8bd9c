package bleveindex

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/search"
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

// scratch is the working memory of a request, pooled for the next.
type scratch struct {
	scores []float64 // by statement; zero between requests
	most   []float32 // frequency of a concept's most frequent form, by statement; zero between concepts
	found  []bool    // see group; false between calls
	docs   []uint32
	lifted []uint32

	counts segment.Buffer
	union  segment.Buffer // of several forms
}

func newScratch(g *generation.Generation) *scratch {
	return &scratch{scores: make([]float64, g.Size()), most: make([]float32, g.Size()), found: make([]bool, g.Size())}
}

// scoreAll sums the scores of all concepts; sc.docs are the numbers of the matching
// statements.
func (r *run) scoreAll(concepts []*analysis.Concept, found []*roaring.Bitmap, sc *scratch) error {
	matched := make([]*segment.Matched, len(found))
	rest := sc.docs
	for si, set := range found {
		n := int(set.GetCardinality())
		matched[si] = segment.NewMatched(r.gen.Segments[si], set, rest[:n], r.gen.Bases[si])
		rest = rest[n:]
	}
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
			if len(m.Docs) == 0 {
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

// idf is the inverse document frequency of a concept, in any of its forms and with
// its family's words, if they count: ln(1 + (N-n+.5)/(n+.5)).
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

// score adds the score of a concept to the statements of a segment.
func (r *run) score(c *analysis.Concept, idf float64, si int, m *segment.Matched, kin []segment.Postings, sc *scratch) error {
	base := r.gen.Bases[si]
	scores := sc.scores[base:]
	found, err := r.most(c, si, kin, m, sc, inText)
	if err != nil {
		return err
	}
	weight, norms := c.Weight*idf, r.norms[base:]
	for i, doc := range found.Docs {
		count := float64(found.Times[i])
		scores[doc] += weight * count * (k1 + 1) / (count + norms[doc])
	}
	if found, err = r.most(c, si, nil, m, sc, inTitle); err != nil {
		return err
	}
	weight = c.Weight * titleWeight * idf
	for i, doc := range found.Docs {
		count := float64(found.Times[i])
		scores[doc] += weight * count * (k1 + 1) / (count + lengthNorm(float64(r.gen.TitleWords[base+doc]), r.gen.AverageTitle))
	}
	if found, err = r.most(c, si, nil, m, sc, inNames); err != nil {
		return err
	}
	weight = c.Weight * namesWeight * idf
	for _, doc := range found.Docs {
		scores[doc] += weight * (k1 + 1) / (1 + lengthNorm(1, 1)) // a name occurs once
	}
	return nil
}

// lengthNorm is BM25's length normalization, by which the frequency of a word is
// weighted.
func lengthNorm(length, average float64) float64 { return k1 * (1 - b + b*length/average) }

// norms returns the length normalization of all statements.
func norms(g *generation.Generation) []float64 {
	out := make([]float64, g.Size())
	for doc, length := range g.TextLength {
		out[doc] = lengthNorm(float64(length), g.AverageText)
	}
	return out
}

// most computes, for each statement, the frequency of the concept's most frequent
// form.
func (r *run) most(c *analysis.Concept, si int, kin []segment.Postings, m *segment.Matched, sc *scratch, in scored) (*segment.Buffer, error) {
	if len(c.Forms) == 1 && len(kin) == 0 {
		return &sc.counts, r.occurrences(c.Forms[0], si, m, sc, in)
	}
	most, union := sc.most[r.gen.Bases[si]:], &sc.union
	union.Docs, union.Times = union.Docs[:0], union.Times[:0]
	for _, l := range c.Forms {
		if err := r.occurrences(l, si, m, sc, in); err != nil {
			return nil, err // the scratch is discarded
		}
		for i, doc := range sc.counts.Docs {
			if most[doc] == 0 {
				union.Docs = append(union.Docs, doc)
			}
			most[doc] = max(most[doc], sc.counts.Times[i])
		}
	}
	for i := range kin {
		if err := r.readers[si].Counts(kin[i:i+1], m, &sc.counts); err != nil {
			return nil, err
		}
		for i, doc := range sc.counts.Docs {
			if most[doc] == 0 {
				union.Docs = append(union.Docs, doc)
			}
			most[doc] += kinWeight * sc.counts.Times[i]
		}
	}
	for _, doc := range union.Docs {
		union.Times = append(union.Times, most[doc])
		most[doc] = 0
	}
	return union, nil
}

// occurrences sets sc.counts to the frequency of a clause in a field of the
// statements of m. A statement may be in several lists, of two languages or of
// several words that match a prefix; these are added up.
func (r *run) occurrences(l *analysis.Clause, si int, m *segment.Matched, sc *scratch, in scored) error {
	b := &sc.counts
	b.Docs, b.Times = b.Docs[:0], b.Times[:0]
	found := r.clauses[l]
	if found == nil {
		return nil
	}
	f := &found[si]
	if in == inText && f.counts != nil {
		for i, doc := range f.counts.docs {
			if m.Has(doc) {
				b.Docs, b.Times = append(b.Docs, doc), append(b.Times, float32(f.counts.counts[i]))
			}
		}
		return nil
	}
	if lists := f.lists(in); len(lists) > 0 {
		return r.readers[si].Counts(lists, m, b)
	}
	return nil
}

// scaleSome multiplies the scores of statements with only some of the words by one
// factor, so that they are below those of statements with all words, which rank
// first: scores then fall in the order of the results.
func scaleSome(g *generation.Generation, m matches, sc *scratch) {
	least, best := math.Inf(1), 0.0
	for _, doc := range (matches{found: m.full}).docs(g, nil) { // few, or else the query is not relaxed
		least = min(least, sc.scores[doc])
	}
	all := func(doc uint32) bool {
		s, n := g.Place(doc)
		return m.full[s].Contains(n)
	}
	for _, doc := range sc.docs {
		if sc.scores[doc] > best && !all(doc) {
			best = sc.scores[doc]
		}
	}
	scale := least / (best * search.PreferredLanguage) * (1 - 1e-6)
	if !(scale > 0 && scale < 1) {
		return
	}
	for _, doc := range sc.docs {
		if !all(doc) {
			sc.scores[doc] *= scale
		}
	}
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
