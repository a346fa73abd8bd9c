package search

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"rostrum/corpus"
)

// Suggester is the power to complete what somebody is typing with what there
// is in the index. Engines that have it are found by type assertion.
type Suggester interface {
	// Suggest lists what the text may become, grouped by kind in the order of
	// SuggestionKinds. Its errors are those of Searcher.Search.
	Suggest(context.Context, SuggestRequest) (*Suggestions, error)
}

// SuggestionKind is what sort of thing is suggested.
type SuggestionKind string

// The kinds. The first four are the fields of that name.
const (
	SuggestOrganization SuggestionKind = "organization"
	SuggestTopic        SuggestionKind = "topic"
	SuggestSession      SuggestionKind = "session"
	SuggestSituation    SuggestionKind = "situation"
	SuggestPhrase       SuggestionKind = "phrase" // words that many statements have
	SuggestTitle        SuggestionKind = "title"
)

// SuggestionKinds are all kinds in the order they are listed.
var SuggestionKinds = []SuggestionKind{
	SuggestOrganization, SuggestTopic, SuggestSession, SuggestSituation, SuggestPhrase, SuggestTitle,
}

// Bounds on what is suggested.
const (
	MaxSuggestText     = 200 // code points; what is longer is no beginning of anything
	MaxSuggestions     = 20  // of each kind
	DefaultSuggestions = 5
)

// SuggestRequest is what was typed so far.
type SuggestRequest struct {
	// Text is as typed; its last word may go on. Every word must begin a word of
	// a name in any language, in any order, without regard to case and accents.
	// Where nothing begins so, one letter may be wrong, missing, too many or
	// swapped with the next.
	Text  string
	Size  int              // of each kind, 1 to MaxSuggestions; 0 means DefaultSuggestions
	Kinds []SuggestionKind // nil: all
	// Label is how an id is shown to whoever types; nil shows the id.
	Label func(f corpus.Field, id string) string
}

// Check tells what is wrong with the request, with an error that wraps corpus.ErrInvalid.
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

// Wants tells whether suggestions of the kind are requested.
func (r SuggestRequest) Wants(k SuggestionKind) bool {
	return r.Kinds == nil || slices.Contains(r.Kinds, k)
}

// Suggestions is the answer to a SuggestRequest.
type Suggestions struct {
	Items []Suggestion
	Took  time.Duration
	Index IndexInfo
}

// Suggestion is one thing that the text may become. Some statement has it.
type Suggestion struct {
	Kind SuggestionKind
	// ID is that of the organization, topic, session or situation; of a title,
	// that of the statement if one work alone has it; otherwise "".
	ID     string
	Text   string  // as it is shown
	Ranges []Range // what of Text was typed
	Name   string  // another name that was typed, where Text does not hold the words
	Count  int     // works
}

// Related is a search that leads on from what was found: something that its
// statements have far more often than others.
type Related struct {
	Kind SuggestionKind
	ID   string // of the organization, topic or situation
	Text string // of the phrase
	// Count is how many works it finds by itself, without the query and filters
	// it comes from.
	Count int
}
