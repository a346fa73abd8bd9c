package bleveindex

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// Similar finds statements that repeat passages of one; see search.Comparer.
func (ix *Index) Similar(ctx context.Context, id corpus.ID, size int) (*search.Similar, error) {
	return guarded(ctx, "similar", func() (*search.Similar, error) { return ix.similar(ctx, id, size) })
}

func (ix *Index) similar(ctx context.Context, id corpus.ID, size int) (*search.Similar, error) {
	start := time.Now()
	if size < 0 || size > search.MaxSize {
		return nil, corpus.ErrInvalid.Errorf("size is %d; it may be 0 to %d", size, search.MaxSize)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc, ok := ix.gen.Find(id)
	if !ok {
		return nil, corpus.ErrNotFound.Errorf("there is no statement %s in the index", id)
	}
	r := &similarRun{run: newRun(ctx, ix), doc: doc}
	if err := r.read(); err != nil {
		return nil, err
	}
	if err := r.compare(); err != nil {
		return nil, err
	}
	found := r.ranked()
	res := &search.Similar{Words: r.words, Total: len(found), Index: ix.gen.Info}
	for _, f := range found[:min(len(found), cmp.Or(size, search.DefaultSimilarSize))] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m, err := r.show(f)
		if err != nil {
			return nil, err
		}
		res.Matches = append(res.Matches, m)
	}
	res.Took = time.Since(start)
	return res, nil
}

// similarRun is the comparison of one statement with the others. Positions are word
// numbers in the statement, so that those found in different segments can be counted
// together.
type similarRun struct {
	*run
	doc   uint32
	rec   *segment.Record
	text  string         // of its pages, one after the other
	own   analysis.Units // its words; a word is a unit
	words int            // compared
	other streamUnits    // of the statement at hand
	cover []uint32       // by word: how many other works repeat it
	found []similarFound
}

// similarFound is a statement that repeats passages.
type similarFound struct {
	doc    uint32
	words  *quoteWords
	shared []sharedStretch
	count  int // words repeated
	weight float64
}

// sharedStretch is a run of words that both statements contain.
type sharedStretch struct {
	from, to int // words here
	there    analysis.Match
}

// read reads the statement that others are compared with.
func (r *similarRun) read() error {
	s, n := r.gen.Locate(r.doc)
	var err error
	if r.rec, err = s.Record(n); err != nil {
		return err
	}
	var text strings.Builder
	err = s.Pages(r.rec, func(_ int, p corpus.Page) bool {
		page := p.Text
		r.own.Pages = append(r.own.Pages, r.words)
		tokens := analysis.TokensOf(page)
		if left := search.MaxComparedWords - r.words; len(tokens) > left {
			page, tokens = page[:tokens[left-1].End], tokens[:left]
		}
		r.words += len(tokens)
		text.WriteString(page)
		text.WriteByte('\n')
		return r.words < search.MaxComparedWords
	})
	if err != nil {
		return err
	}
	r.text = text.String()
	for i := range r.words + 1 {
		r.own.Starts = append(r.own.Starts, i)
	}
	r.cover = make([]uint32, r.words)
	return nil
}

// compare finds the statements that repeat passages.
func (r *similarRun) compare() error {
	own, err := analysis.NewQuotation([]string{r.text}, r.written)
	if err != nil {
		return err
	}
	holders := map[int]uint64{}
	var segments []compared
	for si := range r.gen.Segments {
		c, err := r.windows(si, own, holders)
		if err != nil {
			return err
		}
		segments = append(segments, c)
	}
	candidates, maximum := r.choose(segments, holders)
	rare := func(w window) bool { return holders[w.start] <= maximum }
	for si, c := range segments {
		if err := r.compareWithin(si, c, candidates[si], rare); err != nil {
			return err
		}
	}
	return nil
}

