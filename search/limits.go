package search

// Bounds on what one request may ask for, so that no request can hold up the others.
const (
	DefaultMaxClauses = 32
	MaxWindow         = 10_000 // From + Size; cursors go further
	MaxSize           = 100
	MaxPassages       = 10
	MaxRelated        = 20
	MinPrefix         = 3 // letters before a *
	MinFuzzy          = 4 // letters before a ~
	MaxFuzzy          = 32
	MaxExpansions     = 50_000 // words of the index that one prefix or misspelling may stand for: more than any three letters begin in a million statements
)

// RelaxBelow is how many works must hold every word of a query for those that
// hold only some to stay away. It is counted before the filters: whether a query
// is relaxed depends on it alone, or else a facet's count could not be what its
// value finds when it is chosen.
const RelaxBelow = 10
