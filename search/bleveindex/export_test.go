package bleveindex

// NeverMerge has updates keep every segment that holds something, so that small
// corpora make many. It returns what undoes that.
func NeverMerge() (undo func()) {
	before := merging
	merging = mergePolicy{factor: 0, deadShare: 1}
	return func() { merging = before }
}
