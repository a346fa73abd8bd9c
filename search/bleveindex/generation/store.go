package generation

import (
	"context"

	"rostrum/search/analysis"
)

// Store is the folder that the generations of an index are kept in.
//
// Methods that write (Build, Update, Purge) are called by one process at a time;
// the others may be called meanwhile.
type Store struct {
	Dir string
	// Authority says what the ids in statements are called.
	Authority analysis.Authority
	// Probe tries a generation that was just written before it is published.
	Probe   func(context.Context, *Generation) error
	Merging MergePolicy
}
