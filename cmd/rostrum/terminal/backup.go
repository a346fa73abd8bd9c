package terminal

import (
	"fmt"
	"time"

	"rostrum/corpus/backup"
)

// Snapshot prints what was backed up.
func (p Printer) Snapshot(t backup.Taken) {
	for _, missing := range t.Missing {
		fmt.Fprintln(p.Err, missing)
	}
	if t.Note != "" {
		fmt.Fprintln(p.Err, "note:", t.Note)
	}
	fmt.Fprintf(p.Out, "%s contains %s with %s as of %s, in %s (%s), of which %s (%s) are new.\n", t.Snapshot,
		Count(t.Documents, "document", "documents"), Count(t.Pages, "page", "pages"), t.Taken.Format(time.RFC3339),
		Count(t.Files, "file", "files"), Megabytes(t.Bytes), Number(t.NewFiles), Megabytes(t.NewBytes))
}

// Megabytes formats a number of bytes.
func Megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// Restored prints the outcome of a restore, or of its check.
func (p Printer) Restored(r backup.Restored) {
	for _, fault := range append(r.Damaged, r.Missing...) {
		fmt.Fprintln(p.Err, fault)
	}
	for _, d := range r.Removed {
		fmt.Fprintf(p.Err, "taken down again: %s, removed on %s: %s\n", d.ID, d.Removed.Format(time.DateOnly), OneLine(d.Reason))
	}
	if r.Removals != "" {
		fmt.Fprintln(p.Err, "note:", r.Removals)
	}
	what := fmt.Sprintf("%s with %s as of %s", Count(r.Documents, "document", "documents"), Count(r.Pages, "page", "pages"), r.Taken.Format(time.RFC3339))
	switch {
	case r.Data != "":
		fmt.Fprintf(p.Out, "Restored %s to %s. A running `rostrum serve` opens it automatically.\n", what, r.Data)
	case r.Whole:
		fmt.Fprintf(p.Out, "The snapshot is intact: %s.\n", what)
	default:
		fmt.Fprintf(p.Err, "The snapshot has %s. Nothing was changed. Use another snapshot; or delete the files listed above from DIR and take the snapshot again.\n", Count(len(r.Damaged), "damaged file", "damaged files"))
	}
}

// Verified prints the problems of a data folder, or that there are none.
func (p Printer) Verified(v backup.Verified) {
	for _, problem := range v.Problems {
		fmt.Fprintln(p.Err, OneLine(problem.Message))
	}
	for _, note := range v.Notes {
		fmt.Fprintln(p.Err, "note:", note)
	}
	if v.OK {
		fmt.Fprintln(p.Out, "Catalogue, originals and index are intact.")
	}
}
