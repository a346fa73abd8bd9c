package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// Quote checks a quotation; see search.Quoter.
func (ix *Index) Quote(ctx context.Context, req search.QuoteRequest) (*search.QuoteResult, error) {
	return guarded(ctx, "quote", func() (*search.QuoteResult, error) { return ix.quote(ctx, req) })
}

func (ix *Index) quote(ctx context.Context, req search.QuoteRequest) (*search.QuoteResult, error) {
	start := time.Now()
	parts, err := req.Parts()
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	texts, words, err := checkParts(parts)
	if err != nil {
		return nil, err
	}
	r := &quoteRun{run: newRun(ctx, ix)}
	r.aligner.Spend = r.work.Spend
	wanted, err := analysis.NewQuotation(texts, r.written)
	if err != nil {
		return nil, err
	}
	for si, s := range ix.gen.Segments {
		if err := r.find(si, newQuoteWords(s, wanted), req.Filters); err != nil {
			return nil, err
		}
	}
	res := &search.QuoteResult{Verdict: search.NotFound, Words: words, Total: len(r.found), Index: ix.gen.Info}
	slices.SortFunc(r.found, func(a, b quoteFound) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(ix.gen.IDRank[a.doc], ix.gen.IDRank[b.doc]))
	})
	for _, f := range r.found[:min(len(r.found), cmp.Or(req.Size, search.DefaultQuoteSize))] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m, err := r.show(f)
		if err != nil {
			return nil, err
		}
		res.Matches = append(res.Matches, m)
	}
	if len(res.Matches) > 0 {
		res.Verdict = res.Matches[0].Verdict
	} else if res.Partial, err = r.partial(); err != nil {
		return nil, err
	}
	res.Took = time.Since(start)
	return res, nil
}

// checkParts returns the parts with words, and the number of words.
func checkParts(parts []search.QuotePart) (texts []string, words int, err error) {
	short := -1
	for _, p := range parts {
		n := len(analysis.TokensOf(p.Text))
		if n == 0 {
			continue
		}
		if n < search.MinPartWords && short < 0 {
			short = p.Position
		}
		texts, words = append(texts, p.Text), words+n
	}
	switch {
	case words == 0:
		return nil, 0, &search.QuoteError{Fault: search.QuoteNoWords, Message: "there are no words in the text to look for"}
	case len(texts) > search.MaxQuoteParts:
		return nil, 0, &search.QuoteError{
			Fault: search.QuoteManyParts, Position: parts[search.MaxQuoteParts].Position,
			Message: fmt.Sprintf("the text has %d parts between ellipses; up to %d can be checked at once", len(texts), search.MaxQuoteParts),
		}
	case len(texts) > 1 && short >= 0:
		return nil, 0, &search.QuoteError{
			Fault: search.QuoteShortPart, Position: short,
			Message: fmt.Sprintf("a part between ellipses has fewer than %d words, which stand nearly everywhere: quote more of it, or leave it out", search.MinPartWords),
		}
	}
	return texts, words, nil
}

// quoteRun is the check of one quotation.
type quoteRun struct {
	*run
	aligner  analysis.Aligner
	units    streamUnits
	searched []searchedSegment
	found    []quoteFound
}

// searchedSegment has the words of a quotation in a segment.
type searchedSegment struct {
	number int // of the segment
	words  *quoteWords
	docs   []*roaring.Bitmap // by class: the statements within the filters that contain it
}

// quoteFound is a statement with the quotation.
type quoteFound struct {
	doc    uint32
	words  *quoteWords
	chosen []analysis.Match // by part
	also   []analysis.Match // other matches of a quotation without ellipses
	edits  int
	outOf  int // number of units quoted
}

// find adds the statements of a segment that contain the quotation.
func (r *quoteRun) find(si int, q *quoteWords, filters search.Filters) error {
	candidates, err := r.candidates(si, q, filters)
	if err != nil {
		return err
	}
	for it := candidates.Iterator(); it.HasNext(); {
		doc := it.Next()
		if likely, err := r.readUnits(q, doc); !likely || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		f := quoteFound{doc: r.gen.Bases[si] + doc, words: q}
		found := make([][]analysis.Match, len(q.Parts))
		for i := range q.Parts {
			p := &q.Parts[i]
			found[i], err = r.aligner.Matches(p.Classes, r.units.Classes, len(q.Folds), p.Slack(search.QuoteTolerance))
			if err != nil {
				return err
			}
			if len(found[i]) == 0 {
				break
			}
			f.outOf += len(p.Classes)
		}
		if f.chosen = analysis.Chain(found); f.chosen == nil {
			continue
		}
		for _, s := range f.chosen {
			f.edits += s.Edits
		}
		if len(q.Parts) == 1 {
			for _, s := range found[0] {
				if s.Edits == f.edits {
					f.also = append(f.also, s)
				}
			}
		}
		r.found = append(r.found, f)
	}
	return nil
}

// readUnits reads the words of a statement, with the note marks that the quotation
// may contain. It returns false if the quotation cannot match.
func (r *quoteRun) readUnits(q *quoteWords, doc uint32) (bool, error) {
	stream := q.segment.Stream(doc)
	if err := r.work.Spend(segment.PostingWork + len(stream)); err != nil {
		return false, err
	}
	q.read(stream, &r.units)
	if !q.HasMarks() {
		return true, nil
	}
	// Note marks are in the record, which is read only if the other words match.
	if likely, err := q.Likely(&r.aligner, &r.units.Units, search.QuoteTolerance); !likely || err != nil {
		return false, err
	}
	return true, r.setMarks(q, doc)
}

