package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"rostrum/search"
)

// risWriter writes RIS as defined by Reference Manager: lines of a two-character tag,
// two spaces, a hyphen, a space and a value, ended by CR LF.
type risWriter struct {
	options Options
	out     *bufio.Writer
}

func newRIS(w io.Writer, o Options) (Writer, error) {
	return &risWriter{options: o, out: bufio.NewWriter(w)}, nil
}

func (w *risWriter) Write(h search.Hit) error {
	r := w.options.record(h)
	tag := func(name, value string) {
		if value = line(value); value != "" {
			fmt.Fprintf(w.out, "%s  - %s\r\n", name, value)
		}
	}
	tag("TY", risType(r))
	tag("ID", string(r.ID))
	for _, name := range r.names() {
		tag("AU", name) // an organization with a comma as it is written: RIS knows no escape
	}
	tag("TI", r.heading())
	tag("T2", r.Session.Label)
	tag("M3", r.Type.Label)
	tag("M1", r.Symbol)
	if r.Date.Year > 0 {
		tag("PY", fmt.Sprintf("%04d", r.Date.Year))
		tag("DA", risDate(r.Date.Year, int(r.Date.Month), r.Date.Day))
	}
	tag("SP", r.page())
	tag("LA", string(r.Language))
	for _, keyword := range append(labels(r.Topics), labels(r.Situations)...) {
		tag("KW", keyword)
	}
	tag("UR", r.address())
	tag("L2", r.original())
	if at := r.Origin.RetrievedAt.UTC(); !r.Origin.RetrievedAt.IsZero() {
		tag("Y2", risDate(at.Year(), int(at.Month()), at.Day()))
	}
	if r.Symbol != "" {
		tag("N1", "Symbol: "+r.Symbol) // not all readers of M1 show it
	}
	for _, note := range r.notes() {
		tag("N1", note)
	}
	_, err := w.out.WriteString("ER  - \r\n\r\n")
	return err
}

func (w *risWriter) Close() error { return w.out.Flush() }

// risType is the closest of the widely supported types. RIS has none for a speech; a
// conference paper has the same fields.
func risType(r record) string {
	switch t := string(r.Statement.Type); {
	case t == "", strings.Contains(t, "statement"), t == "right-of-reply", t == "explanation-of-position":
		return "CPAPER"
	case t == "report":
		return "RPRT"
	}
	return "GEN"
}

// risDate returns YYYY/MM/DD/ with unknown parts empty.
func risDate(year, month, day int) string {
	part := func(n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("%02d", n)
	}
	return fmt.Sprintf("%04d/%s/%s/", year, part(month), part(day))
}
