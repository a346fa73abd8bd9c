package extract

import (
	"errors"
	"fmt"

	"rostrum/corpus"
)

// failure is an error as sent from a worker to its parent.
type failure struct {
	Kind    string `json:"kind,omitempty"`
	Message string `json:"message"`
}

var failureKinds = map[string]corpus.Kind{
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

func (f *failure) err() error {
	if kind := failureKinds[f.Kind]; kind != "" {
		return &corpus.Error{Kind: kind, Message: f.Message}
	}
	return fmt.Errorf("reader: %s", f.Message)
}
