package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"rostrum/corpus"
)

// The exit codes, a part of the contract with scripts.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2
	exitSomeFailed  = 3
	exitNoIndex     = 4
	exitNothing     = 5
	exitLocked      = 11
	exitInterrupted = 130
)

// exitError ends the process with a code; an empty message says nothing more.
type exitError struct {
	code    int
	message string
}

func (e *exitError) Error() string { return e.message }

// usageError is a mistake in the command line or the configuration.
func usageError(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{corpus.ErrInvalid}, args...)...)
}

// exitCode decides how the process ends and tells the person why, in one
// sentence on stderr.
func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitOK
	}
	code := exitFailure
	var exit *exitError
	switch {
	case errors.As(err, &exit):
		code = exit.code
	case errors.Is(err, context.Canceled):
		code = exitInterrupted
	case errors.Is(err, corpus.ErrLocked):
		code = exitLocked
	case errors.Is(err, corpus.ErrNoIndex):
		code = exitNoIndex
	case errors.Is(err, corpus.ErrInvalid):
		code = exitUsage
	}
	if message := sentence(err); message != "" {
		fmt.Fprintln(stderr, "rostrum:", message)
	}
	return code
}

// sentence is an error for a person: what went wrong, without its kind.
func sentence(err error) string {
	message, before := err.Error(), ""
	for message != before { // an error can be of two kinds
		before = message
		for _, kind := range []error{corpus.ErrInvalid, corpus.ErrNotFound, corpus.ErrNoIndex, corpus.ErrLocked, corpus.ErrOverLimit, corpus.ErrNotText, corpus.ErrRefused, context.Canceled} {
			message = strings.TrimSuffix(strings.TrimPrefix(message, kind.Error()+": "), ": "+kind.Error())
		}
	}
	return message
}
