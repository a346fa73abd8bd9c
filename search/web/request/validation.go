package request

import (
	"strings"

	"rostrum/corpus"
	"rostrum/search/query"
	"rostrum/search/web/ui"
)

// ValidationError is an error in an address, explained to the person who wrote it.
type ValidationError struct {
	Parameter string
	Index     int    // of the values of a repeated parameter
	Position  int    // code points into the parameter, or -1
	Length    int    // number of invalid code points; 0 at the end
	Message   string // key in the message files
	Pairs     []any  // values for the message's placeholders
	English   string // the English message of the package that found the error, if there is one
}

// Text returns the message in a language. The English one may come from the package
// that found the error; the API returns it, too.
func (e ValidationError) Text(l *ui.Locale) string {
	if e.English != "" && l.Lang == corpus.English {
		return e.English
	}
	return l.Text(e.Message, e.Pairs...)
}

// ValidationErrors is an error that wraps corpus.ErrInvalid.
type ValidationErrors []ValidationError

// Invalid returns an error of a parameter; message is a key in the message files, and
// pairs are the values of its placeholders.
func Invalid(parameter, message string, pairs ...any) ValidationErrors {
	return ValidationErrors{{Parameter: parameter, Position: -1, Message: message, Pairs: pairs}}
}

// Error names the parameters, but not their values, which are private.
func (list ValidationErrors) Error() string {
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = e.Parameter + ": " + e.Message
	}
	return strings.Join(parts, "; ")
}

// Unwrap returns corpus.ErrInvalid.
func (ValidationErrors) Unwrap() error { return corpus.ErrInvalid }

// Add appends the errors of Invalid.
func (list *ValidationErrors) Add(parameter, message string, pairs ...any) {
	*list = append(*list, Invalid(parameter, message, pairs...)...)
}

// syntaxError returns the position and message of a syntax error.
func syntaxError(e *query.SyntaxError) ValidationErrors {
	return ValidationErrors{{
		Parameter: "q", Position: e.Pos, Length: e.Len, Message: "syntax." + string(e.Code),
		Pairs: []any{"Text", e.Text, "Hint", e.Hint, "Fields", strings.Join(query.FieldNames, ", ")}, English: e.Msg,
	}}
}
