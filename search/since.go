package search

import (
	"time"

	"rostrum/corpus"
)

// ParseSince reads the moment from which on additions are new, as
// Filters.Since has it: a date stands for its first day in UTC, and a moment is
// written as in RFC 3339.
func ParseSince(text string) (time.Time, error) {
	if date, err := corpus.ParseDate(text); err == nil {
		return time.Parse(time.DateOnly, date.First())
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, corpus.ErrInvalid.Errorf("%q is neither a date, such as 2021-12-06, nor a moment, such as 2021-12-06T15:04:05Z", text)
	}
	return at, nil
}
