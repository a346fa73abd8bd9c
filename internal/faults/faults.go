// Package faults supports fault-injection tests: how often each repeats, and how its results get into
// the table of docs/reliability.md.
//
// The names of these tests begin with TestFault. make test runs each a few times, make test-faults as
// often as its check requires.
package faults

import (
	"fmt"
	"os"
	"testing"
)

// Variable is the environment variable that, if set, makes checks run in full.
const Variable = "ROSTRUM_FAULTS"

// Full reports whether checks run in full.
func Full() bool { return os.Getenv(Variable) != "" }

// Times returns the number of repetitions: few in make test, full in make test-faults.
func Times(few, full int) int {
	if Full() {
		return full
	}
	return few
}

// Attribute is the key of test results in the output of go test -json: the check, and after an = what
// was observed.
const Attribute = "fault"

// Begin declares the check of a test, so that its failure is attributed to it. The returned function
// records an observation, in one line, for the row of the table. Several tests may add to one row.
func Begin(t testing.TB, c Check) func(format string, args ...any) {
	t.Helper()
	t.Attr(Attribute, string(c))
	return func(format string, args ...any) {
		t.Helper()
		t.Attr(Attribute, string(c)+"="+fmt.Sprintf(format, args...))
	}
}
