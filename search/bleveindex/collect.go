package bleveindex

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
)

// candidate is a matching statement that may become a hit.
type candidate struct {
	doc   uint32
	full  bool // contains all words, not only some
	score float64
	// preferred means that it, or another matching version of its work, is in the
	// language of the query.
	preferred bool
	taken     bool    // it or another version is labelled with that language
	lifted    float64 // rank it is raised to; 0 if it is not, see lift
}

// rank is the value that candidates are sorted by.
func (c candidate) rank() float64 {
	if c.lifted > 0 {
		return c.lifted
	}
	if c.preferred {
		return c.score * search.PreferredLanguage
	}
	return c.score
}

// order compares candidates by a request's sort order; the smaller comes first.
type order struct {
	g      *generation.Generation
	sort   search.Sort
	known  *languages      // nil if typed is -1
	typed  int             // analyzer of the query's language; -1 if unknown
	reader corpus.Language // of the interface; "" if that is not known
}

func (o order) compare(a, b candidate) int {
	if o.sort == search.SortAdded {
		return cmp.Or(cmp.Compare(o.g.Added[b.doc], o.g.Added[a.doc]), o.dates(o.g.First[a.doc], o.g.First[b.doc]), cmp.Compare(o.g.IDRank[a.doc], o.g.IDRank[b.doc]))
	}
	if o.sort == search.SortNewest || o.sort == search.SortOldest {
		if c := o.dates(o.g.First[a.doc], o.g.First[b.doc]); c != 0 {
			return c
		}
	}
	return o.better(a, b)
}

// isPreferred reports whether a statement is in the language of the query.
func (o order) isPreferred(doc uint32) bool {
	return o.typed >= 0 && o.known.prefers[doc]&(1<<o.typed) != 0
}

// isTaken reports whether a statement is labelled with the language of the query.
func (o order) isTaken(doc uint32) bool {
	return o.typed >= 0 && o.g.Reading(doc) == o.typed && !o.known.untoldDoc[doc]
}

// represents reports whether a is shown for its work rather than b. If results are
// sorted by when they were added, the version added first is shown, so that a work
// keeps its place and id when a translation is added. Otherwise it is the version
// that the user most likely reads.
func (o order) represents(a, b candidate) bool {
	if o.sort == search.SortAdded {
		return o.compare(a, b) > 0
	}
	if a.full != b.full {
		return a.full
	}
	x, y := o.readable(a.doc), o.readable(b.doc)
	return x < y || x == y && o.better(a, b) < 0
}

// readable ranks the versions of a work for the user: in the language of the query,
// in that of the interface, the original, others.
func (o order) readable(doc uint32) int {
	switch {
	case o.isPreferred(doc):
		return 0
	case o.reader != "" && o.g.Language(doc) == o.reader:
		return 1
	case o.g.IsOriginal(doc):
		return 2
	}
	return 3
}

// better compares by relevance, ties by id.
func (o order) better(a, b candidate) int {
	if a.full != b.full {
		if a.full {
			return -1
		}
		return 1
	}
	if x, y := a.rank(), b.rank(); x != y {
		return cmp.Compare(y, x)
	}
	return cmp.Compare(o.g.IDRank[a.doc], o.g.IDRank[b.doc])
}

// dates sorts statements without a date last, in all orders.
func (o order) dates(a, b int32) int {
	switch {
	case a == b:
		return 0
	case a == segment.NoDay:
		return 1
	case b == segment.NoDay:
		return -1
	case o.sort == search.SortOldest:
		return cmp.Compare(a, b)
	}
	return cmp.Compare(b, a)
}

// matches are the matching statements, by segment.
type matches struct {
	found []*roaring.Bitmap
	full  []*roaring.Bitmap // those that match the whole query; nil: all
}

// docs appends the numbers of the statements to list.
func (m matches) docs(g *generation.Generation, list []uint32) []uint32 {
	for si, found := range m.found {
		from := len(list)
		n := int(found.GetCardinality())
		list = slices.Grow(list, n)[:from+n]
		found.ManyIterator().NextMany(list[from:])
		if base := g.Bases[si]; base > 0 {
			for i := from; i < len(list); i++ {
				list[i] += base
			}
		}
	}
	return list
}

// first is the first of the statements in a list that are among them, at most n;
// without those of works that are shown once, if so asked.
func (m matches) first(g *generation.Generation, list []uint32, n int, withoutShared bool) []uint32 {
	var out []uint32
	for _, doc := range list {
		if len(out) == n {
			break
		}
		if withoutShared && g.Shared[doc] {
			continue
		}
		if si, number := g.Place(doc); m.found[si].Contains(number) {
			out = append(out, doc)
		}
	}
	return out
}

