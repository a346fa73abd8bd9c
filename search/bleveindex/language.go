package bleveindex

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/RoaringBitmap/roaring/v2"
	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
)

// How the language of a question is told. A language is likely by the share of
// its statements that hold the words; typedPrior statements that hold them half
// as often as all do are added to each, so that a language of which there is a
// statement or two cannot win by chance. Languages within a factor of typedDoubt
// of the likeliest are in doubt, and more so the more words there are, whose
// chances add up; between them the one of the interface decides, or else the
// size. Stop words of one language, such as "of", also occur in statements in other
// languages, in names and quotations; there they count typedForeign times.
const (
	typedPrior   = 10
	typedDoubt   = 4
	typedForeign = 0.05
)

// languages are the statements of an index by language.
type languages struct {
	// sets are the statements by analyzer and segment; those without a detectable
	// language are in none.
	sets  [][]*roaring.Bitmap
	sizes []float64 // by analyzer: number of statements
	// prefers has, by statement, a bit for each analyzer for which it is preferred,
	// and preferred has the same as sets, by segment and analyzer: see isPreferred.
	prefers   []uint8
	preferred [][]*roaring.Bitmap
	// taken are the statements labelled with a language, by segment and analyzer;
	// untold and untoldDoc are those without a detectable language, by segment and by
	// statement, which are not in taken.
	taken     [][]*roaring.Bitmap
	untold    []*roaring.Bitmap
	untoldDoc []bool
}

// layOutLanguages finds the statements of each language.
func (ix *Index) layOutLanguages() *languages {
	n := len(ix.analyzers)
	out := &languages{sizes: make([]float64, n), prefers: make([]uint8, ix.gen.Size()), untoldDoc: make([]bool, ix.gen.Size())}
	for si, s := range ix.gen.Segments {
		sets, preferred, taken := make([]*roaring.Bitmap, n), make([]*roaring.Bitmap, n), make([]*roaring.Bitmap, n)
		untold := roaring.New()
		for i := range n {
			sets[i], preferred[i], taken[i] = roaring.New(), roaring.New(), roaring.New()
		}
		for it := s.Live.Iterator(); it.HasNext(); {
			doc := it.Next()
			if s.Columns.Unsure[doc] {
				untold.Add(doc)
				out.untoldDoc[ix.gen.Bases[si]+doc] = true
			} else {
				taken[ix.gen.Reading(ix.gen.Bases[si]+doc)].Add(doc)
			}
			for i := range n {
				if !s.Columns.Unsure[doc] && s.Columns.Languages[doc]&(1<<i) != 0 {
					sets[i].Add(doc)
				}
				if isPreferred(ix.gen, s, doc, ix.gen.Bases[si]+doc, i) {
					preferred[i].Add(doc)
					out.prefers[ix.gen.Bases[si]+doc] |= 1 << i
				}
			}
		}
		for i := range n {
			out.sizes[i] += float64(sets[i].GetCardinality())
		}
		out.sets, out.preferred, out.taken = append(out.sets, sets), append(out.preferred, preferred), append(out.taken, taken)
		out.untold = append(out.untold, untold)
	}
	return out
}

// isPreferred reports whether a statement is in the language of an analyzer: by its
// declared language, by its words if they say otherwise, or because nothing in it
// tells. It is number n of segment s.
func isPreferred(g *generation.Generation, s *segment.Segment, n, doc uint32, reading int) bool {
	taken := g.Reading(doc)
	if taken == reading {
		return true
	}
	read := s.Columns.Languages[n]
	return s.Columns.Unsure[n] || read&(1<<reading) != 0 && read&(1<<taken) == 0
}

// typed returns the analyzer of the query's language, as far as the index can tell,
// and that of the preferred results: the same, unless it is in doubt and the language
// of the interface is likely, too. -1 means none.
func (r *run) typed(ix *Index, root search.Node, interfaceLanguage corpus.Language) (typed, preferred int, err error) {
	var words []string
	typedWords(root, &words)
	if len(words) == 0 {
		return -1, r.reading(interfaceLanguage), nil
	}
	known := ix.languages()
	total, only, several := 0.0, -1, false
	for i, n := range known.sizes {
		if total += n; n > 0 {
			only, several = i, only >= 0
		}
	}
	if only >= 0 && !several && r.analyzers[only].Speaks() && r.analyzers[only].Writes(analysis.ExactForm(words[0])) {
		return only, only, nil // there is only one language
	}
	likelihood := make([]float64, len(r.analyzers))
	written := make([]bool, len(r.analyzers))
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
				if known.sizes[i] > 0 {
					n := float64(p.Docs.AndCardinality(known.sets[si][i]))
					held[i] += n
					all += n
				}
			}
		}
		if all == 0 {
			continue // words in no statement say nothing
		}
		stop := !isCapitals(w) && slices.ContainsFunc(r.analyzers, func(a *analysis.Analyzer) bool { return a.IsStopWord(fold) })
		for i, n := range held {
			if !r.analyzers[i].Writes(exact) {
				n = 0
			}
			written[i] = written[i] || n > 0
			share := (n + typedPrior*all/total*.5) / (known.sizes[i] + typedPrior)
			if stop && !r.analyzers[i].IsStopWord(fold) {
				share *= typedForeign
			}
			likelihood[i] += math.Log(share)
		}
	}
	best := math.Inf(-1)
	for i := range likelihood {
		if written[i] && r.analyzers[i].Speaks() {
			best = max(best, likelihood[i])
		}
	}
	typed = -1
	likely := func(i int) bool {
		return written[i] && r.analyzers[i].Speaks() && likelihood[i] >= best-math.Log(typedDoubt)*math.Sqrt(float64(len(words)))
	}
	for i := range likelihood {
		if likely(i) && (typed < 0 || known.sizes[i] > known.sizes[typed]) {
			typed = i
		}
	}
	preferred = typed
	if other := r.reading(interfaceLanguage); other >= 0 && (typed < 0 || likely(other)) {
		preferred = other
	}
	return typed, preferred, nil
}

