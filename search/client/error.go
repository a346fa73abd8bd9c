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

// Error is what the service says is wrong.
type Error struct {
	api.Problem
	RetryAfter string // as the service sent it; "" if it did not
}

// Error is a sentence for each fault, with its place counted from 1 as people do.
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

// Unwrap is the kind of error that the status stands for, nil for others.
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
	e.Status = response.StatusCode // whatever the body says
	// It is shown to people, often on a terminal, which it must not steer.
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
