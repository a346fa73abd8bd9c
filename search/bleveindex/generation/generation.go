package generation

import (
	"cmp"
	"iter"
	"path/filepath"
	"slices"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// Generation is an opened index: its segments, and their columns under one numbering.
// A statement's number is the base of its segment plus its number in it.
type Generation struct {
	Info     search.IndexInfo
	Catalog  string // revision of the catalogue it was built from
	Outdated bool   // see search.State
	Degraded error  // see search.State

	Segments []*segment.Segment
	Bases    []uint32

	IDRank []uint32 // rank of each statement's id, to break ties
	Works  []uint32 // number of each statement's work
	// Members lists, by work, the statements of works with more than one.
	Members    [][]uint32
	Shared     []bool // by statement: its work has other statements
	First      []int32
	dates      dateOrders
	last       []int32
	readings   []uint8 // analyzer of each statement
	Added      []int64
	TextLength []uint32
	TitleWords []uint32

	Facets map[corpus.Field]*FacetTable

	AverageText  float64
	AverageTitle float64
	Documents    int // without tombstones
}

// FacetTable is the column of a facet over all segments.
type FacetTable struct {
	Values []string // by ordinal, sorted
	ends   []uint32
	ords   []uint32
	Docs   [][]uint32 // by ordinal: the statements with that value
	Single []uint32   // see singleValues
}

func (t *FacetTable) Of(doc uint32) []uint32 {
	start := uint32(0)
	if doc > 0 {
		start = t.ends[doc-1]
	}
	return t.ords[start:t.ends[doc]]
}

// openGeneration opens the segments in dir and joins their columns.
func openGeneration(dir string, m manifest) (*Generation, error) {
	g := &Generation{Info: m.info(), Catalog: m.Revision, Outdated: m.Mapping != mappingVersion, Facets: map[corpus.Field]*FacetTable{}}
	for _, ms := range m.Segments {
		deleted, err := readTombstones(dir, ms)
		if err == nil {
			var s *segment.Segment
			if s, err = segment.Open(filepath.Join(dir, ms.Name), deleted); err == nil {
				g.Segments = append(g.Segments, s)
				g.Outdated = g.Outdated || !hasFacets(&s.Columns)
				continue
			}
		}
		return nil, cmp.Or(err, g.Close())
	}
	g.joinColumns()
	return g, nil
}

func (g *Generation) Close() error {
	var err error
	for _, s := range g.Segments {
		err = cmp.Or(err, s.Close())
	}
	return err
}

// Size is the number of statements, including those with tombstones.
func (g *Generation) Size() int { return len(g.Works) }

// Place returns the index of a statement's segment, and its number in it.
func (g *Generation) Place(doc uint32) (segment int, n uint32) {
	i, found := slices.BinarySearch(g.Bases, doc)
	if !found {
		i-- // BinarySearch returns the position after the base
	}
	return i, doc - g.Bases[i]
}

// Locate returns the segment of a statement, and its number in it.
func (g *Generation) Locate(doc uint32) (*segment.Segment, uint32) {
	i, n := g.Place(doc)
	return g.Segments[i], n
}

func (g *Generation) ID(doc uint32) corpus.ID {
	s, n := g.Locate(doc)
	return s.Columns.IDs[n]
}

func (g *Generation) joinColumns() {
	var ids []corpus.ID
	workNumbers := map[corpus.WorkID]uint32{}
	var textSum, titleSum uint64
	for _, s := range g.Segments {
		g.Bases = append(g.Bases, uint32(len(ids)))
		c := &s.Columns
		ids = append(ids, c.IDs...)
		g.First = append(g.First, c.First...)
		g.last = append(g.last, c.Last...)
		g.Added = append(g.Added, c.Added...)
		g.TextLength = append(g.TextLength, c.TextLengths...)
		g.TitleWords = append(g.TitleWords, c.TitleWords...)
		for doc, work := range c.Works {
			if work == "" {
				work = corpus.WorkID(c.IDs[doc]) // a statement without a work is one by itself
			}
			n, ok := workNumbers[work]
			if !ok {
				n = uint32(len(workNumbers))
				workNumbers[work] = n
			}
			g.Works = append(g.Works, n)
		}
		for doc := range c.IDs {
			if s.Live.Contains(uint32(doc)) {
				g.Documents++
				textSum += uint64(c.TextLengths[doc])
				titleSum += uint64(c.TitleWords[doc])
			}
		}
	}
	g.AverageText = max(1, float64(textSum)/float64(max(1, g.Documents)))
	g.AverageTitle = max(1, float64(titleSum)/float64(max(1, g.Documents)))
	g.IDRank = ranks(ids)
	g.layOutDates()
	g.groupWorks(len(workNumbers))
	for _, f := range search.FacetFields {
		g.Facets[f] = g.joinFacet(f)
	}
	languages := analysis.NewAnalyzers()
	g.readings = make([]uint8, g.Size())
	for doc := range g.Live() { // values that only deleted statements have are not in the facet
		g.readings[doc] = uint8(analysis.AnalyzerOf(languages, g.Language(doc)))
	}
}

// ranks returns the rank of each id in sorted order.
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

func (g *Generation) groupWorks(works int) {
	counts := make([]uint32, works)
	for doc := range g.Live() {
		counts[g.Works[doc]]++
	}
	g.Members = make([][]uint32, works)
	g.Shared = make([]bool, g.Size())
	for doc := range g.Live() {
		if w := g.Works[doc]; counts[w] > 1 {
			g.Members[w] = append(g.Members[w], doc)
			g.Shared[doc] = true
		}
	}
}

// Live yields the numbers of the statements without a tombstone.
func (g *Generation) Live() iter.Seq[uint32] {
	return func(yield func(doc uint32) bool) {
		for i, s := range g.Segments {
			for it := s.Live.Iterator(); it.HasNext(); {
				if !yield(g.Bases[i] + it.Next()) {
					return
				}
			}
		}
	}
}

// hasFacets reports whether a segment has a column for every facet.
func hasFacets(c *segment.Columns) bool {
	return !slices.ContainsFunc(search.FacetFields, func(f corpus.Field) bool { return c.Facet(f) == nil })
}

// joinFacet joins the columns of a facet. Segments written before the facet was added
// have none: their statements have no value.
func (g *Generation) joinFacet(field corpus.Field) *FacetTable {
	t := &FacetTable{}
	for _, s := range g.Segments {
		if c := s.Columns.Facet(field); c != nil {
			t.Values = append(t.Values, c.UsedBy(s.Live)...)
		}
	}
	slices.Sort(t.Values)
	t.Values = slices.Compact(t.Values)
	for _, s := range g.Segments {
		start := uint32(len(t.ords))
		c := s.Columns.Facet(field)
		if c == nil {
			t.ends = append(t.ends, slices.Repeat([]uint32{start}, s.Count())...)
			continue
		}
		global := make([]uint32, len(c.Values))
		for ord, v := range c.Values {
			n, _ := slices.BinarySearch(t.Values, v) // any ordinal for values that only deleted statements have
			global[ord] = uint32(n)
		}
		for _, ord := range c.Ords {
			t.ords = append(t.ords, global[ord])
		}
		for _, end := range c.Ends {
			t.ends = append(t.ends, start+end)
		}
	}
	t.Single = t.singleValues()
	t.Docs = make([][]uint32, len(t.Values))
	for doc := range g.Live() {
		for _, ord := range t.Of(doc) {
			t.Docs[ord] = append(t.Docs[ord], doc)
		}
	}
	return t
}

// OfWork appends the distinct values of all statements of a work.
func (t *FacetTable) OfWork(work, to []uint32) []uint32 {
	for _, doc := range work {
		for _, ord := range t.Of(doc) {
			if !slices.Contains(to, ord) {
				to = append(to, ord)
			}
		}
	}
	return to
}

// singleValues returns the value of each statement, or nil if any has several;
// len(t.values) stands for none. Most fields have at most one value, which makes
// counting fastest.
func (t *FacetTable) singleValues() []uint32 {
	single := make([]uint32, len(t.ends))
	for doc := range single {
		switch ords := t.Of(uint32(doc)); len(ords) {
		case 0:
			single[doc] = uint32(len(t.Values))
		case 1:
			single[doc] = ords[0]
		default:
			return nil
		}
	}
	return single
}

// CountWorks counts the works of distinct statements.
func (g *Generation) CountWorks(docs []uint32) int {
	n := 0
	seen := map[uint32]bool{}
	for _, doc := range docs {
		if g.Shared[doc] {
			if w := g.Works[doc]; seen[w] {
				continue
			} else {
				seen[w] = true
			}
		}
		n++
	}
	return n
}

// Language returns the language of a statement, from its facet.
func (g *Generation) Language(doc uint32) corpus.Language {
	t := g.Facets[corpus.FieldLanguage]
	if t == nil {
		return "" // an older version wrote the index, without languages
	}
	if ords := t.Of(doc); len(ords) > 0 {
		return corpus.Language(t.Values[ords[0]])
	}
	return ""
}

// Reading returns the index of the analyzer used for a statement.
func (g *Generation) Reading(doc uint32) int { return int(g.readings[doc]) }

// IsOriginal reports whether a statement gave its work its id: of translations, it is
// the one that was added first.
func (g *Generation) IsOriginal(doc uint32) bool {
	s, n := g.Locate(doc)
	work := s.Columns.Works[n]
	return work == "" || string(work) == string(s.Columns.IDs[n])
}

// Find returns the number of a statement, unless it has a tombstone.
func (g *Generation) Find(id corpus.ID) (uint32, bool) {
	for si, s := range g.Segments {
		for n, other := range s.Columns.IDs {
			if other == id && s.Live.Contains(uint32(n)) {
				return g.Bases[si] + uint32(n), true
			}
		}
	}
	return 0, false
}
