package client

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"rostrum/corpus"
	"rostrum/search/api"
)

// Error is an error response of the service.
type Error struct {
	api.Problem
	RetryAfter string // as sent by the service; "" if missing
}

// Error returns one sentence per error, with positions counted from 1.
func (e *Error) Error() string {
	var parts []string
	for _, f := range e.Errors {
		place := f.Parameter()
		if f.Position != nil {
			place += fmt.Sprintf(", character %d", *f.Position+1)
		}
		parts = append(parts, place+": "+f.Message)
	}
	if len(parts) == 0 {
		said := e.Title
		if e.Detail != "" {
			said += ": " + e.Detail
		}
		if e.RetryAfter != "" {
			said += "; retry in " + e.RetryAfter + " seconds"
		}
		parts = append(parts, fmt.Sprintf("the service returned status %d: %s", e.Status, said))
	}
	return strings.Join(parts, "; ")
}

// Unwrap returns the kind of error for the status, or nil.
func (e *Error) Unwrap() error {
	switch e.Status {
	case http.StatusBadRequest:
		return corpus.ErrInvalid
	case http.StatusNotFound:
		return corpus.ErrNotFound
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		return corpus.ErrBusy
	}
	return nil
}

func readError(response *http.Response, body []byte) error {
	e := &Error{RetryAfter: response.Header.Get("Retry-After")}
	if json.Unmarshal(body, &e.Problem) != nil || e.Title == "" {
		e.Title = http.StatusText(response.StatusCode)
	}
	e.Status = response.StatusCode // the body may claim another
	// The text is shown on terminals: remove control characters.
	for _, text := range []*string{&e.Title, &e.Detail, &e.RetryAfter} {
		*text = oneLine(*text)
	}
	for i, f := range e.Errors {
		e.Errors[i].Location, e.Errors[i].Message = oneLine(f.Location), oneLine(f.Message)
	}
	return e
}

func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, text)
}
