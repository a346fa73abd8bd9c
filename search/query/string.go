package query

import (
	"strconv"
	"strings"
)

// The nodes write themselves with as few brackets as the grammar needs, so
// that a query does not grow by being read and written.

// How tightly a node holds together once written, loosest first.
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

// String writes the word with its * or ~.
func (w Word) String() string {
	switch {
	case w.Prefix:
		return w.Text + "*"
	case w.Fuzzy:
		return w.Text + "~"
	}
	return w.Text
}

// String writes the phrase in straight quotation marks.
func (p Phrase) String() string {
	s := `"` + p.Text + `"`
	if p.Slop > 0 {
		s += "~" + strconv.Itoa(p.Slop)
	}
	return s
}

// String writes the field with its value, bracketed if it has several parts.
func (f Field) String() string {
	if _, not := f.Value.(Not); not {
		return f.Name + ":(" + f.Value.String() + ")"
	}
	return f.Name + ":" + enclosed(f.Value, bindOne)
}

// String writes the range with two dots, or a single date after date:.
func (r Range) String() string {
	if r.From == r.To {
		return "date:" + r.From
	}
	return r.From + ".." + r.To
}

// String writes the parts beside each other.
func (a All) String() string { return joined(a, " ", bindOne) }

// String writes the parts with AND between them.
func (a And) String() string { return joined(a, " AND ", bindAll) }

// String writes the parts with OR between them.
func (o Or) String() string { return joined(o, " OR ", bindAnd) }

// String writes - before what is excluded.
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

// enclosed writes e, in brackets unless it binds at least so tightly.
func enclosed(e Expr, least int) string {
	if binding(e) < least {
		return "(" + e.String() + ")"
	}
	return e.String()
}
