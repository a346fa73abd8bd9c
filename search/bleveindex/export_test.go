package bleveindex

import "rostrum/search/bleveindex/generation"

// NeverMerge has updates keep every segment that holds something, so that small
// corpora make many. It returns what undoes that.
func NeverMerge() (undo func()) {
	before := merging
	merging = generation.MergePolicy{Factor: 0, DeadShare: 1}
	return func() { merging = before }
}
