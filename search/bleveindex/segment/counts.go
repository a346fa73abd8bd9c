package segment

import (
	"container/list"
	"math"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// Counts is how often statements hold any of some terms: their posting lists,
// unpacked. It never changes.
type Counts struct {
	docs  []uint32 // ascending; nil where all is in dense
	times []uint16 // by place in docs; at most 65,535
	dense []uint16 // by statement, 0 where it holds none; nil where few hold any
}

// denseFrom is the share of all statements from which on a number for each of them
// takes no more memory, or little more, than the numbers of those that hold a term.
const denseFrom = 0.25

// newCounts unpacks what tally has of the statements in docs, and empties tally.
func newCounts(docs *roaring.Bitmap, tally []uint16) *Counts {
	if float64(docs.GetCardinality()) >= denseFrom*float64(len(tally)) {
		c := &Counts{dense: slices.Clone(tally)}
		clear(tally)
		return c
	}
	c := &Counts{docs: docs.ToArray()}
	c.times = make([]uint16, len(c.docs))
	for i, doc := range c.docs {
		c.times[i], tally[doc] = tally[doc], 0
	}
	return c
}

// bytes is what it takes of memory.
func (c *Counts) bytes() int { return 4*cap(c.docs) + 2*cap(c.times) + 2*cap(c.dense) }

// in writes those that are among the statements of m to b.
func (c *Counts) in(m *Matched, b *Buffer) {
	n := 0
	if c.dense != nil {
		docs, times := b.room(len(m.Docs))
		for _, doc := range m.Docs {
			doc -= m.Base
			if t := c.dense[doc]; t > 0 {
				docs[n], times[n] = doc, float32(t)
				n++
			}
		}
		b.Docs, b.Times = docs[:n], times[:n]
		return
	}
	docs, times := b.room(min(len(c.docs), len(m.Docs)))
	if len(m.Docs) < len(c.docs)/16 {
		for from, i := 0, 0; i < len(m.Docs); i++ {
			at, found := slices.BinarySearch(c.docs[from:], m.Docs[i]-m.Base)
			from += at
			if found {
				docs[n], times[n] = c.docs[from], float32(c.times[from])
				n++
			}
		}
	} else {
		set := m.dense()
		for i, doc := range c.docs {
			if set[doc/64]>>(doc%64)&1 != 0 {
				docs[n], times[n] = doc, float32(c.times[i])
				n++
			}
		}
	}
	b.Docs, b.Times = docs[:n], times[:n]
}

// Matched is the statements of a segment that are asked about.
type Matched struct {
	Set  *roaring.Bitmap
	Docs []uint32 // the same, each with Base added
	Base uint32

	size int // of the segment
	bits []uint64
}

// NewMatched takes both forms of a set of statements of s.
func NewMatched(s *Segment, set *roaring.Bitmap, docs []uint32, base uint32) *Matched {
	return &Matched{Set: set, Docs: docs, Base: base, size: s.Count()}
}

// dense is the set with a bit for each statement of the segment.
func (m *Matched) dense() []uint64 {
	if m.bits == nil {
		m.bits = make([]uint64, (m.size+63)/64)
		for _, doc := range m.Docs {
			doc -= m.Base
			m.bits[doc/64] |= 1 << (doc % 64)
		}
	}
	return m.bits
}

// Has tells whether a statement is among them, by its number in the segment.
func (m *Matched) Has(doc uint32) bool { return m.dense()[doc/64]>>(doc%64)&1 != 0 }

// Buffer takes what Reader.Counts finds, until it is called again.
type Buffer struct {
	Docs  []uint32
	Times []float32

	tally []uint16 // by statement; zero between calls
}

// room makes room for n statements.
func (b *Buffer) room(n int) ([]uint32, []float32) {
	b.Docs, b.Times = slices.Grow(b.Docs[:0], n)[:n], slices.Grow(b.Times[:0], n)[:n]
	return b.Docs, b.Times
}

func (b *Buffer) reset() { b.Docs, b.Times = b.Docs[:0], b.Times[:0] }

// CountCache keeps the Counts that were last asked for, up to a number of bytes.
// It is safe for concurrent use.
type CountCache struct {
	limit int

	mu      sync.Mutex
	size    int
	entries map[countKey]*list.Element
	recent  list.List // of *countEntry, the last asked for in front
}

// countKey is the terms that were counted, and where.
type countKey struct {
	segment *Segment
	terms   string
}

type countEntry struct {
	key    countKey
	counts *Counts
	size   int
}

// NewCountCache makes a cache of at most limit bytes.
func NewCountCache(limit int) *CountCache {
	return &CountCache{limit: limit, entries: map[countKey]*list.Element{}}
}

// Bytes is how much the cache holds.
func (c *CountCache) Bytes() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.size
}

