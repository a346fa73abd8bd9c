package bleveindex

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
)

// run is the work on one request. It is used by one goroutine.
type run struct {
	ctx       context.Context
	languages []*languageReading
	gen       *generation
	readers   []*segmentReader  // by segment
	step      func() error      // see steps
	leaves    map[*leaf][]found // by segment
}

func newRun(ctx context.Context, ix *Index) *run {
	r := &run{ctx: ctx, languages: ix.languages, gen: ix.gen, step: steps(ctx), leaves: map[*leaf][]found{}}
	for _, s := range ix.gen.segments {
		r.readers = append(r.readers, newSegmentReader(s, r.step))
	}
	return r
}

// found is what a leaf found in one segment.
type found struct {
	matched *roaring.Bitmap // statements that hold it
	text    []postings      // to score by
	title   []postings
	names   []postings
	counts  *occurrences // of what had to be looked up in the token streams
}

// occurrences is how often statements hold a sequence, in order of their numbers.
type occurrences struct {
	docs   []uint32
	counts []uint16
}

// match finds the statements of a segment that meet a node.
func (r *run) match(n node, si int) (*roaring.Bitmap, error) {
	switch n := n.(type) {
	case *leaf:
		return r.matchLeaf(n, si)
	case allNode:
		full, _, err := r.matchAll(n, si)
		return full, err
	case anyNode:
		return r.matchAny(n, si)
	case noneNode:
		return r.matchNone(n, si)
	case isNode:
		return r.matchIs(n, si), nil
	case symbolNode:
		return r.matchSymbol(n, si), nil
	case datedNode:
		return r.matchDated(n, si), nil
	}
	return roaring.New(), nil
}

func (r *run) matchNone(n noneNode, si int) (*roaring.Bitmap, error) {
	without, err := r.match(n.part, si)
	if err != nil {
		return nil, err
	}
	return roaring.AndNot(r.gen.segments[si].live, without), nil
}

func (r *run) matchAny(n anyNode, si int) (*roaring.Bitmap, error) {
	parts := make([]*roaring.Bitmap, 0, len(n.parts))
	for _, p := range n.parts {
		m, err := r.match(p, si)
		if err != nil {
			return nil, err
		}
		parts = append(parts, m)
	}
	return roaring.FastOr(parts...), nil
}

