package bleveindex

import (
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
)

// LimitCounts replaces the cache of unpacked postings by one of at most limit bytes,
// or none. bytes returns its size.
func LimitCounts(ix *Index, limit int) (bytes func() int) {
	if limit == 0 {
		ix.counts = nil
		return func() int { return 0 }
	}
	ix.counts = segment.NewCountCache(limit)
	return ix.counts.Bytes
}

// NeverMerge makes updates keep all non-empty segments, so that small corpora have
// many. undo restores the policy.
func NeverMerge() (undo func()) {
	before := merging
	merging = generation.MergePolicy{Factor: 0, DeadShare: 1}
	return func() { merging = before }
}

// ForgetCheckpoints makes an index read whole texts, like one written before there
// were checkpoints.
func ForgetCheckpoints(ix *Index) {
	for _, s := range ix.gen.Segments {
		s.Columns.Checkpoints = nil
	}
}
