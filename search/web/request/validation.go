package request

import (
	"errors"
	"strings"

	"rostrum/corpus"
	"rostrum/search/query"
	"rostrum/search/web/ui"
)

// Fault is one thing wrong with an address, told to the person who wrote it.
type Fault struct {
	Parameter string
	Nth       int    // of the values of a parameter that may be repeated
	Position  int    // code points into the parameter, or -1
	Length    int    // code points at fault; 0 at the end
	Message   string // id in the message files
	Pairs     []any  // what is filled in
	English   string // of those who found the fault, if they have a sentence of their own
}

// Text is the fault as a sentence. Whoever found it may have one for English,
// which programs are told too.
func (f Fault) Text(l *ui.Locale) string {
	if f.English != "" && l.Lang == corpus.English {
		return f.English
	}
	return l.Text(f.Message, f.Pairs...)
}

// Faults is an error that wraps corpus.ErrInvalid.
type Faults []Fault

// Error names the parameters only: what they held is the asker's business.
func (f Faults) Error() string {
	parts := make([]string, len(f))
	for i, x := range f {
		parts[i] = x.Parameter + ": " + x.Message
	}
	return strings.Join(parts, "; ")
}

func (Faults) Unwrap() error { return corpus.ErrInvalid }

func (f *Faults) Add(parameter, message string, pairs ...any) {
	*f = append(*f, Fault{Parameter: parameter, Position: -1, Message: message, Pairs: pairs})
}

// syntaxFault tells where a query cannot be read, and why.
func syntaxFault(e *query.SyntaxError) Faults {
	return Faults{{
		Parameter: "q", Position: e.Pos, Length: e.Len, Message: "syntax." + string(e.Code),
		Pairs: []any{"Text", e.Text, "Hint", e.Hint, "Fields", strings.Join(query.FieldNames, ", ")}, English: e.Msg,
	}}
}

// AsFaults gives the faults in err, if it is about the address.
func AsFaults(err error) (Faults, bool) {
	var f Faults
	ok := errors.As(err, &f)
	return f, ok
}
