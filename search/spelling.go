package search

import (
	"context"

	"rostrum/corpus"
)

// Speller is implemented by engines that can check the spelling of words against the
// index; use a type assertion.
type Speller interface {
	// Spell checks a word. Its errors are those of Searcher.Search.
	Spell(context.Context, SpellRequest) (Spelling, error)
}

// SpellRequest is a word of a query.
type SpellRequest struct {
	Word  string
	In    corpus.Field // "" for text, title and names; or deliverer
	Exact bool         // searched for as typed, like the words of a phrase
}

// Spelling says whether a word is known, and how else it is spelt.
type Spelling struct {
	Known bool // in enough statements for the spelling not to be in doubt
	// Others are words in many more statements, the likeliest first. One with a space
	// is two words that were written as one.
	Others []string
	// Sure means that no statement has the word in any form, and that the first of
	// Others is so much likelier than any other word that it was certainly meant.
	Sure bool
}
