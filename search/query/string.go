package query

import (
	"strconv"
	"strings"
)

// The nodes write themselves with as few brackets as the grammar needs, so
// that a query does not grow by being read and written.

// Precedence in writing, lowest first.
const (
	bindOr = iota
	bindAnd
	bindAll
	bindOne
)

func binding(e Expr) int {
	switch e.(type) {
	case Or:
		return bindOr
	case And:
		return bindAnd
	case All:
		return bindAll
	}
	return bindOne
}

// String returns the word with its * or ~.
func (w Word) String() string {
	switch {
	case w.Prefix:
		return w.Text + "*"
	case w.Fuzzy:
		return w.Text + "~"
	}
	return w.Text
}

// String returns the phrase in straight quotation marks.
func (p Phrase) String() string {
	s := `"` + p.Text + `"`
	if p.Slop > 0 {
		s += "~" + strconv.Itoa(p.Slop)
	}
	return s
}

// String returns the field with its value, in brackets if it has several parts.
func (f Field) String() string {
	if _, not := f.Value.(Not); not {
		return f.Name + ":(" + f.Value.String() + ")"
	}
	return f.Name + ":" + enclosed(f.Value, bindOne)
}

// String returns the range with two dots, or date: with a single date.
func (r Range) String() string {
	if r.From == r.To {
		return "date:" + r.From
	}
	return r.From + ".." + r.To
}

// String returns the parts separated by spaces.
func (a All) String() string { return joined(a, " ", bindOne) }

// String returns the parts separated by AND.
func (a And) String() string { return joined(a, " AND ", bindAll) }

// String returns the parts separated by OR.
func (o Or) String() string { return joined(o, " OR ", bindAnd) }

// String returns the excluded part after a hyphen.
func (n Not) String() string {
	if inner, ok := n.X.(Not); ok {
		return "NOT " + inner.String()
	}
	return "-" + enclosed(n.X, bindOne)
}

func joined(parts []Expr, operator string, least int) string {
	written := make([]string, len(parts))
	for i, part := range parts {
		written[i] = enclosed(part, least)
	}
	return strings.Join(written, operator)
}

// enclosed returns e, in brackets unless its precedence is at least least.
func enclosed(e Expr, least int) string {
	if binding(e) < least {
		return "(" + e.String() + ")"
	}
	return e.String()
}
