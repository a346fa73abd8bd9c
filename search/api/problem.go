package api

// Problem is an answer of RFC 9457.
type Problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail,omitempty"`
	Errors []ProblemError `json:"errors,omitempty"`
}

type ProblemError struct {
	Location string `json:"location"`
	Position *int   `json:"position,omitempty"` // in code points
	Message  string `json:"message"`
}