// matchAll returns the statements that hold all parts, and those that hold what
// they must and at least one of the loose parts.
func (r *run) matchAll(n allNode, si int) (full, relaxed *roaring.Bitmap, err error) {
	own := make([]*roaring.Bitmap, len(n.parts))
	for i, p := range n.parts {
		if own[i], err = r.match(p, si); err != nil {
			return nil, nil, err
		}
	}
	for _, alias := range n.also {
		m, err := r.matchLeaf(alias.leaf, si)
		if err != nil {
			return nil, nil, err
		}
		if m.IsEmpty() {
			continue
		}
		for i := alias.from; i < alias.to; i++ {
			own[i] = roaring.Or(own[i], m)
		}
	}
	var must, some []*roaring.Bitmap
	all := make([]*roaring.Bitmap, 0, len(own))
	for i, m := range own {
		if !n.relax || !n.loose[i] {
			must = append(must, m)
			all = append(all, m)
			continue
		}
		some = append(some, m)
		if l, ok := n.parts[i].(*leaf); ok && l.lenient {
			m = roaring.Or(m, r.speaks(si, l))
		}
		all = append(all, m)
	}
	full = intersection(all)
	if len(some) == 0 {
		return full, full, nil
	}
	for _, l := range n.extra {
		m, err := r.matchLeaf(l, si)
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

// intersection begins with the smallest set, so that the others are only
// looked into where it is.
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

// speaks is the statements in a language in which the leaf is a stop word.
func (r *run) speaks(si int, l *leaf) *roaring.Bitmap {
	var stops uint8
	for i, lang := range r.languages {
		if lang.isStop(l.terms[0].fold) {
			stops |= 1 << i
		}
	}
	out := roaring.New()
	for doc, languages := range r.gen.segments[si].columns.Languages {
		if languages&stops != 0 {
			out.Add(uint32(doc))
		}
	}
	return roaring.And(out, r.gen.segments[si].live)
}

func (r *run) matchIs(n isNode, si int) *roaring.Bitmap {
	out := roaring.New()
	t := r.gen.facets[n.field]
	base := r.gen.bases[si]
	end := base + uint32(r.gen.segments[si].count())
	for ord, value := range t.values {
		if !strings.EqualFold(value, n.id) {
			continue
		}
		for _, doc := range t.docs[ord] {
			if doc >= base && doc < end {
				out.Add(doc - base)
			}
		}
	}
	return out
}

func (r *run) matchSymbol(n symbolNode, si int) *roaring.Bitmap {
	out := roaring.New()
	for doc, symbol := range r.gen.segments[si].columns.Symbols {
		if symbol == n.symbol && symbol != "" || n.prefix && n.symbol != "" && strings.HasPrefix(symbol, n.symbol) {
			out.Add(uint32(doc))
		}
	}
	out.And(r.gen.segments[si].live)
	return out
}

func (r *run) matchDated(n datedNode, si int) *roaring.Bitmap {
	from, to := noDay, int32(math.MaxInt32)
	if !n.from.IsZero() {
		from = day(n.from.First())
	}
	if !n.to.IsZero() {
		to = day(n.to.Last())
	}
	out := roaring.New()
	c := &r.gen.segments[si].columns
	for doc, first := range c.First {
		if first != noDay && first <= to && c.Last[doc] >= from {
			out.Add(uint32(doc))
		}
	}
	out.And(r.gen.segments[si].live)
	return out
}

// addedSince finds the statements that were added at a moment or later.
func (r *run) addedSince(si int, since time.Time) *roaring.Bitmap {
	out := roaring.New()
	least := micros(since)
	for doc, added := range r.gen.segments[si].columns.Added {
		if added != 0 && added >= least {
			out.Add(uint32(doc))
		}
	}
	out.And(r.gen.segments[si].live)
	return out
}

// matchLeaf finds the statements that hold a leaf, and keeps what scoring needs.
func (r *run) matchLeaf(l *leaf, si int) (*roaring.Bitmap, error) {
	if r.leaves[l] == nil {
		r.leaves[l] = make([]found, len(r.gen.segments))
	}
	f := &r.leaves[l][si]
	if f.matched != nil {
		return f.matched, nil
	}
	if r.gen.segments[si].postings == nil {
		f.matched = roaring.New()
		return f.matched, nil
	}
	var err error
	switch {
	case l.in == corpus.FieldDeliverer:
		err = r.matchSpeaker(l, si, f)
	case len(l.terms) == 1:
		err = r.matchWord(l, si, f)
	case l.pair != "":
		err = r.collect(l, si, f, func(language string) string { return l.pair })
	default:
		err = r.matchSequence(l, si, f)
	}
	if err != nil {
		return nil, err
	}
	return f.matched, nil
}

func (r *run) matchSpeaker(l *leaf, si int, f *found) error {
	sets := make([]*roaring.Bitmap, 0, len(l.terms))
	for i := range l.terms {
		lists, err := r.readers[si].folded(fieldSpeaker, &l.terms[i])
		if err != nil {
			return err
		}
		sets = append(sets, union(lists))
		f.names = append(f.names, lists...)
	}
	f.matched = intersection(sets)
	return nil
}

// matchWord finds one word.
func (r *run) matchWord(l *leaf, si int, f *found) error {
	t := &l.terms[0]
	if t.kind == termStem {
		if err := r.collect(l, si, f, func(language string) string {
			i := slices.IndexFunc(r.languages, func(lang *languageReading) bool { return lang.code == language })
			return t.stems[i]
		}); err != nil {
			return err
		}
		if t.stop && !l.lenient {
			// Where a stop word is asked for in earnest, it is looked up as written.
			lists, err := r.readers[si].folded(fieldExact, t)
			if err != nil {
				return err
			}
			if l.in == corpus.FieldTitle {
				return r.verifyIn(l, si, f, union(lists))
			}
			f.text = lists
			f.matched = roaring.Or(f.matched, union(lists))
		}
	} else {
		lists, err := r.readers[si].folded(fieldExact, t)
		if err != nil {
			return err
		}
		candidates := union(lists)
		if l.in == corpus.FieldTitle || needsVerifying(l, r.gen.segments[si]) {
			return r.verifyIn(l, si, f, candidates)
		}
		f.text, f.matched = lists, candidates
	}
	if l.names {
		lists, err := r.readers[si].folded(fieldNames, t)
		if err != nil {
			return err
		}
		f.names = lists
		if len(lists) > 0 {
			f.matched = roaring.Or(f.matched, union(lists))
		}
	}
	return nil
}

// needsVerifying tells whether the field of exact words says too much: it knows
// no accents, and words that were hyphenated are in it as one.
func needsVerifying(l *leaf, s *segment) bool {
	t := &l.terms[0]
	if t.kind == termExact {
		return true
	}
	if t.kind != termFold || l.names {
		return false
	}
	for _, id := range s.lexicon.Folds.get(t.fold) {
		if int(id) >= s.lexicon.Words.len() && !s.lexicon.Joins[int(id)-s.lexicon.Words.len()].LineEnd {
			return true
		}
	}
	return false
}

// collect looks a word up in the fields of all languages by the form it has in each.
func (r *run) collect(l *leaf, si int, f *found, form func(language string) string) error {
	fields := func(prefix string) ([]postings, error) {
		var lists []postings
		for _, lang := range r.languages {
			word := form(lang.code)
			if word == "" {
				continue
			}
			p, ok, err := r.readers[si].postings(prefix+lang.code, word)
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
	if f.title, err = fields(titlePrefix); err != nil {
		return err
	}
	if l.in == corpus.FieldTitle {
		f.matched = union(f.title)
		return nil
	}
	if f.text, err = fields(""); err != nil {
		return err
	}
	f.matched = union(f.text)
	return nil
}

// matchSequence finds words that stand together: first the statements that hold
// them all, then, in their token streams, those in which they stand as asked.
func (r *run) matchSequence(l *leaf, si int, f *found) error {
	sets := make([]*roaring.Bitmap, 0, len(l.terms))
	names := make([]*roaring.Bitmap, 0, len(l.terms))
	for i := range l.terms {
		candidates, err := r.holders(si, &l.terms[i])
		if err != nil {
			return err
		}
		sets = append(sets, candidates)
		if l.names {
			lists, err := r.readers[si].folded(fieldNames, &l.terms[i])
			if err != nil {
				return err
			}
			names = append(names, union(lists))
		}
	}
	if err := r.verifyIn(l, si, f, intersection(sets)); err != nil {
		return err
	}
	if l.names {
		// Names are short: whoever bears all the words bears the name.
		f.matched = roaring.Or(f.matched, intersection(names))
	}
	return nil
}

// holders is the statements that may hold a term of a sequence.
func (r *run) holders(si int, t *term) (*roaring.Bitmap, error) {
	lists, err := r.readers[si].folded(fieldExact, t)
	if err != nil {
		return nil, err
	}
	if t.kind == termStem {
		for i, lang := range r.languages {
			if t.stems[i] == "" {
				continue
			}
			p, ok, err := r.readers[si].postings(lang.code, t.stems[i])
			if err != nil {
				return nil, err
			}
			if ok {
				lists = append(lists, p)
			}
		}
	}
	return union(lists), nil
}
