package corpus

import (
	"fmt"
)

// Kind is a kind of error that callers handle. Create errors of a kind with Errorf; test
// with errors.Is(err, kind).
type Kind string

// Kinds of errors.
const (
	ErrNotFound    Kind = "not found"
	ErrInvalid     Kind = "invalid"             // invalid input: exit 2, status 400
	ErrNoIndex     Kind = "index not usable"    // missing, damaged or made by another version: exit 4, status 503
	ErrLocked      Kind = "locked"              // another process is writing: exit 11
	ErrOverLimit   Kind = "over a limit"        // a limit on size, depth, time or memory was exceeded
	ErrBusy        Kind = "busy"                // at capacity: try again soon, status 503
	ErrRefused     Kind = "refused"             // by the server, its robots.txt or configured limits: retrying does not help
	ErrNotText     Kind = "no readable content" // bytes of an unsupported kind
	ErrDamaged     Kind = "damaged"             // data on disk is corrupt: status 503
	ErrInterrupted Kind = "interrupted"         // ended by a person or the system: exit 130
)

// Error returns the name of the kind.
func (k Kind) Error() string { return string(k) }

// Errorf is fmt.Errorf for an error of this kind. The text does not name the kind.
func (k Kind) Errorf(format string, args ...any) error {
	return &Error{Kind: k, Err: fmt.Errorf(format, args...)}
}

// Error is an error with a kind.
type Error struct {
	Kind    Kind
	Message string // a sentence for people; if empty, that of Err
	Err     error  // the cause, for errors.Is and errors.As; may be nil
}

// Error returns the message, without the kind.
func (e *Error) Error() string {
	if e.Message == "" && e.Err != nil {
		return e.Err.Error()
	}
	return e.Message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the error's kind.
func (e *Error) Is(target error) bool { return target == error(e.Kind) }
