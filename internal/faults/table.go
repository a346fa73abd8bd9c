package faults

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Outcome is what a run saw of one check.
type Outcome struct {
	Found  []string // what each test said, in the order of the run
	Failed []string // tests that failed
	Left   []string // what the check asks for and was not done, though nothing failed
}

// Outcomes reads the output of go test -json, and passes the readable part of
// it on to log.
func Outcomes(output io.Reader, log io.Writer) (map[Check]*Outcome, error) {
	type event struct {
		Action, Package, Test, Key, Value, Output string
	}
	of := map[string]map[Check]bool{} // test -> checks it spoke of
	found := map[Check]*Outcome{}
	var failed []string
	lines := bufio.NewScanner(output)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Fprintln(log, lines.Text()) // of the compiler, perhaps
			continue
		}
		test := e.Package + "." + e.Test
		switch e.Action {
		case "output":
			fmt.Fprint(log, e.Output)
		case "attr":
			if e.Key != attribute {
				continue
			}
			check, said, saw := strings.Cut(e.Value, "=")
			c := Check(check)
			if found[c] == nil {
				found[c] = &Outcome{}
			}
			if of[test] == nil {
				of[test] = map[Check]bool{}
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

// Table is the table in Markdown. The row of a check that was not run stays as
// it is in the page; when says when and where this run was.
func Table(page, when string, found map[Check]*Outcome) string {
	kept := map[string]string{}
	for line := range strings.Lines(page) {
		if what, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " | "); ok {
			kept[what] = line
		}
	}
	var b strings.Builder
	b.WriteString("| check | number | found | | when, where |\n|---|---|---|---|---|\n")
	for _, r := range Rows {
		o := found[r.Check]
		switch line, old := kept[r.What]; {
		case o != nil:
			verdict := "reached"
			if missed := slices.Concat(o.Failed, o.Left); len(missed) > 0 {
				verdict = "missed: " + strings.Join(missed, ", ")
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.What, r.Bar, strings.Join(o.Found, "; "), verdict, when)
		case old:
			b.WriteString(line)
		default:
			fmt.Fprintf(&b, "| %s | %s | not run | | |\n", r.What, r.Bar)
		}
	}
	return b.String()
}
