package search

import (
	"context"
	"time"

	"rostrum/corpus"
)

// Comparer is the power to find the statements that repeat long passages of
// one: in other sessions, or by others. Engines that have it are found by type
// assertion.
type Comparer interface {
	// Similar compares the statement with all others but those of its own work,
	// and those of the same authors in the same session. Size is how many
	// statements are wanted, 1 to MaxSize; 0 means DefaultSimilarSize. Its errors
	// are those of Searcher.Search, and corpus.ErrNotFound for an unknown id.
	Similar(ctx context.Context, id corpus.ID, size int) (*Similar, error)
}

// Bounds on what is compared.
const (
	DefaultSimilarSize = 10
	// MinRepeat is how many words in a row make a long passage; two characters
	// of a script without spaces count as one.
	MinRepeat = 16
	// MaxComparedWords is how many words of a statement are compared, from its beginning.
	MaxComparedWords = 20_000
	// MaxShared is how many passages of one statement are shown.
	MaxShared = 3
)

// Similar is what repeats passages of a statement.
type Similar struct {
	Words   int // of the statement, that were compared
	Total   int // works that repeat a passage
	Matches []SimilarMatch
	Took    time.Duration
	Index   IndexInfo
}

// SimilarMatch is a statement that repeats passages of another. Those whose
// passages few others repeat come first.
type SimilarMatch struct {
	Hit            // without Passages; Score is what it is ranked by
	Words  int     // of the other statement that it repeats
	Share  float64 // these of all its words
	Shared []SharedPassage
	Runs   int // passages shared, those not shown included
}

// SharedPassage is a run of words that stands in two statements.
type SharedPassage struct {
	Words  int
	Others int       // other statements found to repeat some of it
	Here   []Passage // in the statement that is compared
	There  []Passage // in the one found
}
