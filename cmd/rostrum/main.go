// Command rostrum is a full-text search service over statements made at the
// Assembly of States Parties to the Rome Statute. It adds documents, searches them
// from the command line, and serves a search page and an API.
//
// Only this package reads flags, environment and configuration file, wires the other
// packages together, and sets the exit code.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"rostrum/corpus"
	"rostrum/search/terminal"
)

func main() {
	ctx, stop := untilSignal()
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// untilSignal returns a context that ends on an interrupt. A second signal ends the
// process at once, which is safe: all writes are atomic.
func untilSignal() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	asked := make(chan os.Signal, 2) // room for both signals
	signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-asked
		cancel()
		<-asked
		os.Exit(exitInterrupted)
	}()
	return ctx, cancel
}

// Exit codes, part of the contract with scripts.
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

// Messages of interrupted commands.
const (
	saysInterrupted = "interrupted; nothing is lost"
	saysGoOn        = "; nothing is lost: run the same command again to go on"
)

// exitError ends the process with a code, without a message.
type exitError struct{ code int }

func (e *exitError) Error() string { return "" }

// usageError is an error in the command line or the configuration.
func usageError(format string, args ...any) error {
	return corpus.ErrInvalid.Errorf(format, args...)
}

// exitCode returns the exit code for err and prints its message, one sentence, to
// stderr.
func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitOK
	}
	code := exitFailure
	var exit *exitError
	switch {
	case errors.As(err, &exit):
		code = exit.code
	case errors.Is(err, corpus.ErrInterrupted), errors.Is(err, context.Canceled):
		code = exitInterrupted
	case errors.Is(err, corpus.ErrLocked):
		code = exitLocked
	case errors.Is(err, corpus.ErrNoIndex):
		code = exitNoIndex
	case errors.Is(err, corpus.ErrInvalid):
		code = exitUsage
	}
	if message := explain(err); message != "" {
		// Names in it are those of files, which may hold what a terminal obeys.
		for i, line := range strings.Split(message, "\n") {
			if line = terminal.OneLine(line); i == 0 {
				line = "rostrum: " + line
			}
			fmt.Fprintln(stderr, line)
		}
	}
	return code
}
