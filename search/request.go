package search

import (
	"context"
	"time"

	"rostrum/corpus"
	"rostrum/search/query"
)

// Searcher answers requests. Implementations are safe for concurrent use.
//
// Search returns an error wrapping corpus.ErrInvalid when the request itself
// is at fault, corpus.ErrOverLimit when it costs more than is allowed,
// corpus.ErrNoIndex when there is nothing to search in, and ctx.Err() when the
// deadline passed: never a part of the answer as if it were the whole.
type Searcher interface {
	Search(context.Context, Request) (*Results, error)
}

// ErrCursor is why a Request is refused for its cursor: no answer gave it, or
// one to another question or from an index that has been replaced. It wraps
// corpus.ErrInvalid.
var ErrCursor = corpus.ErrInvalid.Errorf("invalid cursor")

// PreferredLanguage is how many times as much a statement in the language typed
// counts in the order by relevance, so that it comes before others that are
// nearly as good. Hit.Score is without it.
const PreferredLanguage = 1.2

// Request is one search.
type Request struct {
	Query query.Expr // nil matches everything
	Exact bool       // words as typed: no stemming, no other names from the authority
	// Untranslated leaves out what the words typed are called otherwise: in other
	// languages, by other names, and by the names that a statement bears.
	Untranslated bool
	// Language is the reader's, that of the interface. It decides where the words
	// do not tell in which language they were typed, and which version of a work
	// is shown where there is none in that; "" is unknown. Nothing is left out or
	// counted otherwise for it.
	Language corpus.Language
	Filters  Filters
	Facets   []corpus.Field // the facets to count; see FacetFields
	Sort     Sort
	From     int    // hits to skip; From+Size may be 10,000 at most
	Size     int    // hits wanted, 0 to 100 (0 counts only)
	Cursor   string // goes on after a page of the same request; From must be 0 then
	// FacetSize is how many values of each facet are listed (0: all of them).
	// Selected values are always listed.
	FacetSize int
	Passages  int  // passages wanted per hit, 0 to 10
	Forms     bool // list in which forms what was found has the words
	Documents bool // count and list every translation, not one hit per work
	Explain   bool
	// Notes say what of the query was read otherwise than it was written. They
	// change nothing in the answer.
	Notes   []query.Note
	Related int // related searches wanted, 0 to 20; there are some only for a query
}

// Filters narrow an answer. Values of one field are alternatives; fields add up.
type Filters struct {
	Values map[corpus.Field][]string // ids, already resolved through the authority
	From   corpus.Date               // first day wanted; zero: no bound
	To     corpus.Date               // last day wanted; zero: no bound
	Since  time.Time                 // only documents added then or later; zero: all
}

// IsEmpty tells whether the filters let everything through.
func (f Filters) IsEmpty() bool {
	for _, values := range f.Values {
		if len(values) > 0 {
			return false
		}
	}
	return f.From.IsZero() && f.To.IsZero() && f.Since.IsZero()
}

// FacetFields are the fields that can be counted and filtered by.
var FacetFields = corpus.Facets

// Sort is the order of hits. Ties are broken by id, so paging is stable.
type Sort string

// The orders. Statements without a date come last in both orders by date. What
// was added last comes first, a work by the first of its documents that match:
// whoever reads down to what they know has missed nothing. Of what was added at
// once the newest comes first.
const (
	SortRelevance Sort = "relevance"
	SortNewest    Sort = "newest"
	SortOldest    Sort = "oldest"
	SortAdded     Sort = "added"
)
