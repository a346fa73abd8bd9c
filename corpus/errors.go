package corpus

import "errors"

// The kinds of error that some caller acts on. Wrap them with what was being
// done and to what; test for them with errors.Is.
var (
	ErrNotFound  = errors.New("not found")
	ErrInvalid   = errors.New("invalid")             // the input is at fault: exit 2, status 400
	ErrNoIndex   = errors.New("index not usable")    // missing, damaged or made by another version: exit 4, status 503
	ErrLocked    = errors.New("locked")              // another process is writing: exit 11
	ErrOverLimit = errors.New("over a limit")        // a bound on size, depth, time or memory was crossed
	ErrBusy      = errors.New("busy")                // all that may be under way is: try again soon, status 503
	ErrRefused   = errors.New("refused")             // by the server, its robots.txt or the bounds that were set: to ask again changes nothing
	ErrNotText   = errors.New("no readable content") // the bytes are of no kind that holds statements
)
