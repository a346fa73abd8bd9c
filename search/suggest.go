package search

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"rostrum/corpus"
)

// Suggester is implemented by engines that can complete what is being typed from the
// content of the index; use a type assertion.
type Suggester interface {
	// Suggest lists completions of a text, grouped by kind in the order of
	// SuggestionKinds. Its errors are those of Searcher.Search.
	Suggest(context.Context, SuggestRequest) (*Suggestions, error)
}

// SuggestionKind is the kind of a suggestion.
type SuggestionKind string

// The kinds. The first four are the fields of that name. A word is suggested where one word was typed, in the
// inflection that most statements have; its count is that of a search for it, in all inflections.
const (
	SuggestOrganization SuggestionKind = "organization"
	SuggestTopic        SuggestionKind = "topic"
	SuggestSession      SuggestionKind = "session"
	SuggestSituation    SuggestionKind = "situation"
	SuggestWord         SuggestionKind = "word"   // in many statements
	SuggestPhrase       SuggestionKind = "phrase" // words that many statements contain
	SuggestTitle        SuggestionKind = "title"
)

// SuggestionKinds are all kinds in the order of listing.
var SuggestionKinds = []SuggestionKind{
	SuggestOrganization, SuggestTopic, SuggestSession, SuggestSituation, SuggestWord, SuggestPhrase, SuggestTitle,
}

// Limits on a request.
const (
	MaxSuggestText     = 200 // code points; longer texts are not completed
	MaxSuggestions     = 20  // of each kind
	DefaultSuggestions = 5
)

// SuggestRequest is a request for completions.
type SuggestRequest struct {
	// Text is the text as typed; its last word may be incomplete. Every word must be
	// the beginning of a word of a name in any language, in any order, ignoring case
	// and accents. If nothing matches, one letter may be wrong, missing, superfluous
	// or swapped with the next.
	Text  string
	Size  int              // of each kind, 1 to MaxSuggestions; 0 means DefaultSuggestions
	Kinds []SuggestionKind // nil: all
	// Label returns the label of an id for the user; if nil, the id is shown.
	Label func(f corpus.Field, id string) string
}

// Check validates the request; its error wraps corpus.ErrInvalid.
func (r SuggestRequest) Check() error {
	switch n := utf8.RuneCountInString(r.Text); {
	case !utf8.ValidString(r.Text):
		return corpus.ErrInvalid.Errorf("the text is not valid UTF-8")
	case n > MaxSuggestText:
		return corpus.ErrInvalid.Errorf("the text has %d characters; up to %d can be completed", n, MaxSuggestText)
	case r.Size < 0 || r.Size > MaxSuggestions:
		return corpus.ErrInvalid.Errorf("size is %d; it may be 0 to %d", r.Size, MaxSuggestions)
	}
	for _, k := range r.Kinds {
		if !slices.Contains(SuggestionKinds, k) {
			return corpus.ErrInvalid.Errorf("%q is no kind of suggestion", k)
		}
	}
	return nil
}

// Wants reports whether suggestions of a kind are requested.
func (r SuggestRequest) Wants(k SuggestionKind) bool {
	return r.Kinds == nil || slices.Contains(r.Kinds, k)
}

// Suggestions is the answer to a SuggestRequest.
type Suggestions struct {
	Items []Suggestion
	Took  time.Duration
	Index IndexInfo
}

// Suggestion is one completion. At least one statement has it.
type Suggestion struct {
	Kind SuggestionKind
	// ID is the id of the organization, topic, session or situation; for a title,
	// that of the statement if only one work has it; otherwise "".
	ID     string
	Text   string  // as shown
	Ranges []Range // the parts of Text that were typed
	Name   string  // another name that was typed, if Text does not contain the words
	Count  int     // works
}

// Related is a related search: a value or phrase that the statements found have far
// more often than others.
type Related struct {
	Kind SuggestionKind
	ID   string // of the organization, topic or situation
	Text string // of the phrase
	// Count is the number of works it finds by itself, without the original query and
	// filters.
	Count int
}
