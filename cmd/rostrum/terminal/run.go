package terminal

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"rostrum/corpus/coverage"
	"rostrum/indexer"
)

// Summary prints the outcome of an indexing run.
func (p Printer) Summary(s indexer.Summary) error {
	w := bufio.NewWriter(p.Out)
	fmt.Fprintf(w, "%s added, %s updated, %s unchanged", Number(s.Added), Number(s.Updated), Number(s.Unchanged))
	if s.Removed > 0 {
		fmt.Fprintf(w, ", %s removed", Number(s.Removed))
	}
	fmt.Fprintf(w, ", %s failed, %s suspect\n", Number(s.Failed), Number(s.Suspect))
	fmt.Fprintf(w, "The index contains %s with %s (generation %s), after %.1f seconds.\n",
		Count(s.Documents, "document", "documents"), Count(s.Pages, "page", "pages"), s.Generation, s.Seconds)
	var missing []string
	for _, f := range coverage.Examined {
		if n := s.Missing[f]; n > 0 {
			missing = append(missing, Number(n)+" without "+string(f))
		}
	}
	if len(missing) > 0 {
		fmt.Fprintf(w, "Of those added or updated, %s; see `rostrum coverage`.\n", strings.Join(missing, ", "))
	}
	if s.Added > 0 && s.Added == s.Documents {
		fmt.Fprintln(w, "Next: rostrum serve")
	}
	return w.Flush()
}

// Sync prints the outcome of a run over sources.
func (p Printer) Sync(s indexer.Summary) error {
	w := bufio.NewWriter(p.Out)
	if s.Gone > 0 {
		fmt.Fprintf(w, "%s gone at the source, kept.\n", Count(s.Gone, "document is", "documents are"))
	}
	if s.Stale > 0 {
		fmt.Fprintf(w, "%s stale: the source could not be checked; the old copy is kept.\n", Count(s.Stale, "document is", "documents are"))
	}
	if err := (Printer{Out: w}).Summary(s); err != nil {
		return err
	}
	return w.Flush()
}

// Problems collects the documents of a run that people should look at.
type Problems struct{ troubled, noted []indexer.Row }

// Add adds the row of a document if it failed, if it is otherwise troubled (it
// cannot be found by searching), or if its text is incomplete.
func (p *Problems) Add(row indexer.Row, troubled bool) {
	if troubled || row.Status == indexer.StatusFailed {
		p.troubled = append(p.troubled, row)
	}
	if len(row.Warnings) > 0 {
		p.noted = append(p.noted, row)
	}
}

// Troubled is the number of documents that failed or are troubled.
func (p *Problems) Troubled() int { return len(p.troubled) }

// Print lists the documents with the reasons, up to MaxListed of each kind. report is
// the file with all of them; "" if there is none.
func (p *Problems) Print(w io.Writer, report string) {
	list := func(rows []indexer.Row, say func(indexer.Row) string) {
		for i, row := range rows {
			if i == MaxListed {
				where := "write them to a file with --report FILE"
				if report != "" {
					where = "see " + report
				}
				fmt.Fprintf(w, "and %d more: %s\n", len(rows)-i, where)
				return
			}
			fmt.Fprintln(w, OneLine(say(row)))
		}
	}
	list(p.troubled, func(row indexer.Row) string { return row.Status + ": " + row.File + ": " + row.Reason })
	list(p.noted, func(row indexer.Row) string { return "note: " + row.File + ": " + strings.Join(row.Warnings, "; ") })
}
