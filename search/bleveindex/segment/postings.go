package segment

import (
	"github.com/RoaringBitmap/roaring/v2"
	zapsegment "github.com/blevesearch/scorch_segment_api/v2"

	"rostrum/corpus"
	"rostrum/search/analysis"
)

// Postings is one term's list in one segment.
type Postings struct {
	key  string // the field and the term
	list zapsegment.PostingsList
	Docs *roaring.Bitmap // shared with the segment: not to be changed
}

// Reader looks words up in a segment for one request.
type Reader struct {
	segment *Segment
	work    *Work
	counts  *CountCache // nil: nothing is kept
	dicts   map[string]zapsegment.TermDictionary

	expanded map[expansion][]string
}

// NewReader reads s, and counts in w what is read; an error from that ends the
// request. counts may be nil.
func NewReader(s *Segment, w *Work, counts *CountCache) *Reader {
	return &Reader{segment: s, work: w, counts: counts, dicts: map[string]zapsegment.TermDictionary{}, expanded: map[expansion][]string{}}
}

// Postings looks up a term; false if no live statement has it.
func (r *Reader) Postings(field, term string) (Postings, bool, error) {
	if r.segment.Empty() {
		return Postings{}, false, nil
	}
	dict, err := r.dict(field)
	if err != nil {
		return Postings{}, false, err
	}
	if err := r.work.Spend(LookupWork); err != nil {
		return Postings{}, false, err
	}
	list, err := dict.PostingsList([]byte(term), r.segment.tombstones, nil)
	if err != nil {
		return Postings{}, false, corpus.ErrNoIndex.Errorf("look up a word: %w", err)
	}
	if list.Count() == 0 {
		return Postings{}, false, nil
	}
	it, ok := list.Iterator(false, false, false, nil).(zapsegment.OptimizablePostingsIterator)
	if !ok {
		return Postings{}, false, corpus.ErrNoIndex.Errorf("postings of another kind than expected")
	}
	p := Postings{key: field + "\x00" + term + "\x00", list: list}
	if doc, only := it.DocNum1Hit(); only {
		p.Docs = roaring.BitmapOf(uint32(doc))
	} else {
		p.Docs = it.ActualBitmap()
	}
	return p, true, nil
}

func (r *Reader) dict(field string) (zapsegment.TermDictionary, error) {
	dict, ok := r.dicts[field]
	if !ok {
		var err error
		if dict, err = r.segment.postings.Dictionary(field); err != nil {
			return nil, corpus.ErrNoIndex.Errorf("open the dictionary of %s: %w", field, err)
		}
		r.dicts[field] = dict
	}
	return dict, nil
}

// Folded looks a term up in a field of folded words; one that is open at its
// end or misspelt may have many lists.
func (r *Reader) Folded(field string, t *analysis.Term) ([]Postings, error) {
	words := []string{t.Fold}
	if t.Kind == analysis.TermPrefix || t.Kind == analysis.TermFuzzy {
		var err error
		if words, err = r.Expand(field, t); err != nil {
			return nil, err
		}
	}
	var lists []Postings
	for _, w := range words {
		p, ok, err := r.Postings(field, w)
		if err != nil {
			return nil, err
		}
		if ok {
			lists = append(lists, p)
		}
	}
	return lists, nil
}

func Union(lists []Postings) *roaring.Bitmap {
	if len(lists) == 1 {
		return lists[0].Docs
	}
	sets := make([]*roaring.Bitmap, len(lists))
	for i, p := range lists {
		sets[i] = p.Docs
	}
	return roaring.FastOr(sets...)
}

// EachCount reads the frequencies of those in a list that match; nil is all.
func (r *Reader) EachCount(p Postings, matched *roaring.Bitmap, visit func(doc uint32, count uint64)) error {
	it := p.list.Iterator(true, false, false, nil)
	fast, ok := it.(zapsegment.OptimizablePostingsIterator)
	if !ok {
		return corpus.ErrNoIndex.Errorf("postings of another kind than expected")
	}
	if doc, only := fast.DocNum1Hit(); only {
		if matched == nil || matched.Contains(uint32(doc)) {
			visit(uint32(doc), 1)
		}
		return nil
	}
	if matched != nil {
		if wanted := roaring.And(p.Docs, matched); wanted.GetCardinality() < p.Docs.GetCardinality() {
			if wanted.IsEmpty() {
				return nil
			}
			fast.ReplaceActual(wanted)
		}
	}
	for {
		posting, err := it.Next()
		if err != nil {
			return corpus.ErrNoIndex.Errorf("read postings: %w", err)
		}
		if posting == nil {
			return nil
		}
		if err := r.work.Spend(PostingWork); err != nil {
			return err
		}
		visit(uint32(posting.Number()), posting.Frequency())
	}
}
