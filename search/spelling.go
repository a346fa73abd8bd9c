package search

import (
	"context"

	"rostrum/corpus"
)

// Speller is the power to say how words are spelt in the index. Engines that
// have it are found by type assertion.
type Speller interface {
	// Spell looks a word up; its errors are those of Searcher.Search.
	Spell(context.Context, SpellRequest) (Spelling, error)
}

// SpellRequest is a word as it stands in a query.
type SpellRequest struct {
	Word  string
	In    corpus.Field // "" for text, title and names; or deliverer
	Exact bool         // looked for as typed, as the words of a phrase are
}

// Spelling says whether a word is known, and how else it is spelt.
type Spelling struct {
	Known bool // enough statements have it for nobody to doubt the spelling
	// Others are words that many more statements have, the likeliest first. One
	// with a space in it is two words that were written as one.
	Others []string
	// Sure: no statement has the word in any form, and the first of Others is so
	// much likelier than any different word that it was meant.
	Sure bool
}
