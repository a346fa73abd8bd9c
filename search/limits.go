package search

// Limits of a request, so that none can block others.
const (
	DefaultMaxClauses = 32
	MaxWindow         = 10_000 // maximum of From + Size; cursors go further
	MaxSize           = 100
	MaxPassages       = 10
	MaxRelated        = 20
	MinPrefix         = 3 // minimum letters before a *
	MinFuzzy          = 4 // minimum letters before a ~
	MaxFuzzy          = 32
	MaxExpansions     = 50_000 // words that a prefix or misspelling may expand to: more than any three letters do in a million statements
)

// RelaxBelow is the number of works with all the words of a query below which works with some of
// them are added. It is compared before filters apply: otherwise the count of a facet value could
// differ from the results after selecting it.
const RelaxBelow = 10
