package bleveindex

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// match returns the statements of a segment that match a node.
func (r *run) match(n analysis.Node, si int) (*roaring.Bitmap, error) {
	switch n := n.(type) {
	case *analysis.Clause:
		return r.matchClause(n, si)
	case analysis.And:
		full, _, err := r.matchAnd(n, si)
		return full, err
	case analysis.Or:
		return r.matchOr(n, si)
	case analysis.Not:
		return r.matchNot(n, si)
	case analysis.Keyword:
		return r.matchKeyword(n, si), nil
	case analysis.Symbol:
		return r.matchSymbol(n, si), nil
	case analysis.DateRange:
		return r.matchDates(n, si), nil
	}
	return roaring.New(), nil
}

func (r *run) matchNot(n analysis.Not, si int) (*roaring.Bitmap, error) {
	without, err := r.match(n.Part, si)
	if err != nil {
		return nil, err
	}
	return roaring.AndNot(r.gen.Segments[si].Live, without), nil
}

func (r *run) matchOr(n analysis.Or, si int) (*roaring.Bitmap, error) {
	parts := make([]*roaring.Bitmap, 0, len(n.Parts))
	for _, p := range n.Parts {
		m, err := r.match(p, si)
		if err != nil {
			return nil, err
		}
		parts = append(parts, m)
	}
	return roaring.FastOr(parts...), nil
}

// matchAnd returns the statements that match all parts, and those that match the
// required parts and at least one optional part.
func (r *run) matchAnd(n analysis.And, si int) (full, relaxed *roaring.Bitmap, err error) {
	own := make([]*roaring.Bitmap, len(n.Parts))
	for i, p := range n.Parts {
		if own[i], err = r.match(p, si); err != nil {
			return nil, nil, err
		}
	}
	for _, alias := range n.Aliases {
		m, err := r.matchClause(alias.Clause, si)
		if err != nil {
			return nil, nil, err
		}
		if m.IsEmpty() {
			continue
		}
		for i := alias.From; i < alias.To; i++ {
			own[i] = roaring.Or(own[i], m)
		}
	}
	var must, some []*roaring.Bitmap
	all := make([]*roaring.Bitmap, 0, len(own))
	for i, m := range own {
		if !n.Relax || !n.Optional[i] {
			must = append(must, m)
			all = append(all, m)
			continue
		}
		some = append(some, m)
		if l, ok := n.Parts[i].(*analysis.Clause); ok && l.Lenient {
			m = roaring.Or(m, r.inStopWordLanguage(si, l))
		}
		all = append(all, m)
	}
	full = intersection(all)
	if len(some) == 0 {
		return full, full, nil
	}
	for _, l := range n.Extra {
		m, err := r.matchClause(l, si)
		if err != nil {
			return nil, nil, err
		}
		some = append(some, m)
	}
	relaxed = roaring.FastOr(some...)
	if len(must) > 0 {
		relaxed = roaring.And(relaxed, intersection(must))
	}
	return full, relaxed, nil
}

// intersection begins with the smallest set, so that the others are examined only
// where it has members.
func intersection(sets []*roaring.Bitmap) *roaring.Bitmap {
	slices.SortStableFunc(sets, func(a, b *roaring.Bitmap) int {
		return int(a.GetCardinality()) - int(b.GetCardinality())
	})
	out := sets[0]
	for _, s := range sets[1:] {
		out = roaring.And(out, s)
	}
	return out
}

// inStopWordLanguage returns the statements in a language in which the clause is a
// stop word.
func (r *run) inStopWordLanguage(si int, l *analysis.Clause) *roaring.Bitmap {
	var stops uint8
	for i, lang := range r.analyzers {
		if lang.IsStopWord(l.Terms[0].Fold) {
			stops |= 1 << i
		}
	}
	out := roaring.New()
	for doc, languages := range r.gen.Segments[si].Columns.Languages {
		if languages&stops != 0 {
			out.Add(uint32(doc))
		}
	}
	return roaring.And(out, r.gen.Segments[si].Live)
}

