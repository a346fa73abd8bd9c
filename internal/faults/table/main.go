// Command table runs the tests that break things on purpose at their full
// numbers, prints what came of each check and writes it into the page that tells
// of it. What was not run this time stays in the page as it was.
//
//	go run ./internal/faults/table -write docs/reliability.md -run 'TestFaultKill'
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"time"

	"rostrum/internal/faults"
	"rostrum/internal/figures"
)

func main() {
	write := flag.String("write", "", "page whose table is written anew")
	run := flag.String("run", "^TestFault", "tests to run, as for go test")
	timeout := flag.Duration("timeout", 3*time.Hour, "for the tests of one package")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := table(ctx, *write, *run, *timeout, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
}

// table runs the tests of packages (all, if none is named).
func table(ctx context.Context, write, run string, timeout time.Duration, packages []string) error {
	if len(packages) == 0 {
		packages = []string{"./..."}
	}
	// One package at a time: they measure time and memory.
	args := append([]string{"test", "-json", "-p", "1", "-count", "1", "-timeout", timeout.String(), "-run", run}, packages...)
	tests := exec.CommandContext(ctx, "go", args...)
	tests.Env = append(os.Environ(), faults.Variable+"=full")
	tests.Stderr = os.Stderr
	output, err := tests.StdoutPipe()
	if err != nil {
		return err
	}
	if err := tests.Start(); err != nil {
		return err
	}
	found, readErr := faults.Outcomes(output, os.Stderr)
	testErr := tests.Wait()
	var page []byte
	if write != "" {
		if page, err = os.ReadFile(write); err != nil {
			return err
		}
	}
	when := time.Now().Format(time.DateOnly) + ", " + figures.Machine()
	rows := faults.Table(string(page), when, found)
	fmt.Print(rows)
	if len(found) == 0 {
		return errors.Join(readErr, testErr, fmt.Errorf("no test of a check ran"))
	}
	if write != "" {
		err = figures.Write(write, "make test-faults", rows)
	}
	if testErr != nil {
		testErr = fmt.Errorf("go test: %w (checks run: %v)", testErr, slices.Sorted(maps.Keys(found)))
	}
	return errors.Join(err, readErr, testErr)
}
