// Command faults runs the checks of docs/reliability.md at their full numbers,
// prints what came of each and writes it into the page. What was not run this
// time stays in the page as it was.
//
//	make test-faults CHECK=TestFaultKill
//	make fuzz FUZZTIME=5m
//	make supply
//	make test-tests
//
// It runs in the folder of the product, whose go command it calls.
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
	"rostrum/tools/internal/figures"
)

func main() {
	write := flag.String("write", "", "page whose table is rewritten")
	what := flag.String("what", "tests", "tests: those that break things; fuzz: all fuzz targets; supply: the modules built from; own: how good the tests are")
	run := flag.String("run", "", "tests or fuzz targets to run (default all)")
	each := flag.Duration("each", 5*time.Minute, "time for each fuzz target")
	timeout := flag.Duration("timeout", 3*time.Hour, "for the tests of one package")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	packages := flag.Args()
	if len(packages) == 0 {
		packages = []string{"./..."}
	}
	var found map[faults.Check]*outcome
	var err error
	one := func(c faults.Check, o *outcome, err error) (map[faults.Check]*outcome, error) {
		if err != nil {
			return nil, err
		}
		if len(o.Failed) > 0 {
			err = fmt.Errorf("failed: %v", o.Failed)
		}
		return map[faults.Check]*outcome{c: o}, err
	}
	switch *what {
	case "tests":
		found, err = tests(ctx, *run, *timeout, packages)
	case "fuzz":
		o, fuzzErr := fuzz(ctx, *each, *run, packages)
		found, err = one(faults.Fuzz, o, fuzzErr)
	case "supply":
		o, supplyErr := supply(ctx)
		found, err = one(faults.Supply, o, supplyErr)
	case "own":
		o, ownErr := ownTests(ctx)
		found, err = one(faults.Tests, o, ownErr)
	default:
		err = fmt.Errorf("-what %q: write tests, fuzz, supply or own", *what)
	}
	if len(found) > 0 {
		err = errors.Join(err, tell(*write, found))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
}

// tell prints the table, and writes it into a page if one is given.
func tell(write string, found map[faults.Check]*outcome) error {
	when := time.Now().Format(time.DateOnly) + ", " + figures.Machine()
	if write == "" {
		fmt.Print(table("", when, found))
		return nil
	}
	page, err := os.ReadFile(write)
	if err != nil {
		return err
	}
	rows := table(string(page), when, found)
	fmt.Print(rows)
	return figures.Write(write, "make test-faults", rows)
}

// tests runs the fault tests.
func tests(ctx context.Context, run string, timeout time.Duration, packages []string) (map[faults.Check]*outcome, error) {
	if run == "" {
		run = "^TestFault"
	}
	// One package at a time, since they measure time and memory.
	args := append([]string{"test", "-json", "-p", "1", "-count", "1", "-timeout", timeout.String(), "-run", run}, packages...)
	tests := exec.CommandContext(ctx, "go", args...)
	tests.Env = append(os.Environ(), faults.Variable+"=full")
	tests.Stderr = os.Stderr
	output, err := tests.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := tests.Start(); err != nil {
		return nil, err
	}
	found, readErr := outcomes(output, os.Stderr)
	err = tests.Wait()
	if err != nil {
		err = fmt.Errorf("go test: %w (checks run: %v)", err, slices.Sorted(maps.Keys(found)))
	}
	if len(found) == 0 {
		err = errors.Join(err, fmt.Errorf("no test of a check ran"))
	}
	return found, errors.Join(err, readErr)
}