// isCapitals reports whether a word is in capitals: UN is not the French article.
func isCapitals(word string) bool {
	return len(word) > 1 && strings.ToUpper(word) == word && strings.ToLower(word) != word
}

// reading returns the analyzer of a language; -1 if it has none.
func (r *run) reading(l corpus.Language) int {
	i := analysis.AnalyzerOf(r.analyzers, l)
	if !r.analyzers[i].Speaks() {
		return -1
	}
	return i
}

// typedWords lists the words of a plan that are text, unlike values of fields.
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

// toldIn reduces the statements of a segment that contain all words of a query to
// those in its language, and to others that contain each word as a name or a
// translation of it, or in their details. Words may exist in two languages (charges
// of a court, and French charges, burdens): such statements match, but do not rank
// first for containing them all.
func (r *run) toldIn(n analysis.And, si int, full *roaring.Bitmap) (*roaring.Bitmap, error) {
	in := r.known.preferred[si][r.preferred]
	told := make([]*roaring.Bitmap, len(n.Parts))
	for i := range told {
		told[i] = roaring.New()
	}
	for _, alias := range n.Aliases {
		m, err := r.matchClause(alias.Clause, si)
		if err != nil {
			return nil, err
		}
		for i := alias.From; i < alias.To; i++ {
			told[i].Or(m)
		}
	}
	elsewhere := roaring.AndNot(full, in)
	for i, part := range n.Parts {
		if !n.Optional[i] || elsewhere.IsEmpty() {
			continue
		}
		forms, ok := formsOf(part)
		if !ok {
			continue
		}
		for _, l := range forms {
			for _, p := range r.clauses[l][si].names {
				told[i].Or(p.Docs)
			}
		}
		elsewhere.And(told[i])
	}
	return roaring.Or(roaring.And(full, in), elsewhere), nil
}

// told is toldIn of all segments. If no match is in the language of the query, it
// returns full.
func (r *run) told(n analysis.And, found matches, full []*roaring.Bitmap) ([]*roaring.Bitmap, error) {
	if r.known == nil || r.preferredShare(order{known: r.known, typed: r.preferred}, found) == 0 {
		return full, nil
	}
	out := make([]*roaring.Bitmap, len(full))
	for si := range full {
		var err error
		if out[si], err = r.toldIn(n, si, full[si]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// formsOf returns the clauses of a word; not ok for words without letters, which are
// the same in all languages, and for stop words, which may be missing.
func formsOf(n analysis.Node) (forms []*analysis.Clause, ok bool) {
	add := func(n analysis.Node) {
		if l, is := n.(*analysis.Clause); is && !l.Lenient {
			forms = append(forms, l)
			ok = ok || slices.ContainsFunc(l.Terms, func(t analysis.Term) bool { return strings.ContainsFunc(t.Fold, unicode.IsLetter) })
		}
	}
	if or, is := n.(analysis.Or); is {
		for _, part := range or.Parts {
			add(part)
		}
	} else {
		add(n)
	}
	return forms, ok
}

// firstPage is the number of results that should contain the query's language in the
// same share as all matches.
const firstPage = 10

// lift raises statements in the query's language to the end of the first page if
// their share there is lower than among all matches, and adjusts the collector's
// order. Statements with all words stay before those with some. kept are the
// candidates kept so far; it returns those kept afterwards.
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
	need := int(math.Ceil(share*float64(len(top)) - 1e-9))
	for _, cand := range top {
		if cand.taken {
			need--
		}
	}
	if need <= 0 {
		return kept
	}
	// Only the last group of the page can be exchanged: with all words, or with some.
	end := slices.IndexFunc(top, func(cand candidate) bool { return cand.full == top[len(top)-1].full })
	have, others := 0, 0
	for _, cand := range top[end:] {
		if cand.taken {
			have++
		} else {
			others++
		}
	}
	others -= min(need, others)
	need = len(top) - end - others
	// Find the last of the others that stay on the page: statements in the language
	// follow it, or precede the first of them if none stays.
	before := 1.0
	last := candidate{}
	for _, cand := range top[end:] {
		if !cand.taken && (others > 0 || last.score == 0) {
			last = cand
			if others == 0 {
				before = 1 + 1e-6
				break
			}
			others--
		}
	}
	if last.score == 0 || need == have {
		return kept
	}
	in := &collector{order: c.order, wanted: need + end, takenOnly: true}
	lifted := map[uint32]float64{}
	for i, cand := range in.collect(m, found, scores) {
		if cand.full == last.full && c.compare(cand, last) > 0 {
			lifted[cand.doc] = last.rank() * before * (1 - float64(i+1)*1e-9)
		}
	}
	c.lifted = lifted
	if c.after != nil {
		c.after.lifted = lifted[c.after.doc]
	}
	c.heap, c.passed = nil, 0
	return c.collect(m, found, scores)
}

// preferredShare is the share of matches labelled with the query's language, among
// those with a detectable language.
func (r *run) preferredShare(o order, m matches) float64 {
	if o.typed < 0 {
		return 0
	}
	in, all := uint64(0), uint64(0)
	for si, found := range m.found {
		all += found.GetCardinality() - found.AndCardinality(o.known.untold[si])
		in += found.AndCardinality(o.known.taken[si][o.typed])
	}
	if all == 0 {
		return 0
	}
	return float64(in) / float64(all)
}
