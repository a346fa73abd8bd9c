package bleveindex

import (
	"context"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	zapsegment "github.com/blevesearch/scorch_segment_api/v2"

	"rostrum/corpus"
	"rostrum/search/analysis"
)

// postings is one term's list in one segment.
type postings struct {
	list zapsegment.PostingsList
	docs *roaring.Bitmap // shared with the segment: not to be changed
}

// steps makes a function to be called for every unit of work on a request, which
// notices from time to time that the deadline has passed.
func steps(ctx context.Context) func() error {
	n := 0
	return func() error {
		n++
		if n&63 == 0 {
			return ctx.Err()
		}
		return nil
	}
}

// segmentReader looks words up in a segment for one request.
type segmentReader struct {
	segment *segment
	step    func() error // called for every unit of work; its error ends it
	dicts   map[string]zapsegment.TermDictionary
}

func newSegmentReader(s *segment, step func() error) *segmentReader {
	return &segmentReader{segment: s, step: step, dicts: map[string]zapsegment.TermDictionary{}}
}

// postings looks up a term; false if no statement that lives has it.
func (r *segmentReader) postings(field, term string) (postings, bool, error) {
	if r.segment.postings == nil {
		return postings{}, false, nil
	}
	dict, err := r.dict(field)
	if err != nil {
		return postings{}, false, err
	}
	if err := r.step(); err != nil {
		return postings{}, false, err
	}
	list, err := dict.PostingsList([]byte(term), r.segment.deleted, nil)
	if err != nil {
		return postings{}, false, fmt.Errorf("%w: look up a word: %w", corpus.ErrNoIndex, err)
	}
	if list.Count() == 0 {
		return postings{}, false, nil
	}
	it, ok := list.Iterator(false, false, false, nil).(zapsegment.OptimizablePostingsIterator)
	if !ok {
		return postings{}, false, fmt.Errorf("%w: postings of another kind than expected", corpus.ErrNoIndex)
	}
	if doc, only := it.DocNum1Hit(); only {
		return postings{list: list, docs: roaring.BitmapOf(uint32(doc))}, true, nil
	}
	return postings{list: list, docs: it.ActualBitmap()}, true, nil
}

func (r *segmentReader) dict(field string) (zapsegment.TermDictionary, error) {
	dict, ok := r.dicts[field]
	if !ok {
		var err error
		if dict, err = r.segment.postings.Dictionary(field); err != nil {
			return nil, fmt.Errorf("%w: open the dictionary of %s: %w", corpus.ErrNoIndex, field, err)
		}
		r.dicts[field] = dict
	}
	return dict, nil
}

// folded looks a term up in a field of folded words; one that is open at its
// end or misspelt may have many lists.
func (r *segmentReader) folded(field string, t *analysis.Term) ([]postings, error) {
	words := []string{t.Fold}
	if t.Kind == analysis.TermPrefix || t.Kind == analysis.TermFuzzy {
		var err error
		if words, err = r.expand(field, t); err != nil {
			return nil, err
		}
	}
	var lists []postings
	for _, w := range words {
		p, ok, err := r.postings(field, w)
		if err != nil {
			return nil, err
		}
		if ok {
			lists = append(lists, p)
		}
	}
	return lists, nil
}

func union(lists []postings) *roaring.Bitmap {
	if len(lists) == 1 {
		return lists[0].docs
	}
	sets := make([]*roaring.Bitmap, len(lists))
	for i, p := range lists {
		sets[i] = p.docs
	}
	return roaring.FastOr(sets...)
}

// eachCount reads the frequencies of those in a list that match.
func (r *segmentReader) eachCount(p postings, matched *roaring.Bitmap, visit func(doc uint32, count float64)) error {
	it := p.list.Iterator(true, false, false, nil)
	fast, ok := it.(zapsegment.OptimizablePostingsIterator)
	if !ok {
		return fmt.Errorf("%w: postings of another kind than expected", corpus.ErrNoIndex)
	}
	if doc, only := fast.DocNum1Hit(); only {
		if matched.Contains(uint32(doc)) {
			visit(uint32(doc), 1)
		}
		return nil
	}
	if wanted := roaring.And(p.docs, matched); wanted.GetCardinality() < p.docs.GetCardinality() {
		if wanted.IsEmpty() {
			return nil
		}
		fast.ReplaceActual(wanted)
	}
	for {
		posting, err := it.Next()
		if err != nil {
			return fmt.Errorf("%w: read postings: %w", corpus.ErrNoIndex, err)
		}
		if posting == nil {
			return nil
		}
		if err := r.step(); err != nil {
			return err
		}
		visit(uint32(posting.Number()), float64(posting.Frequency()))
	}
}
