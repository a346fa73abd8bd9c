package bleveindex

import (
	"cmp"
	"path/filepath"
	"slices"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex/segment"
)

// generation is an opened index: its segments, and the columns of all of them
// under one numbering. The number of a statement is the base of its segment and
// its number there.
type generation struct {
	revision string // of the catalogue it was built from
	degraded string // see Index.Degraded
	outdated bool   // see Index.Outdated

	info     search.IndexInfo
	segments []*segment.Segment
	bases    []uint32

	idRank []uint32 // place of each statement among all ids, to break ties
	works  []uint32 // number of each statement's work
	// members lists the statements of the works that have more than one, by work.
	members    [][]uint32
	shared     []bool // by statement: its work has others
	first      []int32
	last       []int32
	added      []int64
	textLength []uint32
	titleWords []uint32

	facets map[corpus.Field]*facetTable

	averageText  float64
	averageTitle float64
	documents    int // that live
}

// facetTable is a facet's column over all segments.
type facetTable struct {
	values []string // by ordinal, sorted
	ends   []uint32
	ords   []uint32
	docs   [][]uint32 // by ordinal: the statements that have it
	single []uint32   // see singleValues
}

func (t *facetTable) of(doc uint32) []uint32 {
	start := uint32(0)
	if doc > 0 {
		start = t.ends[doc-1]
	}
	return t.ords[start:t.ends[doc]]
}

// openGeneration opens the segments in dir and lays out their columns.
func openGeneration(dir string, m manifest) (*generation, error) {
	g := &generation{info: m.info(), facets: map[corpus.Field]*facetTable{}}
	for _, ms := range m.Segments {
		deleted, err := readDeleted(dir, ms)
		if err == nil {
			var s *segment.Segment
			if s, err = segment.Open(filepath.Join(dir, ms.Name), deleted); err == nil {
				g.segments = append(g.segments, s)
				continue
			}
		}
		return nil, cmp.Or(err, g.close())
	}
	g.layOut()
	return g, nil
}

func (g *generation) close() error {
	var err error
	for _, s := range g.segments {
		err = cmp.Or(err, s.Close())
	}
	return err
}

// size is how many numbers there are, those of deleted statements included.
func (g *generation) size() int { return len(g.works) }

// place is the place of a statement's segment among all, and its number there.
func (g *generation) place(doc uint32) (segment int, n uint32) {
	i, found := slices.BinarySearch(g.bases, doc)
	if !found {
		i-- // BinarySearch gives the place after the base
	}
	return i, doc - g.bases[i]
}

// locate is the segment of a statement and its number there.
func (g *generation) locate(doc uint32) (*segment.Segment, uint32) {
	i, n := g.place(doc)
	return g.segments[i], n
}

func (g *generation) id(doc uint32) corpus.ID {
	s, n := g.locate(doc)
	return s.Columns.IDs[n]
}

func (g *generation) layOut() {
	var ids []corpus.ID
	workNumbers := map[corpus.WorkID]uint32{}
	var textSum, titleSum uint64
	for _, s := range g.segments {
		g.bases = append(g.bases, uint32(len(ids)))
		c := &s.Columns
		ids = append(ids, c.IDs...)
		g.first = append(g.first, c.First...)
		g.last = append(g.last, c.Last...)
		g.added = append(g.added, c.Added...)
		g.textLength = append(g.textLength, c.TextLengths...)
		g.titleWords = append(g.titleWords, c.TitleWords...)
		for doc, work := range c.Works {
			if work == "" {
				work = corpus.WorkID(c.IDs[doc]) // a statement that names no work is one by itself
			}
			n, ok := workNumbers[work]
			if !ok {
				n = uint32(len(workNumbers))
				workNumbers[work] = n
			}
			g.works = append(g.works, n)
		}
		for doc := range c.IDs {
			if s.Live.Contains(uint32(doc)) {
				g.documents++
				textSum += uint64(c.TextLengths[doc])
				titleSum += uint64(c.TitleWords[doc])
			}
		}
	}
	g.averageText = max(1, float64(textSum)/float64(max(1, g.documents)))
	g.averageTitle = max(1, float64(titleSum)/float64(max(1, g.documents)))
	g.idRank = ranks(ids)
	g.layOutWorks(len(workNumbers))
	for i, f := range search.FacetFields {
		g.facets[f] = g.layOutFacet(i)
	}
}

