package terminal

import (
	"bufio"
	"cmp"
	"fmt"
	"strings"

	"rostrum/search/api"
)

// Trends prints counts: without a split one table for all queries, with a split a
// matrix for each.
func (p Printer) Trends(t api.Trends, shares bool) error {
	w := bufio.NewWriter(p.Out)
	label := func(v api.TrendValue) string {
		if v.ID == "" {
			return "–"
		}
		return OneLine(cmp.Or(v.Label, v.ID))
	}
	number := func(n api.Tally, query int) string {
		switch {
		case n.Corpus == 0:
			return ""
		case shares:
			return fmt.Sprintf("%.0f %%", 100*n.Counts[query].Share)
		}
		return Number(n.Counts[query].Count)
	}
	queries := len(t.Total.Counts)
	said := func(query int) string {
		if query >= len(t.Query.Normalized) {
			return "all statements"
		}
		return OneLine(t.Query.Normalized[query])
	}
	if t.Query.Split == "" {
		table := newTable(w)
		fmt.Fprintf(table, "%s\t", strings.ToUpper(OneLine(string(t.Query.By))))
		for i := range queries {
			fmt.Fprintf(table, "%s\t", said(i))
		}
		fmt.Fprintln(table, "of")
		for _, c := range append(t.Columns[:len(t.Columns):len(t.Columns)], api.TrendValue{ID: "all", Tally: t.Total}) {
			fmt.Fprintf(table, "%s\t", label(c))
			for i := range queries {
				fmt.Fprintf(table, "%s\t", number(c.Tally, i))
			}
			fmt.Fprintln(table, Number(c.Corpus))
		}
		if err := table.Flush(); err != nil {
			return err
		}
		return w.Flush()
	}
	for i := range queries {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s: %s of %s\n\n", said(i), Number(t.Total.Counts[i].Count), Count(t.Total.Corpus, "statement", "statements"))
		table := newTable(w)
		fmt.Fprint(table, strings.ToUpper(OneLine(string(t.Query.Split))))
		for _, c := range t.Columns {
			fmt.Fprintf(table, "\t%s", cmp.Or(OneLine(c.ID), "–"))
		}
		fmt.Fprintln(table, "\tall")
		for _, row := range t.Rows {
			cells := map[string]api.Tally{}
			for _, c := range row.Cells {
				cells[c.Column] = c.Tally
			}
			fmt.Fprint(table, label(row.TrendValue))
			for _, c := range t.Columns {
				fmt.Fprintf(table, "\t%s", number(cells[c.ID], i))
			}
			fmt.Fprintf(table, "\t%s\n", number(row.Tally, i))
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	if t.Left > 0 {
		fmt.Fprintf(w, "\nand %s more: see --limit\n", Number(t.Left))
	}
	return w.Flush()
}
