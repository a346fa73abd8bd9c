package api

import "strings"

// Problem says what is wrong with a request, or why it was not answered (RFC 9457).
type Problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail,omitempty"`
	Errors []ProblemError `json:"errors,omitempty"`
}

// ProblemError is one thing wrong with a request.
type ProblemError struct {
	Location string `json:"location"`           // such as query.q, or query.q[1]
	Position *int   `json:"position,omitempty"` // in code points; nil where the whole value is meant
	Message  string `json:"message"`
}

// Parameter is the one at fault, without which of its values.
func (e ProblemError) Parameter() string {
	name, _, _ := strings.Cut(strings.TrimPrefix(e.Location, "query."), "[")
	return name
}
