package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// row is a measure, the least or most it should be, what it is, and whether
// that is enough.
type row struct {
	measure, bar, figure string
	reached              bool
	known                bool // it could be measured
}

// table is what a run has found.
type table struct{ rows []row }

func (t *table) add(measure, bar string, reached bool, format string, args ...any) {
	t.rows = append(t.rows, row{measure, bar, fmt.Sprintf(format, args...), reached, true})
}

func (t *table) unknown(measure, bar, why string) {
	t.rows = append(t.rows, row{measure: measure, bar: bar, figure: "not measured: " + why})
}

// String is the table in Markdown.
func (t *table) String() string {
	var b strings.Builder
	b.WriteString("| measure | bar | measured | |\n|---|---|---|---|\n")
	for _, r := range t.rows {
		verdict := "missed"
		switch {
		case !r.known:
			verdict = ""
		case r.reached:
			verdict = "reached"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.measure, r.bar, r.figure, verdict)
	}
	return b.String()
}

// The lines of a document between which the table stands.
const begin, end = "<!-- figures: make bench-extract -->\n", "<!-- end of figures -->\n"

// into writes the table into a document, between its two marks.
func (t *table) into(path, head string) error {
	doc, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, ok := bytes.Cut(doc, []byte(begin))
	_, after, closed := bytes.Cut(rest, []byte(end))
	if !ok || !closed {
		return fmt.Errorf("%s has no place for the figures: it needs the lines %q and %q", path, strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	text := string(before) + begin + "\n" + head + "\n\n" + t.String() + "\n" + end + string(after)
	return os.WriteFile(path, []byte(text), 0o644)
}