// setMarks inserts the note marks of a statement among its words.
func (r *quoteRun) setMarks(q *quoteWords, doc uint32) error {
	rec, err := q.segment.Record(doc)
	if err != nil {
		return err
	}
	var marks []analysis.NoteMark
	for i, p := range rec.Pages {
		for _, m := range p.Marks {
			marks = append(marks, analysis.NoteMark{Word: r.units.Pages[i] + m.Words, Text: m.Text})
		}
	}
	var texts []string // of the pages, read on demand
	r.units.SetMarks(q.Quotation, marks, func(word int) string {
		if texts == nil {
			err = q.segment.Pages(rec, func(_ int, p corpus.Page) bool {
				texts = append(texts, p.Text)
				return true
			})
			if err != nil {
				return ""
			}
		}
		page := r.units.Page(word)
		t := analysis.TokensOf(texts[page])[word-r.units.Pages[page]]
		return texts[page][t.Start:t.End]
	})
	return err
}

// candidates returns the statements with enough of the words: each missing word is at
// least one edit.
func (r *quoteRun) candidates(si int, q *quoteWords, filters search.Filters) (*roaring.Bitmap, error) {
	if q.segment.Empty() {
		return roaring.New(), nil
	}
	allowed, err := r.filters(si, filters)
	if err != nil {
		return nil, err
	}
	live := allowed.apply(q.segment.Live, "")
	holders := make([]*roaring.Bitmap, len(q.Folds))
	hold := func(fold string) (*roaring.Bitmap, error) {
		p, ok, err := r.readers[si].Postings(segment.FieldExact, fold)
		if !ok || err != nil {
			return roaring.New(), err
		}
		return roaring.And(p.Docs, live), nil
	}
	for class := 1; class < len(q.Folds); class++ {
		if holders[class], err = hold(q.Folds[class]); err != nil {
			return nil, err
		}
	}
	for _, p := range q.Pairs {
		first, err := hold(p.First)
		if err != nil {
			return nil, err
		}
		second, err := hold(p.Second)
		if err != nil {
			return nil, err
		}
		first.And(second)
		holders[p.Class].Or(first)
	}
	for _, raised := range q.Raised {
		holders[raised.Word].Or(holders[raised.Whole])
	}
	for _, class := range q.Unheld() {
		holders[class] = live // a statement may lack it as a word
	}
	r.searched = append(r.searched, searchedSegment{si, q, holders})
	missing := 0
	for i := range q.Parts {
		missing += q.Parts[i].Slack(search.QuoteTolerance)
	}
	rarest := slices.Clone(holders[1:])
	slices.SortStableFunc(rarest, func(a, b *roaring.Bitmap) int { return cmp.Compare(a.GetCardinality(), b.GetCardinality()) })
	if missing == 0 {
		return intersection(rarest), nil
	}
	// A statement that lacks only a few words has at least one of the rarest words,
	// one more than may be missing.
	some := roaring.FastOr(rarest[:min(len(rarest), missing+1)]...)
	held := make([]uint16, q.segment.Count())
	for _, docs := range rarest {
		if err := r.work.Spend(int(docs.GetCardinality())); err != nil {
			return nil, err
		}
		for it := docs.Iterator(); it.HasNext(); {
			held[it.Next()]++
		}
	}
	out := roaring.New()
	for it := some.Iterator(); it.HasNext(); {
		if doc := it.Next(); int(held[doc])+missing >= len(rarest) {
			out.Add(doc)
		}
	}
	return out, nil
}

// show fills in the result for a statement.
func (r *quoteRun) show(f quoteFound) (search.QuoteMatch, error) {
	s, n := r.gen.Locate(f.doc)
	rec, err := s.Record(n)
	if err != nil {
		return search.QuoteMatch{}, err
	}
	if _, err := r.readUnits(f.words, n); err != nil {
		return search.QuoteMatch{}, err
	}
	text, err := analysis.NewQuotedText(pagesOf(s, rec), &r.units.Units, f.chosen[0].Start, f.chosen[len(f.chosen)-1].End)
	if err != nil {
		return search.QuoteMatch{}, err
	}
	m := search.QuoteMatch{Hit: newHit(r.gen, f.doc, rec), Verdict: search.Verbatim}
	m.Score = 1 - float64(f.edits)/float64(f.outOf)
	m.Passages = text.Passages(f.chosen)
	m.PassagesTotal = len(m.Passages)
	for _, at := range append(f.chosen[:1:1], f.also...) {
		if page := rec.Pages[r.units.Page(r.units.Starts[at.Start])].Number; !slices.Contains(m.Begins, page) {
			m.Begins = append(m.Begins, page)
		}
	}
	slices.Sort(m.Begins)
	if f.edits == 0 {
		m.Differs = text.Differs(f.words.Parts, f.chosen)
		return m, nil
	}
	m.Verdict = search.Nearly
	for i, s := range f.chosen {
		m.Differences = append(m.Differences, text.Differences(&f.words.Parts[i], s)...)
	}
	return m, nil
}

// pagesOf reads the pages of a statement.
func pagesOf(s *segment.Segment, rec *segment.Record) analysis.PageReader {
	return func(yield func(int, corpus.Page) bool) error { return s.Pages(rec, yield) }
}