// ranks is the place of each id in the order of all of them.
func ranks(ids []corpus.ID) []uint32 {
	order := make([]uint32, len(ids))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(ids[a], ids[b]) })
	rank := make([]uint32, len(ids))
	for place, doc := range order {
		rank[doc] = uint32(place)
	}
	return rank
}

func (g *generation) layOutWorks(works int) {
	counts := make([]uint32, works)
	g.eachLive(func(doc uint32) { counts[g.works[doc]]++ })
	g.members = make([][]uint32, works)
	g.shared = make([]bool, g.size())
	g.eachLive(func(doc uint32) {
		if w := g.works[doc]; counts[w] > 1 {
			g.members[w] = append(g.members[w], doc)
			g.shared[doc] = true
		}
	})
}

func (g *generation) eachLive(visit func(doc uint32)) {
	for i, s := range g.segments {
		for it := s.Live.Iterator(); it.HasNext(); {
			visit(g.bases[i] + it.Next())
		}
	}
}

func (g *generation) layOutFacet(i int) *facetTable {
	t := &facetTable{}
	for _, s := range g.segments {
		t.values = append(t.values, s.Columns.Facets[i].UsedBy(s.Live)...)
	}
	slices.Sort(t.values)
	t.values = slices.Compact(t.values)
	for _, s := range g.segments {
		c := &s.Columns.Facets[i]
		global := make([]uint32, len(c.Values))
		for ord, v := range c.Values {
			n, _ := slices.BinarySearch(t.values, v) // anything for what only deleted statements have
			global[ord] = uint32(n)
		}
		start := uint32(len(t.ords))
		for _, ord := range c.Ords {
			t.ords = append(t.ords, global[ord])
		}
		for _, end := range c.Ends {
			t.ends = append(t.ends, start+end)
		}
	}
	t.single = t.singleValues()
	t.docs = make([][]uint32, len(t.values))
	g.eachLive(func(doc uint32) {
		for _, ord := range t.of(doc) {
			t.docs[ord] = append(t.docs[ord], doc)
		}
	})
	return t
}

// ofWork appends the values that any statement of a work has, each once.
func (t *facetTable) ofWork(work, to []uint32) []uint32 {
	for _, doc := range work {
		for _, ord := range t.of(doc) {
			if !slices.Contains(to, ord) {
				to = append(to, ord)
			}
		}
	}
	return to
}

// singleValues are the values of all statements, or nil if any has several.
// len(t.values) stands for none. Most fields have one: then counting is fastest.
func (t *facetTable) singleValues() []uint32 {
	single := make([]uint32, len(t.ends))
	for doc := range single {
		switch ords := t.of(uint32(doc)); len(ords) {
		case 0:
			single[doc] = uint32(len(t.values))
		case 1:
			single[doc] = ords[0]
		default:
			return nil
		}
	}
	return single
}

// countWorks is the number of works of statements, each of which is there once.
func (g *generation) countWorks(docs []uint32) int {
	n := 0
	seen := map[uint32]bool{}
	for _, doc := range docs {
		if g.shared[doc] {
			if w := g.works[doc]; seen[w] {
				continue
			} else {
				seen[w] = true
			}
		}
		n++
	}
	return n
}

// language is that of a statement, from its facet.
func (g *generation) language(doc uint32) corpus.Language {
	t := g.facets[corpus.FieldLanguage]
	if ords := t.of(doc); len(ords) > 0 {
		return corpus.Language(t.values[ords[0]])
	}
	return ""
}

// find is the number of a statement that lives.
func (g *generation) find(id corpus.ID) (uint32, bool) {
	for si, s := range g.segments {
		for n, other := range s.Columns.IDs {
			if other == id && s.Live.Contains(uint32(n)) {
				return g.bases[si] + uint32(n), true
			}
		}
	}
	return 0, false
}
