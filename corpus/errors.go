package corpus

import (
	"fmt"
)

// Kind is a kind of error that some caller acts on. Errors of a kind are made by
// Errorf, and told by errors.Is(err, kind).
type Kind string

// The kinds.
const (
	ErrNotFound    Kind = "not found"
	ErrInvalid     Kind = "invalid"             // the input is at fault: exit 2, status 400
	ErrNoIndex     Kind = "index not usable"    // missing, damaged or made by another version: exit 4, status 503
	ErrLocked      Kind = "locked"              // another process is writing: exit 11
	ErrOverLimit   Kind = "over a limit"        // a bound on size, depth, time or memory was crossed
	ErrBusy        Kind = "busy"                // all that may be under way is: try again soon, status 503
	ErrRefused     Kind = "refused"             // by the server, its robots.txt or the bounds that were set: to ask again changes nothing
	ErrNotText     Kind = "no readable content" // the bytes are of no kind that holds statements
	ErrDamaged     Kind = "damaged"             // what is on disk is not what was written: status 503
	ErrInterrupted Kind = "interrupted"         // a person or the system ended it: exit 130
)

// Error names the kind.
func (k Kind) Error() string { return string(k) }

// Errorf is fmt.Errorf for an error of this kind. The text does not name the kind.
func (k Kind) Errorf(format string, args ...any) error {
	return &Error{Kind: k, Err: fmt.Errorf(format, args...)}
}

// Error is an error of a kind.
type Error struct {
	Kind    Kind
	Message string // a sentence for a person; "": that of Err
	Err     error  // what it came of, for errors.Is and errors.As; may be nil
}

// Error is the sentence for a person, which does not name the kind.
func (e *Error) Error() string {
	if e.Message == "" && e.Err != nil {
		return e.Err.Error()
	}
	return e.Message
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is tells whether target is the error's kind.
func (e *Error) Is(target error) bool { return target == error(e.Kind) }
