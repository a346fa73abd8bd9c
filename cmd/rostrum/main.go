// Command rostrum is a full-text search service over statements made at the
// Assembly of States Parties to the Rome Statute. It adds documents, searches them
// from the command line, and serves a search page and an API.
//
// Only this package reads flags, environment and configuration file, wires the other
// packages together, and sets the exit code.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
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
