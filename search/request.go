package search

import (
	"context"
	"time"

	"rostrum/corpus"
	"rostrum/search/query"
)

// Searcher executes searches. Implementations are safe for concurrent use.
//
// Search returns an error wrapping corpus.ErrInvalid for an invalid request, corpus.ErrOverLimit if it is
// too expensive, corpus.ErrNoIndex if there is no index, and ctx.Err() after the deadline. It never
// returns incomplete results as if they were complete.
type Searcher interface {
	Search(context.Context, Request) (*Results, error)
}

// ErrCursor means that the cursor of a Request is invalid, or belongs to another request or to an index
// that has been replaced. It wraps corpus.ErrInvalid.
var ErrCursor = corpus.ErrInvalid.Errorf("invalid cursor")

// PreferredLanguage is the factor by which statements in the language of the query are preferred in the
// order by relevance. Hit.Score does not include it.
const PreferredLanguage = 1.2

// Request is a search.
type Request struct {
	Query query.Expr // nil matches everything
	Exact bool       // exact words: no stemming, no other names
	// Untranslated turns off translations, other names, and the names of organizations, sessions and so on.
	Untranslated bool
	// Language is the language of the interface. It decides if the language of the query is ambiguous, and
	// which version of a work is shown if none is in the language of the query; "" is unknown. It affects
	// neither matches nor counts.
	Language corpus.Language
	Filters  Filters
	Facets   []corpus.Field // the facets to count; see FacetFields
	Sort     Sort
	From     int    // number of hits to skip; From+Size is at most 10,000
	Size     int    // maximum number of hits, 0 to 100 (0 counts only)
	Cursor   string // continues after a page of the same request; From must then be 0
	// FacetSize is the maximum number of values listed per facet (0: all). Selected values are always listed.
	FacetSize int
	Passages  int  // maximum number of passages per hit, 0 to 10
	Forms     bool // list the matching forms of the words
	Documents bool // count and list every translation, not one hit per work
	Explain   bool
	// Notes explain how a lenient parse interpreted the query. They do not affect the results.
	Notes   []query.Note
	Related int // maximum number of related searches, 0 to 20; only for requests with a query
	// Bridge asks instead for the statements in other languages than BridgeFrom that contain equivalents
	// of the words of Query, without those found by Query itself. Only Query, Language, Filters, From,
	// Size and Passages apply beside it; see Bridge.
	Bridge     []BridgedWord
	BridgeFrom corpus.Language // "" if it is unknown
}

// Filters restrict results. Values of one field are alternatives; different fields must all match.
type Filters struct {
	Values map[corpus.Field][]string // ids, already resolved through the authority
	From   corpus.Date               // first day; zero: no limit
	To     corpus.Date               // last day; zero: no limit
	Since  time.Time                 // only documents added since then; zero: all
}

// IsEmpty reports whether there are no filters.
func (f Filters) IsEmpty() bool {
	for _, values := range f.Values {
		if len(values) > 0 {
			return false
		}
	}
	return f.From.IsZero() && f.To.IsZero() && f.Since.IsZero()
}

// FacetFields are the facet fields.
var FacetFields = corpus.Facets

// Sort is the order of hits. Ties are broken by id, so that paging is stable.
type Sort string

// Orders. Statements without a date come last in both orders by date. In the order by addition a work is
// placed by the latest added of its matching documents, so that a reader who stops at the first known
// result has missed nothing; documents added at the same time are ordered newest first.
const (
	SortRelevance Sort = "relevance"
	SortNewest    Sort = "newest"
	SortOldest    Sort = "oldest"
	SortAdded     Sort = "added"
)