func (r *run) matchKeyword(n analysis.Keyword, si int) *roaring.Bitmap {
	out := roaring.New()
	t := r.gen.Facets[n.Field]
	base := r.gen.Bases[si]
	end := base + uint32(r.gen.Segments[si].Count())
	for ord, value := range t.Values {
		if !strings.EqualFold(value, n.Id) {
			continue
		}
		for _, doc := range t.Docs[ord] {
			if doc >= base && doc < end {
				out.Add(doc - base)
			}
		}
	}
	return out
}

func (r *run) matchSymbol(n analysis.Symbol, si int) *roaring.Bitmap {
	out := roaring.New()
	for doc, symbol := range r.gen.Segments[si].Columns.Symbols {
		if symbol == n.Symbol && symbol != "" || n.Prefix && n.Symbol != "" && strings.HasPrefix(symbol, n.Symbol) {
			out.Add(uint32(doc))
		}
	}
	out.And(r.gen.Segments[si].Live)
	return out
}

func (r *run) matchDates(n analysis.DateRange, si int) *roaring.Bitmap {
	from, to := segment.NoDay, int32(math.MaxInt32)
	if !n.From.IsZero() {
		from = segment.Day(n.From.First())
	}
	if !n.To.IsZero() {
		to = segment.Day(n.To.Last())
	}
	out := roaring.New()
	c := &r.gen.Segments[si].Columns
	for doc, first := range c.First {
		if first != segment.NoDay && first <= to && c.Last[doc] >= from {
			out.Add(uint32(doc))
		}
	}
	out.And(r.gen.Segments[si].Live)
	return out
}

// addedSince returns the statements added at a time or later.
func (r *run) addedSince(si int, since time.Time) *roaring.Bitmap {
	out := roaring.New()
	least := segment.Micros(since)
	for doc, added := range r.gen.Segments[si].Columns.Added {
		if added != 0 && added >= least {
			out.Add(uint32(doc))
		}
	}
	out.And(r.gen.Segments[si].Live)
	return out
}

// matchClause returns the statements that match a clause, and keeps what scoring
// needs.
func (r *run) matchClause(l *analysis.Clause, si int) (*roaring.Bitmap, error) {
	if r.clauses[l] == nil {
		r.clauses[l] = make([]clauseMatches, len(r.gen.Segments))
	}
	f := &r.clauses[l][si]
	if f.docs != nil {
		return f.docs, nil
	}
	if r.gen.Segments[si].Empty() {
		f.docs = roaring.New()
		return f.docs, nil
	}
	var err error
	switch {
	case l.Field == corpus.FieldDeliverer:
		err = r.matchSpeaker(l, si, f)
	case len(l.Terms) == 1:
		err = r.matchWord(l, si, f)
	case l.Pair != "":
		err = r.collect(l, si, f, func(language string) string { return l.Pair })
	default:
		err = r.matchSequence(l, si, f)
	}
	if err != nil {
		return nil, err
	}
	return f.docs, nil
}

func (r *run) matchSpeaker(l *analysis.Clause, si int, f *clauseMatches) error {
	sets := make([]*roaring.Bitmap, 0, len(l.Terms))
	for i := range l.Terms {
		lists, err := r.readers[si].Folded(segment.FieldSpeaker, &l.Terms[i])
		if err != nil {
			return err
		}
		sets = append(sets, segment.Union(lists))
		f.names = append(f.names, lists...)
	}
	f.docs = intersection(sets)
	return nil
}

