package request

import (
	"strings"

	"rostrum/corpus"
	"rostrum/search/query"
	"rostrum/search/web/ui"
)

// ValidationError is one thing wrong with an address, told to the person who wrote it.
type ValidationError struct {
	Parameter string
	Index     int    // of the values of a parameter that may be repeated
	Position  int    // code points into the parameter, or -1
	Length    int    // code points that are wrong; 0 at the end
	Message   string // id in the message files
	Pairs     []any  // what is filled in
	English   string // of whatever found it, if that has a sentence of its own
}

// Text is the error as a sentence. Whatever found it may have one for English,
// which programs are told too.
func (e ValidationError) Text(l *ui.Locale) string {
	if e.English != "" && l.Lang == corpus.English {
		return e.English
	}
	return l.Text(e.Message, e.Pairs...)
}

// ValidationErrors is an error that wraps corpus.ErrInvalid.
type ValidationErrors []ValidationError

// Invalid is the error that a parameter has: message is an id in the message
// files, and pairs are what is filled in.
func Invalid(parameter, message string, pairs ...any) ValidationErrors {
	return ValidationErrors{{Parameter: parameter, Position: -1, Message: message, Pairs: pairs}}
}

// Error names the parameters only: their values are the client's business.
func (list ValidationErrors) Error() string {
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = e.Parameter + ": " + e.Message
	}
	return strings.Join(parts, "; ")
}

// Unwrap makes it an error of kind corpus.ErrInvalid.
func (ValidationErrors) Unwrap() error { return corpus.ErrInvalid }

// Add appends what Invalid gives.
func (list *ValidationErrors) Add(parameter, message string, pairs ...any) {
	*list = append(*list, Invalid(parameter, message, pairs...)...)
}

// syntaxError tells where a query cannot be read, and why.
func syntaxError(e *query.SyntaxError) ValidationErrors {
	return ValidationErrors{{
		Parameter: "q", Position: e.Pos, Length: e.Len, Message: "syntax." + string(e.Code),
		Pairs: []any{"Text", e.Text, "Hint", e.Hint, "Fields", strings.Join(query.FieldNames, ", ")}, English: e.Msg,
	}}
}