func (c *CountCache) get(key countKey) *Counts {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[key]
	if e == nil {
		return nil
	}
	c.recent.MoveToFront(e)
	return e.Value.(*countEntry).counts
}

// entryOverhead is about what an entry takes beside its counts and terms.
const entryOverhead = 200

func (c *CountCache) put(key countKey, counts *Counts) {
	entry := &countEntry{key, counts, counts.bytes() + len(key.terms) + entryOverhead}
	if entry.size > c.limit/4 {
		return // it would push out too much of what others ask for
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries[key] != nil {
		return // another request was first
	}
	c.entries[key] = c.recent.PushFront(entry)
	for c.size += entry.size; c.size > c.limit; {
		last := c.recent.Remove(c.recent.Back()).(*countEntry)
		delete(c.entries, last.key)
		c.size -= last.size
	}
}

// cachedFrom is how many postings are worth an entry in the cache.
const cachedFrom = 256

// Counts writes to b how often the statements of m hold terms, in any order of
// statements. Lists that have many of their statements in m are unpacked whole and
// cached; of others only what is asked for is read.
func (r *Reader) Counts(lists []Postings, m *Matched, b *Buffer) error {
	b.reset()
	total, terms := 0, 0
	for _, p := range lists {
		total += int(p.Docs.GetCardinality())
		terms += len(p.key)
	}
	if total < cachedFrom || r.counts == nil {
		return r.walk(lists, m, b)
	}
	text := make([]byte, 0, terms)
	for _, p := range lists {
		text = append(text, p.key...)
	}
	key := countKey{r.segment, string(text)}
	counts := r.counts.get(key)
	if counts == nil {
		if len(m.Docs) < total/4 {
			return r.walk(lists, m, b)
		}
		var err error
		if counts, err = r.unpack(lists, b); err != nil {
			return err
		}
		r.counts.put(key, counts)
	}
	counts.in(m, b)
	return r.work.Spend(len(m.Docs) / countedAtOnce)
}

// countedAtOnce is how many statements are looked up in Counts in the time of a
// unit of work.
const countedAtOnce = 8

// walk reads the postings of lists that are in m.
func (r *Reader) walk(lists []Postings, m *Matched, b *Buffer) error {
	if len(lists) == 1 {
		return r.EachCount(lists[0], m.Set, func(doc uint32, count uint64) {
			b.Docs = append(b.Docs, doc)
			b.Times = append(b.Times, float32(min(count, math.MaxUint16)))
		})
	}
	if err := r.add(lists, m.Set, b); err != nil {
		return err
	}
	for _, p := range lists {
		for it := p.Docs.Iterator(); it.HasNext(); {
			doc := it.Next()
			if n := b.tally[doc]; n > 0 {
				b.tally[doc] = 0
				b.Docs, b.Times = append(b.Docs, doc), append(b.Times, float32(n))
			}
		}
	}
	return nil
}

// unpack reads lists whole.
func (r *Reader) unpack(lists []Postings, b *Buffer) (*Counts, error) {
	if err := r.add(lists, nil, b); err != nil {
		return nil, err
	}
	return newCounts(Union(lists), b.tally[:r.segment.Count()]), nil
}

// add adds up the postings of lists in b's tally.
func (r *Reader) add(lists []Postings, matched *roaring.Bitmap, b *Buffer) error {
	if len(b.tally) < r.segment.Count() {
		b.tally = make([]uint16, r.segment.Count())
	}
	for _, p := range lists {
		if err := r.EachCount(p, matched, func(doc uint32, count uint64) {
			b.tally[doc] = uint16(min(uint64(b.tally[doc])+count, math.MaxUint16))
		}); err != nil {
			b.tally = nil // it is not clean
			return err
		}
	}
	return nil
}
