package bleveindex

import (
	"math"
	"math/bits"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// How the language of a question is told. A language is likely by the share of
// its statements that hold the words; typedPrior statements that hold them half
// as often as all do are added to each, so that a language of which there is a
// statement or two cannot win by chance. Languages within a factor of typedDoubt
// of the likeliest are in doubt, and more so the more words there are, whose
// chances add up; between them the one of the interface decides, or else the
// size.
const (
	typedPrior = 10
	typedDoubt = 4
)

// languageSets are the statements of a segment by the reading of their language.
type languageSets []*roaring.Bitmap

// layOutLanguages finds the statements of each language.
func (ix *Index) layOutLanguages() (sets []languageSets, sizes []float64) {
	sizes = make([]float64, len(ix.analyzers))
	for _, s := range ix.gen.Segments {
		of := make(languageSets, len(ix.analyzers))
		for i := range of {
			of[i] = roaring.New()
		}
		for it := s.Live.Iterator(); it.HasNext(); {
			n := it.Next()
			if s.Columns.Unsure[n] {
				continue
			}
			for set := s.Columns.Languages[n]; set != 0; set &= set - 1 {
				of[bits.TrailingZeros8(set)].Add(n)
			}
		}
		for i := range of {
			sizes[i] += float64(of[i].GetCardinality())
		}
		sets = append(sets, of)
	}
	return sets, sizes
}

// typed is the reading of the language that a query is written in, as far as the
// index can tell, and that of the two which counts for the reader: preferred is
// the same unless it is in doubt and the interface is in another that is likely
// too. -1 is none.
func (r *run) typed(ix *Index, root search.Node, interfaceLanguage corpus.Language) (typed, preferred int, err error) {
	var words []string
	typedWords(root, &words)
	if len(words) == 0 {
		return -1, r.reading(interfaceLanguage), nil
	}
	sets, sizes := ix.byLanguage()
	total, only, several := 0.0, -1, false
	for i, n := range sizes {
		if total += n; n > 0 {
			only, several = i, only >= 0
		}
	}
	if only >= 0 && !several && r.analyzers[only].Speaks() && r.analyzers[only].Writes(analysis.ExactForm(words[0])) {
		return only, only, nil // there is nothing to tell it from
	}
	likelihood := make([]float64, len(r.analyzers))
	known := make([]bool, len(r.analyzers))
	for _, w := range words {
		exact := analysis.ExactForm(w)
		fold := analysis.FoldForm(exact)
		held := make([]float64, len(r.analyzers))
		all := 0.0
		for si := range r.gen.Segments {
			p, ok, err := r.readers[si].Postings(segment.FieldExact, fold)
			if err != nil {
				return -1, -1, err
			}
			if !ok {
				continue
			}
			for i := range held {
				if sizes[i] > 0 {
					n := float64(p.Docs.AndCardinality(sets[si][i]))
					held[i] += n
					all += n
				}
			}
		}
		if all == 0 {
			continue // what no statement holds tells nothing
		}
		for i, n := range held {
			if !r.analyzers[i].Writes(exact) {
				n = 0
			}
			known[i] = known[i] || n > 0
			likelihood[i] += math.Log((n + typedPrior*all/total*.5) / (sizes[i] + typedPrior))
		}
	}
	best := math.Inf(-1)
	for i := range likelihood {
		if known[i] && r.analyzers[i].Speaks() {
			best = max(best, likelihood[i])
		}
	}
	typed = -1
	likely := func(i int) bool {
		return known[i] && r.analyzers[i].Speaks() && likelihood[i] >= best-math.Log(typedDoubt)*math.Sqrt(float64(len(words)))
	}
	for i := range likelihood {
		if likely(i) && (typed < 0 || sizes[i] > sizes[typed]) {
			typed = i
		}
	}
	preferred = typed
	if other := r.reading(interfaceLanguage); other >= 0 && (typed < 0 || likely(other)) {
		preferred = other
	}
	return typed, preferred, nil
}

// reading is that of a language which has one; -1 of others.
func (r *run) reading(l corpus.Language) int {
	i := analysis.AnalyzerOf(r.analyzers, l)
	if !r.analyzers[i].Speaks() {
		return -1
	}
	return i
}

// typedWords lists the words of a plan that a person wrote in sentences, as
// against values of fields.
func typedWords(n search.Node, out *[]string) {
	add := func(text string) {
		text = norm.NFKC.String(text)
		for _, t := range analysis.TokensOf(text) {
			if t.Class == analysis.ClassWord || t.Class == analysis.ClassIdeograph {
				*out = append(*out, strings.Clone(text[t.Start:t.End]))
			}
		}
	}
	switch n := n.(type) {
	case search.Word:
		add(n.Text)
	case search.Phrase:
		add(n.Text)
	case search.Near:
		add(n.Text)
	case search.And:
		for _, part := range n.Nodes {
			typedWords(part, out)
		}
	case search.Or:
		for _, part := range n.Nodes {
			typedWords(part, out)
		}
	}
}

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
