// Command rostrum is a full-text search service over statements made at the
// Assembly of States Parties to the Rome Statute: it brings documents in,
// answers questions about them on the command line, and serves a search page
// and an API.
//
// This package alone reads flags, the environment and the configuration file,
// connects the parts, and decides how the process ends.
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

// untilSignal is over when the process is asked to end. Asked a second time, it
// ends at once: nothing that matters is ever half written.
func untilSignal() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	asked := make(chan os.Signal, 2) // none of the two is lost
	signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-asked
		cancel()
		<-asked
		os.Exit(exitInterrupted)
	}()
	return ctx, cancel
}
