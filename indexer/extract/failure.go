package extract

import (
	"errors"
	"fmt"

	"rostrum/corpus"
)

// failure is an error on its way from a worker to its parent.
type failure struct {
	Kind    string `json:"kind,omitempty"`
	Message string `json:"message"`
}

var failureKinds = map[string]error{
	"limit":    corpus.ErrOverLimit,
	"not-text": corpus.ErrNotText,
	"invalid":  corpus.ErrInvalid,
	"absent":   corpus.ErrNotFound,
}

func newFailure(err error) *failure {
	for kind, target := range failureKinds {
		if errors.Is(err, target) {
			return &failure{Kind: kind, Message: err.Error()}
		}
	}
	return &failure{Message: err.Error()}
}

// told is a failure read back: its words, and its kind for errors.Is.
type told struct {
	message string
	kind    error
}

func (t *told) Error() string { return t.message }
func (t *told) Unwrap() error { return t.kind }

func (f *failure) err() error {
	if kind := failureKinds[f.Kind]; kind != nil {
		return &told{message: f.Message, kind: kind}
	}
	return fmt.Errorf("reader: %s", f.Message)
}
