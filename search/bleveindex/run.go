package bleveindex

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
)

// run is the state of one request. It is used by one goroutine.
type run struct {
	analyzers []*analysis.Analyzer
	gen       *generation.Generation
	norms     []float64         // see Index
	known     *languages        // of the index; nil if the order does not matter
	readers   []*segment.Reader // by segment
	work      *segment.Work
	clauses   map[*analysis.Clause][]clauseMatches // by segment
	interests []*segment.Interest                  // by segment; see interest

	typedReading, preferred int // see typed
}

func newRun(ctx context.Context, ix *Index) *run {
	r := &run{analyzers: ix.analyzers, gen: ix.gen, norms: ix.norms, work: segment.NewWork(ctx), clauses: map[*analysis.Clause][]clauseMatches{}}
	for _, s := range ix.gen.Segments {
		r.readers = append(r.readers, segment.NewReader(s, r.work, ix.counts))
	}
	return r
}

// clauseMatches are the matches of a clause in one segment.
type clauseMatches struct {
	docs   *roaring.Bitmap    // statements that match
	text   []segment.Postings // for scoring
	title  []segment.Postings
	names  []segment.Postings
	counts *occurrences // of what was matched in token streams
}

// scored is a field in which BM25 counts words.
type scored int

const (
	inText scored = iota
	inTitle
	inNames
)

func (f *clauseMatches) lists(in scored) []segment.Postings {
	switch in {
	case inTitle:
		return f.title
	case inNames:
		return f.names
	}
	return f.text
}

// occurrences are frequencies of a sequence, sorted by statement.
type occurrences struct {
	docs   []uint32
	counts []uint16
}