// compareWithin compares with the candidates of one segment.
func (r *similarRun) compareWithin(si int, c compared, candidates *roaring.Bitmap, rare func(window) bool) error {
	if candidates.IsEmpty() {
		return nil
	}
	part := &c.Parts[0]
	runs := analysis.NewReuseFinder(part.Classes, c.Folds)
	for it := candidates.Iterator(); it.HasNext(); {
		n := it.Next()
		doc := r.gen.Bases[si] + n
		if r.related(doc) {
			continue
		}
		stream := c.segment.Stream(n)
		if err := r.work.Spend(4 * len(stream)); err != nil {
			return err
		}
		c.read(stream, &r.other)
		f := similarFound{doc: doc, words: c.quoteWords}
		for _, s := range runs.Shared(r.other.Classes) {
			if c.telling(s.From, s.To, rare) {
				f.shared = append(f.shared, sharedStretch{part.Starts[s.From], part.Starts[s.To], s.There})
			}
		}
		if len(f.shared) > 0 {
			r.found = append(r.found, f)
		}
	}
	return nil
}

// related reports whether a statement repeats another as a matter of course: it is of
// the same work, or by the same authors in the same session.
func (r *similarRun) related(doc uint32) bool {
	if r.gen.Works[doc] == r.gen.Works[r.doc] {
		return true
	}
	same := func(f corpus.Field) bool {
		a, b := r.gen.Facets[f].Of(r.doc), r.gen.Facets[f].Of(doc)
		return len(a) > 0 && len(a) == len(b) && !slices.ContainsFunc(a, func(ord uint32) bool { return !slices.Contains(b, ord) })
	}
	return same(corpus.FieldSession) && same(corpus.FieldOrganization)
}

// ranked returns the best statement of each work, sorted by the number of repeated
// words, each weighted less the more other works repeat it.
func (r *similarRun) ranked() []similarFound {
	repeated := func(f similarFound) []bool {
		words := make([]bool, r.words)
		for _, s := range f.shared {
			for i := s.from; i < s.to; i++ {
				words[i] = true
			}
		}
		return words
	}
	for i := range r.found {
		for _, is := range repeated(r.found[i]) {
			if is {
				r.found[i].count++
			}
		}
	}
	slices.SortFunc(r.found, func(a, b similarFound) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(r.gen.IDRank[a.doc], r.gen.IDRank[b.doc]))
	})
	works := map[uint32]bool{}
	found := slices.DeleteFunc(r.found, func(f similarFound) bool {
		w := r.gen.Works[f.doc]
		known := works[w]
		works[w] = true
		return known
	})
	for _, f := range found {
		for i, is := range repeated(f) {
			if is {
				r.cover[i]++
			}
		}
	}
	for i := range found {
		for word, is := range repeated(found[i]) {
			if is {
				found[i].weight += 1 / float64(r.cover[word])
			}
		}
	}
	slices.SortStableFunc(found, func(a, b similarFound) int { return cmp.Compare(b.weight, a.weight) })
	return found
}

// show fills in the result for a statement.
func (r *similarRun) show(f similarFound) (search.SimilarMatch, error) {
	s, n := r.gen.Locate(f.doc)
	rec, err := s.Record(n)
	if err != nil {
		return search.SimilarMatch{}, err
	}
	m := search.SimilarMatch{Hit: newHit(r.gen, f.doc, rec), Words: f.count, Share: float64(f.count) / float64(r.words), Runs: len(f.shared)}
	m.Score = f.weight
	f.words.read(s.Stream(n), &r.other)
	slices.SortStableFunc(f.shared, func(a, b sharedStretch) int { return cmp.Compare(b.to-b.from, a.to-a.from) })
	here, _ := r.gen.Locate(r.doc)
	for _, shared := range f.shared[:min(len(f.shared), search.MaxShared)] {
		p := search.SharedPassage{Words: shared.to - shared.from}
		for _, others := range r.cover[shared.from:shared.to] {
			p.Others = max(p.Others, int(others)-1)
		}
		text, err := analysis.NewQuotedText(pagesOf(here, r.rec), &r.own, shared.from, shared.to)
		if err != nil {
			return m, err
		}
		p.Here = text.Passages([]analysis.Match{{Start: shared.from, End: shared.to}})
		if text, err = analysis.NewQuotedText(pagesOf(s, rec), &r.other.Units, shared.there.Start, shared.there.End); err != nil {
			return m, err
		}
		p.There = text.Passages([]analysis.Match{shared.there})
		m.Shared = append(m.Shared, p)
	}
	return m, nil
}
