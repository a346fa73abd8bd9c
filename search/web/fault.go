package web

import (
	"errors"
	"strings"

	"rostrum/corpus"
	"rostrum/search/query"
	"rostrum/search/web/ui"
)

// fault is one thing wrong with an address, told to the person who wrote it.
type fault struct {
	Parameter string
	nth       int    // of the values of a parameter that may be repeated
	Position  int    // code points into the parameter, or -1
	Length    int    // code points at fault; 0 at the end
	message   string // id in the message files
	pairs     []any  // what is filled in
	english   string // of those who found the fault, if they have a sentence of their own
}

// text is the fault as a sentence. Whoever found it may have one for English,
// which programs are told too.
func (f fault) text(l *ui.Locale) string {
	if f.english != "" && l.Lang == corpus.English {
		return f.english
	}
	return l.Text(f.message, f.pairs...)
}

// faults is an error that wraps corpus.ErrInvalid.
type faults []fault

// Error names the parameters only: what they held is the asker's business.
func (f faults) Error() string {
	parts := make([]string, len(f))
	for i, x := range f {
		parts[i] = x.Parameter + ": " + x.message
	}
	return strings.Join(parts, "; ")
}

func (faults) Unwrap() error { return corpus.ErrInvalid }

func (f *faults) add(parameter, message string, pairs ...any) {
	*f = append(*f, fault{Parameter: parameter, Position: -1, message: message, pairs: pairs})
}

// syntaxFault tells where a query cannot be read, and why.
func syntaxFault(e *query.SyntaxError) faults {
	return faults{{
		Parameter: "q", Position: e.Pos, Length: e.Len, message: "syntax." + string(e.Code),
		pairs: []any{"Text", e.Text, "Hint", e.Hint, "Fields", strings.Join(query.FieldNames, ", ")}, english: e.Msg,
	}}
}

// asFaults gives the faults in err, if it is about the address.
func asFaults(err error) (faults, bool) {
	var f faults
	ok := errors.As(err, &f)
	return f, ok
}
