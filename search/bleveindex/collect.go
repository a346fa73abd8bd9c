package bleveindex

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/search"
)

// candidate is a statement on its way to become a hit.
type candidate struct {
	doc   uint32
	full  bool // holds all words, as against some
	score float64
}

// order compares candidates by a request's sort; the smaller comes first.
type order struct {
	g    *generation
	sort search.Sort
}

func (o order) compare(a, b candidate) int {
	if o.sort == search.SortNewest || o.sort == search.SortOldest {
		if c := o.dates(o.g.first[a.doc], o.g.first[b.doc]); c != 0 {
			return c
		}
	}
	return o.better(a, b)
}

// better compares by relevance, ties by id.
func (o order) better(a, b candidate) int {
	if a.full != b.full {
		if a.full {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(o.g.idRank[a.doc], o.g.idRank[b.doc]))
}

// dates puts statements without a date last in both orders.
func (o order) dates(a, b int32) int {
	switch {
	case a == b:
		return 0
	case a == noDay:
		return 1
	case b == noDay:
		return -1
	case o.sort == search.SortNewest:
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

// matches is the statements that answer a request, by segment.
type matches struct {
	found []*roaring.Bitmap
	full  []*roaring.Bitmap // those of them that hold everything asked for; nil: all do
}

// each calls visit for every statement in order of their numbers.
func (m matches) each(g *generation, visit func(si int, doc uint32)) {
	var buffer [256]uint32
	for si, found := range m.found {
		base := g.bases[si]
		it := found.ManyIterator()
		for n := it.NextMany(buffer[:]); n > 0; n = it.NextMany(buffer[:]) {
			for _, doc := range buffer[:n] {
				visit(si, base+doc)
			}
		}
	}
}

// docs appends the numbers of the statements to list.
func (m matches) docs(g *generation, list []uint32) []uint32 {
	for si, found := range m.found {
		from := len(list)
		n := int(found.GetCardinality())
		list = slices.Grow(list, n)[:from+n]
		found.ManyIterator().NextMany(list[from:])
		if base := g.bases[si]; base > 0 {
			for i := from; i < len(list); i++ {
				list[i] += base
			}
		}
	}
	return list
}

// collector keeps the best candidates, one of each work, and counts the works.
type collector struct {
	order
	documents bool // count and keep each statement, not each work
	wanted    int
	after     *candidate // keep only what comes after it
	total     int
	passed    int         // candidates that come after it
	heap      []candidate // the worst of the kept on top
	best      map[uint32]candidate
}

func (c *collector) collect(m matches, scores []float64) []candidate {
	c.best = map[uint32]candidate{}
	m.each(c.g, func(si int, doc uint32) {
		cand := candidate{doc: doc, score: scores[doc], full: m.full == nil || m.full[si].Contains(doc-c.g.bases[si])}
		if c.documents || !c.g.shared[doc] {
			c.total++
			c.offer(cand)
			return
		}
		w := c.g.works[doc]
		if b, ok := c.best[w]; !ok || c.better(cand, b) < 0 {
			c.best[w] = cand
		}
	})
	for _, cand := range c.best {
		c.total++
		c.offer(cand)
	}
	slices.SortFunc(c.heap, c.compare)
	return c.heap
}

// offer keeps a candidate if it is among the best so far.
func (c *collector) offer(cand candidate) {
	if c.wanted == 0 || c.after != nil && c.compare(cand, *c.after) <= 0 {
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
