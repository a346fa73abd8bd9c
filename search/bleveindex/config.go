package bleveindex

import (
	"rostrum/corpus"
	"rostrum/search"
)

// Config says where an index lies and how the names in it are to be understood.
// Only Dir is needed.
type Config struct {
	// Dir holds the generations of the index. Update and Rebuild make it.
	Dir string
	// Thesaurus adds the other names of what a query names; nil adds none.
	Thesaurus search.Thesaurus
	// Resolve turns the name after a field in a query into the id in the
	// statements; a name it does not know stands for itself.
	Resolve func(f corpus.Field, name string) (id string, ok bool)
	// Names lists the names of an id in all languages, so that statements are
	// found by the names of their organizations, sessions and topics.
	Names func(f corpus.Field, id string) []string
	// Kinds tells the kinds of organization among the authors of a statement;
	// nil leaves that facet empty.
	Kinds func(authors []corpus.OrgID) []corpus.KindID
	// MaxClauses bounds the words and phrases of one query; 0 means search.DefaultMaxClauses.
	MaxClauses int
}
