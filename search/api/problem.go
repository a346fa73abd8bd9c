package api

import "strings"

// Problem describes a failed request (RFC 9457).
type Problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail,omitempty"`
	Errors []ProblemError `json:"errors,omitempty"`
}

// ProblemError is one error in a request.
type ProblemError struct {
	Location string `json:"location"`           // such as query.q, or query.q[1]
	Position *int   `json:"position,omitempty"` // in code points; nil for the whole value
	Message  string `json:"message"`
}

// Parameter returns the name of the parameter at fault, without an index.
func (e ProblemError) Parameter() string {
	name, _, _ := strings.Cut(strings.TrimPrefix(e.Location, "query."), "[")
	return name
}
