// Package faults is shared by the tests that break things on purpose: how often
// each does so, and the table of docs/reliability.md that says what came of it.
//
// Such a test is called TestFault and something. make test runs it a few times,
// make test-faults as often as its check demands.
package faults

import (
	"fmt"
	"os"
	"testing"
)

// Variable of the environment: set to anything, checks run at their full numbers.
const Variable = "ROSTRUM_FAULTS"

// Full tells whether checks run at their full numbers.
func Full() bool { return os.Getenv(Variable) != "" }

// Times is how often a test does what it does: few in make test, full in
// make test-faults.
func Times(few, full int) int {
	if Full() {
		return full
	}
	return few
}

// Attribute carries what a test found in the output of go test -json: the check
// it belongs to, and after an = what was seen.
const Attribute = "fault"

// Begin says at the beginning of a test which check it belongs to, so that its
// failure is told with it. What is returned notes in one line what was seen, for
// the row of the table. Several tests may add to one row.
func Begin(t testing.TB, c Check) func(format string, args ...any) {
	t.Helper()
	t.Attr(Attribute, string(c))
	return func(format string, args ...any) {
		t.Helper()
		t.Attr(Attribute, string(c)+"="+fmt.Sprintf(format, args...))
	}
}