// matchWord matches a single word.
func (r *run) matchWord(l *analysis.Clause, si int, f *clauseMatches) error {
	t := &l.Terms[0]
	if t.Kind == analysis.TermStem {
		if err := r.collect(l, si, f, func(language string) string {
			i := slices.IndexFunc(r.analyzers, func(lang *analysis.Analyzer) bool { return lang.Code == language })
			return t.Stems[i]
		}); err != nil {
			return err
		}
		if t.Stop && !l.Lenient {
			// A required stop word is looked up as written.
			lists, err := r.readers[si].Folded(segment.FieldExact, t)
			if err != nil {
				return err
			}
			if l.Field == corpus.FieldTitle {
				return r.filterSequence(l, si, f, segment.Union(lists))
			}
			f.text = lists
			f.docs = roaring.Or(f.docs, segment.Union(lists))
		}
	} else {
		lists, err := r.readers[si].Folded(segment.FieldExact, t)
		if err != nil {
			return err
		}
		candidates := segment.Union(lists)
		if l.Field == corpus.FieldTitle || needsSequence(l, r.gen.Segments[si]) {
			return r.filterSequence(l, si, f, candidates)
		}
		f.text, f.docs = lists, candidates
	}
	if l.InNames {
		lists, err := r.readers[si].Folded(segment.FieldNames, t)
		if err != nil {
			return err
		}
		f.names = lists
		if len(lists) > 0 {
			f.docs = roaring.Or(f.docs, segment.Union(lists))
		}
	}
	return nil
}

// needsSequence reports whether the field of exact words returns false positives: it
// has no accents, and joins words that were hyphenated.
func needsSequence(l *analysis.Clause, s *segment.Segment) bool {
	t := &l.Terms[0]
	if t.Kind == analysis.TermExact {
		return true
	}
	if t.Kind != analysis.TermFold || l.InNames {
		return false
	}
	for _, id := range s.Lexicon.Folds.Get(t.Fold) {
		if int(id) >= s.Lexicon.Words.Len() && !s.Lexicon.Joins[int(id)-s.Lexicon.Words.Len()].LineEnd {
			return true
		}
	}
	return false
}

// collect looks up a word in the fields of all languages, in the form it has in each.
func (r *run) collect(l *analysis.Clause, si int, f *clauseMatches, form func(language string) string) error {
	fields := func(prefix string) ([]segment.Postings, error) {
		var lists []segment.Postings
		for _, lang := range r.analyzers {
			word := form(lang.Code)
			if word == "" {
				continue
			}
			p, ok, err := r.readers[si].Postings(prefix+lang.Code, word)
			if err != nil {
				return nil, err
			}
			if ok {
				lists = append(lists, p)
			}
		}
		return lists, nil
	}
	var err error
	if f.title, err = fields(segment.TitlePrefix); err != nil {
		return err
	}
	if l.Field == corpus.FieldTitle {
		f.docs = segment.Union(f.title)
		return nil
	}
	if f.text, err = fields(""); err != nil {
		return err
	}
	f.docs = segment.Union(f.text)
	return nil
}

// matchSequence matches words that occur together: first the statements with all
// words, then, in their token streams, those in which they occur as required.
func (r *run) matchSequence(l *analysis.Clause, si int, f *clauseMatches) error {
	sets := make([]*roaring.Bitmap, 0, len(l.Terms))
	names := make([]*roaring.Bitmap, 0, len(l.Terms))
	for i := range l.Terms {
		candidates, err := r.termCandidates(si, &l.Terms[i])
		if err != nil {
			return err
		}
		sets = append(sets, candidates)
		if l.InNames {
			lists, err := r.readers[si].Folded(segment.FieldNames, &l.Terms[i])
			if err != nil {
				return err
			}
			names = append(names, segment.Union(lists))
		}
	}
	if err := r.filterSequence(l, si, f, intersection(sets)); err != nil {
		return err
	}
	if l.InNames {
		// Names are short: a statement with all the words has the name.
		f.docs = roaring.Or(f.docs, intersection(names))
	}
	return nil
}

// termCandidates returns the statements that may contain a term of a sequence.
func (r *run) termCandidates(si int, t *analysis.Term) (*roaring.Bitmap, error) {
	var lists []segment.Postings
	if t.Kind != analysis.TermStem || t.AsWritten() {
		var err error
		if lists, err = r.readers[si].Folded(segment.FieldExact, t); err != nil {
			return nil, err
		}
	}
	if t.Kind == analysis.TermStem {
		for i, lang := range r.analyzers {
			if t.Stems[i] == "" {
				continue
			}
			p, ok, err := r.readers[si].Postings(lang.Code, t.Stems[i])
			if err != nil {
				return nil, err
			}
			if ok {
				lists = append(lists, p)
			}
		}
	}
	return segment.Union(lists), nil
}
