package segment

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search/analysis"
)

// Columns hold what filtering, counting, sorting and ranking need of every
// statement of a segment, by its number.
type Columns struct {
	IDs         []corpus.ID
	Works       []corpus.WorkID
	Titles      []string
	First       []int32  // first day the date can mean as yyyymmdd, or noDay
	Last        []int32  // last day, or noDay
	Languages   []uint8  // bit set of the readings of its pages and title
	Unsure      []bool   // nothing in it tells which language it is in
	TextLengths []uint32 // words indexed by stem, for BM25
	TitleWords  []uint32
	Symbols     []string // as normalSymbol writes them
	Versions    []int64  // see corpus.Statement
	Added       []int64  // when it was added to the catalogue, in microseconds since 1970; 0 if unknown
	Facets      []FacetColumn
	Records     []uint64 // ends in the file of records
	Streams     []uint64 // ends in the file of token streams
	Checkpoints []uint64 // ends in the file of checkpoints; none in segments that were written before there were any
}

// NoDay stands for the day of a statement without a date.
const NoDay int32 = 0

// FacetColumn is one field that can be filtered by and counted: the values of
// each statement as places in Values.
type FacetColumn struct {
	Field  corpus.Field
	Values []string
	Names  []uint64 // by value: what it was called when this was written, see namesSum
	Ends   []uint32 // by statement: end of its values in Ords
	Ords   []uint32

	byValue map[string]uint32 // while it is written
}

// Facet is the column of a field; nil where the segment was written before the
// field was a facet.
func (c *Columns) Facet(field corpus.Field) *FacetColumn {
	i := slices.IndexFunc(c.Facets, func(f FacetColumn) bool { return f.Field == field })
	if i < 0 {
		return nil
	}
	return &c.Facets[i]
}

func (f *FacetColumn) add(values []string) {
	if f.byValue == nil {
		f.byValue = map[string]uint32{}
	}
	for _, v := range values {
		n, ok := f.byValue[v]
		if !ok {
			n = uint32(len(f.Values))
			f.byValue[v] = n
			f.Values = append(f.Values, v)
		}
		f.Ords = append(f.Ords, n)
	}
	f.Ends = append(f.Ends, uint32(len(f.Ords)))
}

// Of is the values of a statement.
func (f *FacetColumn) Of(doc uint32) []uint32 {
	start := uint32(0)
	if doc > 0 {
		start = f.Ends[doc-1]
	}
	return f.Ords[start:f.Ends[doc]]
}

// UsedBy lists the values that some of the statements have.
func (f *FacetColumn) UsedBy(docs *roaring.Bitmap) []string {
	used := make([]bool, len(f.Values))
	for it := docs.Iterator(); it.HasNext(); {
		for _, ord := range f.Of(it.Next()) {
			used[ord] = true
		}
	}
	var values []string
	for ord, v := range f.Values {
		if used[ord] {
			values = append(values, v)
		}
	}
	return values
}

// add appends a statement to all columns but those of file offsets.
func (c *Columns) add(s *corpus.Statement, a inverted) {
	c.IDs = append(c.IDs, s.ID)
	c.Works = append(c.Works, s.Work)
	c.Titles = append(c.Titles, s.Title)
	c.First = append(c.First, Day(s.Date.First()))
	c.Last = append(c.Last, Day(s.Date.Last()))
	c.Languages = append(c.Languages, a.languages)
	c.Unsure = append(c.Unsure, a.unsure)
	c.TextLengths = append(c.TextLengths, a.textLength)
	c.TitleWords = append(c.TitleWords, a.titleWords)
	c.Symbols = append(c.Symbols, analysis.NormalSymbol(s.Symbol))
	c.Versions = append(c.Versions, s.Version)
	c.Added = append(c.Added, Micros(s.Added))
	values := analysis.FacetValues(s)
	for i := range c.Facets {
		c.Facets[i].add(values[c.Facets[i].Field])
	}
}

// hashNames records a hash of the names of each value, by which a later update
// finds the statements that a change of names concerns.
func (c *Columns) hashNames(authority analysis.Authority) {
	for i := range c.Facets {
		f := &c.Facets[i]
		f.Names = make([]uint64, len(f.Values))
		for ord, v := range f.Values {
			f.Names[ord] = NamesHash(authority, f.Field, v)
		}
	}
}

// NamesHash tells two sets of names of a value apart, and two kinds of an organization.
func NamesHash(authority analysis.Authority, field corpus.Field, value string) uint64 {
	sum := fnv.New64a()
	if authority.Names != nil && analysis.HasNames(field) {
		for _, name := range authority.Names(field, value) {
			_, _ = sum.Write([]byte(name + "\x00")) // cannot fail
		}
	}
	if authority.Kinds != nil && field == corpus.FieldOrganization {
		for _, kind := range authority.Kinds([]corpus.OrgID{corpus.OrgID(value)}) {
			_, _ = sum.Write([]byte(kind + "\x01")) // cannot fail
		}
	}
	return sum.Sum64()
}

// Micros is a moment as it is compared; 0 for none.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Day turns 2021-12-08 into 20211208, and "" into noDay.
func Day(date string) int32 {
	n, err := strconv.ParseInt(strings.ReplaceAll(date, "-", ""), 10, 32)
	if err != nil {
		return NoDay
	}
	return int32(n)
}
