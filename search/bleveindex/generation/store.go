package generation

import (
	"context"

	"rostrum/search/analysis"
)

// Store is the folder with the generations of an index.
//
// Methods that write (Build, Update, Purge) must be called by one process at a time;
// the others may be called meanwhile.
type Store struct {
	Dir string
	// Authority returns the names of the ids in statements.
	Authority analysis.Authority
	// Probe tests a new generation before it is published.
	Probe   func(context.Context, *Generation) error
	Merging MergePolicy
}
