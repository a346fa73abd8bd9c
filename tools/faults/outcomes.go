package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"rostrum/internal/faults"
)

// outcome is the outcome of a check.
type outcome struct {
	Found  []string // observations of the tests, in the order of the run
	Failed []string // tests that failed
	Left   []string // what the check requires and was not done, though nothing failed
}

// outcomes reads the output of go test -json, and copies its readable part to log.
func outcomes(output io.Reader, log io.Writer) (map[faults.Check]*outcome, error) {
	type event struct {
		Action, Package, Test, Key, Value, Output string
	}
	of := map[string]map[faults.Check]bool{} // test -> checks it declared
	found := map[faults.Check]*outcome{}
	var failed []string
	lines := bufio.NewScanner(output)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Fprintln(log, lines.Text()) // output of the compiler, for example
			continue
		}
		test := e.Package + "." + e.Test
		switch e.Action {
		case "output":
			fmt.Fprint(log, e.Output)
		case "attr":
			if e.Key != faults.Attribute {
				continue
			}
			check, said, saw := strings.Cut(e.Value, "=")
			c := faults.Check(check)
			if found[c] == nil {
				found[c] = &outcome{}
			}
			if of[test] == nil {
				of[test] = map[faults.Check]bool{}
			}
			of[test][c] = true
			if saw {
				found[c].Found = append(found[c].Found, said)
			}
		case "fail":
			failed = append(failed, test)
		}
	}
	for _, test := range failed {
		for c := range of[test] {
			found[c].Failed = append(found[c].Failed, test)
		}
	}
	return found, lines.Err()
}

// table returns the table in Markdown. Rows of checks that were not run are kept as
// in page; when is the date and machine of this run.
func table(page, when string, found map[faults.Check]*outcome) string {
	kept := map[string]string{}
	for line := range strings.Lines(page) {
		if what, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " | "); ok {
			kept[what] = line
		}
	}
	var b strings.Builder
	b.WriteString("| check | number | found | | when, where |\n|---|---|---|---|---|\n")
	for _, r := range rows {
		o := found[r.check]
		switch line, old := kept[r.what]; {
		case o != nil:
			verdict := "reached"
			if missed := slices.Concat(o.Failed, o.Left); len(missed) > 0 {
				verdict = "missed: " + strings.Join(missed, ", ")
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.what, r.bar, strings.Join(o.Found, "; "), verdict, when)
		case old:
			b.WriteString(line)
		default:
			fmt.Fprintf(&b, "| %s | %s | not run | | |\n", r.what, r.bar)
		}
	}
	return b.String()
}