// collector keeps the best candidates, one for each work.
type collector struct {
	order
	wanted int
	after  *candidate  // only what follows it is kept
	passed int         // candidates that follow it
	heap   []candidate // the worst on top

	takenOnly bool               // statements in other languages are skipped
	lifted    map[uint32]float64 // see lift; by the statement shown
	// inOrder is all statements as they come by date, where nothing else tells them
	// apart: the first of them that were found are the best. May be nil.
	inOrder []uint32
}

// byDate is all statements in the order of a request that asks for the newest or
// oldest of many and has no words, or nil for another.
func byDate(g *generation.Generation, sort search.Sort, words bool, found int) []uint32 {
	switch {
	case words || found < g.Size()/manyFound:
		return nil
	case sort == search.SortNewest:
		return g.Newest()
	case sort == search.SortOldest:
		return g.Oldest()
	}
	return nil
}

// manyFound is the part of all statements of which it pays to look at all in order
// until enough are found, rather than to compare those found: one in so many.
const manyFound = 16

func (c *collector) collect(m matches, found grouped, scores []float64) []candidate {
	if c.wanted == 0 {
		return nil
	}
	full := matches{found: m.full}.docs(c.g, nil) // few, or else the query is not relaxed
	holdsAll := func(doc uint32) bool {
		if m.full == nil {
			return true
		}
		_, found := slices.BinarySearch(full, doc)
		return found
	}
	candidateOf := func(doc uint32) candidate {
		return candidate{
			doc: doc, score: scores[doc], full: holdsAll(doc),
			preferred: c.isPreferred(doc), taken: c.isTaken(doc),
		}
	}
	singles := found.singles
	if c.inOrder != nil && c.after == nil && c.lifted == nil && !c.takenOnly {
		singles = m.first(c.g, c.inOrder, c.wanted, len(found.works) > 0)
		c.passed += len(found.singles) - len(singles)
	}
	for _, doc := range singles {
		if len(c.heap) == c.wanted && c.isHopeless(doc, scores[doc]) && (m.full == nil || !holdsAll(doc)) {
			c.passed++
			continue
		}
		c.offer(candidateOf(doc))
	}
	for _, work := range found.works {
		shown := candidateOf(work[0])
		for _, doc := range work[1:] {
			if other := candidateOf(doc); c.represents(other, shown) {
				shown = other
			}
		}
		// The work has the rank of its best version, whichever is shown.
		for _, doc := range work {
			if other := candidateOf(doc); other.full == shown.full {
				shown.score, shown.preferred = max(other.score, shown.score), other.preferred || shown.preferred
				shown.taken = other.taken || shown.taken
			}
		}
		c.offer(shown)
	}
	slices.SortFunc(c.heap, c.compare)
	return c.heap
}

// isHopeless cheaply rejects most statements that rank below all kept ones. A
// statement with all words may have to be examined anyway.
func (c *collector) isHopeless(doc uint32, score float64) bool {
	if c.after != nil || c.lifted != nil || c.takenOnly {
		return false
	}
	worst := &c.heap[0]
	switch c.sort {
	case search.SortRelevance:
		if c.isPreferred(doc) {
			score *= search.PreferredLanguage
		}
		return score < worst.rank()
	case search.SortNewest, search.SortOldest:
		if d := c.dates(c.g.First[doc], c.g.First[worst.doc]); d != 0 {
			return d > 0
		}
		return score == 0 && worst.score == 0 && c.g.IDRank[doc] > c.g.IDRank[worst.doc]
	}
	return false
}

// offer keeps a candidate if it is among the best so far.
func (c *collector) offer(cand candidate) {
	if c.takenOnly && !cand.taken {
		return
	}
	if c.lifted != nil {
		cand.lifted = c.lifted[cand.doc]
	}
	if c.after != nil && c.compare(cand, *c.after) <= 0 {
		return
	}
	c.passed++
	if len(c.heap) < c.wanted {
		c.heap = append(c.heap, cand)
		for i := len(c.heap) - 1; i > 0; {
			parent := (i - 1) / 2
			if c.compare(c.heap[i], c.heap[parent]) <= 0 {
				break
			}
			c.heap[i], c.heap[parent] = c.heap[parent], c.heap[i]
			i = parent
		}
		return
	}
	if c.compare(cand, c.heap[0]) >= 0 {
		return
	}
	c.heap[0] = cand
	for i := 0; ; {
		worst := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(c.heap); child++ {
			if c.compare(c.heap[child], c.heap[worst]) > 0 {
				worst = child
			}
		}
		if worst == i {
			return
		}
		c.heap[i], c.heap[worst] = c.heap[worst], c.heap[i]
		i = worst
	}
}
