// Package figures writes measurements into documentation pages, so that no figure
// there is written by hand.
package figures

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// Table is a table of measurements and their targets.
type Table struct{ rows []row }

type row struct{ measure, bar, figure, verdict string }

// Add adds a measurement, its target, whether it was reached, and the figure.
func (t *Table) Add(measure, bar string, reached bool, format string, args ...any) {
	verdict := "missed"
	if reached {
		verdict = "reached"
	}
	t.rows = append(t.rows, row{measure, bar, fmt.Sprintf(format, args...), verdict})
}

// Unknown adds a measurement that could not be taken, and why.
func (t *Table) Unknown(measure, bar, why string) {
	t.rows = append(t.rows, row{measure: measure, bar: bar, figure: "not measured: " + why})
}

// String returns the table in Markdown.
func (t *Table) String() string {
	var b strings.Builder
	b.WriteString("| measure | bar | measured | |\n|---|---|---|---|\n")
	for _, r := range t.rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.measure, r.bar, r.figure, r.verdict)
	}
	return b.String()
}

const end = "<!-- end of figures -->\n"

// Write replaces the figures that command wrote into the page at path: the text
// between the lines "<!-- figures: COMMAND -->" and "<!-- end of figures -->".
func Write(path, command, figures string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	begin := "<!-- figures: " + command + " -->\n"
	before, rest, ok := bytes.Cut(page, []byte(begin))
	_, after, closed := bytes.Cut(rest, []byte(end))
	if !ok || !closed {
		return fmt.Errorf("%s has no place for the figures: it needs the lines %q and %q", path, strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return os.WriteFile(path, []byte(string(before)+begin+"\n"+figures+"\n"+end+string(after)), 0o644)
}
