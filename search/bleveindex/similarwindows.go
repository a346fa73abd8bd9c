package bleveindex

import (
	"cmp"
	"maps"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// A statement that repeats MinRepeat words in a row holds all words of a window: of so many
// words, windows that begin so far apart leave out no such run.
const (
	windowWords = 12
	windowStep  = search.MinRepeat - windowWords + 1
)

// maxCandidates limits the number of statements that are read. Windows in few
// statements come first, so that formulas are skipped first: forms of address, names
// of treaties, popular quotations.
const maxCandidates = 800

// commonWindow is the number of statements from which a window counts as a formula.
func commonWindow(statements int) uint64 { return max(25, uint64(statements)/100) }

// window is a few consecutive words, as seen by one segment.
type window struct {
	start int             // number of its first word in the statement
	docs  *roaring.Bitmap // statements of the segment with all its words, in any order
}

// compared is a statement in the word numbers of one segment.
type compared struct {
	*quoteWords
	windows []window
}

// windows returns the statement in the words of a segment, and adds to holders the
// number of statements there that contain the words of each window.
func (r *similarRun) windows(si int, own *analysis.Quotation, holders map[int]uint64) (compared, error) {
	c := compared{quoteWords: newQuoteWords(r.gen.Segments[si], own)}
	if c.segment.Empty() || len(c.Parts) == 0 {
		return c, nil
	}
	byClass := make([]*roaring.Bitmap, len(c.Folds))
	for class := 1; class < len(c.Folds); class++ {
		if err := r.work.Spend(segment.PostingWork); err != nil {
			return c, err
		}
		p, ok, err := r.readers[si].Postings(segment.FieldExact, c.Folds[class])
		if err != nil {
			return c, err
		}
		if ok {
			byClass[class] = p.Docs
		}
	}
	part := &c.Parts[0]
	var lists []*roaring.Bitmap
	for from := 0; from+windowWords <= len(part.Classes); from += windowStep {
		if err := r.work.Spend(segment.PostingWork); err != nil {
			return c, err
		}
		lists = lists[:0]
		for _, class := range part.Classes[from : from+windowWords] {
			lists = append(lists, byClass[class])
		}
		w := window{start: part.Starts[from], docs: meeting(lists)}
		w.docs.And(c.segment.Live)
		holders[w.start] += w.docs.GetCardinality()
		c.windows = append(c.windows, w)
	}
	return c, nil
}

// choose returns for each segment the statements to read, and the maximum number of
// statements with a window that is no formula.
func (r *similarRun) choose(segments []compared, holders map[int]uint64) (candidates []*roaring.Bitmap, maximum uint64) {
	type place struct{ segment, window int }
	byHolders := map[uint64][]place{}
	for si, c := range segments {
		candidates = append(candidates, roaring.New())
		for i, w := range c.windows {
			byHolders[holders[w.start]] = append(byHolders[holders[w.start]], place{si, i})
		}
	}
	for _, n := range slices.Sorted(maps.Keys(byHolders)) {
		if n > commonWindow(r.gen.Documents) {
			break
		}
		maximum = n
		read := uint64(0)
		for _, p := range byHolders[n] {
			candidates[p.segment].Or(segments[p.segment].windows[p.window].docs)
		}
		for _, c := range candidates {
			read += c.GetCardinality()
		}
		if read >= maxCandidates {
			break
		}
	}
	return candidates, maximum
}

// telling reports whether a run of words contains a window that is no formula.
func (c compared) telling(from, to int, rare func(window) bool) bool {
	for i := (from + windowStep - 1) / windowStep; i*windowStep+windowWords <= to; i++ {
		if rare(c.windows[i]) {
			return true
		}
	}
	return false
}

// meeting intersects lists, the shortest first. A nil list is empty.
func meeting(lists []*roaring.Bitmap) *roaring.Bitmap {
	if slices.Contains(lists, nil) {
		return roaring.New()
	}
	slices.SortFunc(lists, func(a, b *roaring.Bitmap) int { return cmp.Compare(a.GetCardinality(), b.GetCardinality()) })
	met := lists[0].Clone()
	for _, list := range lists[1:] {
		if met.IsEmpty() {
			break
		}
		met.And(list)
	}
	return met
}
