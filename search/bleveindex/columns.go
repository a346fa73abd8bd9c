package bleveindex

import (
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
)

// columns hold what filtering, counting, sorting and ranking need of every
// statement of a segment, by its number.
type columns struct {
	IDs         []corpus.ID
	Works       []corpus.WorkID
	First       []int32  // first day the date can mean as yyyymmdd, or noDay
	Last        []int32  // last day, or noDay
	Languages   []uint8  // bit set of the readings of its pages and title
	TextLengths []uint32 // words indexed by stem, for BM25
	TitleWords  []uint32
	Symbols     []string // as normalSymbol writes them
	Facets      []facetColumn
	Records     []uint64 // ends in the file of records
	Streams     []uint64 // ends in the file of token streams
}

// noDay stands for the day of a statement without a date.
const noDay int32 = 0

// facetColumn is one field that can be filtered by and counted: the values of
// each statement as places in Values.
type facetColumn struct {
	Field  corpus.Field
	Values []string
	Ends   []uint32 // by statement: end of its values in Ords
	Ords   []uint32

	byValue map[string]uint32 // while it is written
}

func (f *facetColumn) add(values []string) {
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

// add appends a statement to all columns but those of file offsets.
func (c *columns) add(s *corpus.Statement, a analyzed) {
	c.IDs = append(c.IDs, s.ID)
	c.Works = append(c.Works, s.Work)
	c.First = append(c.First, day(s.Date.First()))
	c.Last = append(c.Last, day(s.Date.Last()))
	c.Languages = append(c.Languages, a.languages)
	c.TextLengths = append(c.TextLengths, a.textLength)
	c.TitleWords = append(c.TitleWords, a.titleWords)
	c.Symbols = append(c.Symbols, normalSymbol(s.Symbol))
	values := facetValues(s)
	for i := range c.Facets {
		c.Facets[i].add(values[c.Facets[i].Field])
	}
}

// facetValues are the values of a statement that can be filtered by, each once.
func facetValues(s *corpus.Statement) map[corpus.Field][]string {
	out := map[corpus.Field][]string{}
	add := func(f corpus.Field, v string) {
		if v != "" && !slices.Contains(out[f], v) {
			out[f] = append(out[f], v)
		}
	}
	add(corpus.FieldSession, string(s.Session))
	for _, t := range s.Topics {
		add(corpus.FieldTopic, string(t))
	}
	for _, o := range s.Authors {
		add(corpus.FieldOrganization, string(o))
	}
	add(corpus.FieldLanguage, string(s.Language))
	add(corpus.FieldType, string(s.Type))
	for _, x := range s.Situations {
		add(corpus.FieldSituation, string(x))
	}
	if s.Date.Year > 0 {
		add(corpus.FieldYear, strconv.Itoa(s.Date.Year))
	}
	return out
}

// day turns 2021-12-08 into 20211208, and "" into noDay.
func day(date string) int32 {
	n, err := strconv.ParseInt(strings.ReplaceAll(date, "-", ""), 10, 32)
	if err != nil {
		return noDay
	}
	return int32(n)
}
