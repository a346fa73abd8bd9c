package bleveindex

import (
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
)

// LimitCounts gives an index another cache of unpacked postings, of at most this
// many bytes, or none. bytes is what is in it.
func LimitCounts(ix *Index, limit int) (bytes func() int) {
	if limit == 0 {
		ix.counts = nil
		return func() int { return 0 }
	}
	ix.counts = segment.NewCountCache(limit)
	return ix.counts.Bytes
}

// NeverMerge has updates keep every segment that holds something, so that small
// corpora make many. It returns what undoes that.
func NeverMerge() (undo func()) {
	before := merging
	merging = generation.MergePolicy{Factor: 0, DeadShare: 1}
	return func() { merging = before }
}

// ForgetCheckpoints has an index read texts whole, like one that was written before
// there were checkpoints.
func ForgetCheckpoints(ix *Index) {
	for _, s := range ix.gen.Segments {
		s.Columns.Checkpoints = nil
	}
}
