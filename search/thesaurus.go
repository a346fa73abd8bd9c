package search

import "rostrum/corpus"

// Thesaurus knows other names of the same thing: HRW and Human Rights Watch,
// Cooperation and Coopération. Implementations are safe for concurrent use.
type Thesaurus interface {
	// Equivalents returns the other names of what words name as a whole. Words
	// that name nothing have none.
	Equivalents(words string) []corpus.Name
}

// QueryContext is what the engines need to know beside a request to understand it.
type QueryContext struct {
	// Thesaurus adds other names to words; nil adds none.
	Thesaurus Thesaurus
	// Resolve turns the name a person wrote after a field into the id that the
	// statements carry. A name it does not know stands for itself.
	Resolve func(field corpus.Field, name string) (id string, ok bool)
	// Untranslated switches the Thesaurus off for one query; see Request.
	Untranslated bool
	// MaxClauses bounds the words and phrases of one query; 0 means DefaultMaxClauses.
	MaxClauses int
}
