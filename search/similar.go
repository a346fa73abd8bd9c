package search

import (
	"context"
	"time"

	"rostrum/corpus"
)

// Comparer is an optional interface of an Index that finds statements of other sessions or authors which
// repeat long passages of one.
type Comparer interface {
	// Similar compares a statement with all others except those of the same work, and those of the same
	// authors and session. Size is the maximum number of statements, 1 to MaxSize; 0 means DefaultSimilarSize.
	// Its errors are those of Searcher.Search, and corpus.ErrNotFound for an unknown id.
	Similar(ctx context.Context, id corpus.ID, size int) (*Similar, error)
}

// Limits of the comparison.
const (
	DefaultSimilarSize = 10
	// MinRepeat is the minimum number of consecutive words in a repeated passage; two characters of a script
	// without spaces count as one word.
	MinRepeat = 16
	// MaxComparedWords is the number of words of a statement to compare, from its beginning.
	MaxComparedWords = 20_000
	// MaxShared is the maximum number of passages listed per statement.
	MaxShared = 3
)

// Similar lists the statements that repeat passages of one.
type Similar struct {
	Words   int // number of words of the statement that were compared
	Total   int // number of works that repeat a passage
	Matches []SimilarMatch
	Took    time.Duration
	Index   IndexInfo
}

// SimilarMatch is a statement that repeats passages of another. Those whose passages are the rarest come
// first.
type SimilarMatch struct {
	Hit            // without Passages; Score is the rank
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
