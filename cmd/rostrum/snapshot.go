package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rostrum/corpus/authority"
	"rostrum/corpus/backup"
)

func snapshotCommand(app *app) *cobra.Command {
	var link, asJSON bool
	cmd := &cobra.Command{
		Use: "snapshot DIR", Short: "Copy all that must not be lost to a folder, while others read and write", Args: cobra.ExactArgs(1),
		Long: `Copy all that must not be lost to the folder DIR: records, corrections, removals,
what alerts have told, every original, and the index in use. ` + "`rostrum serve`" + ` and
` + "`rostrum index`" + ` may run meanwhile: the snapshot is the catalogue of one moment.

A second snapshot into the same DIR takes the place of the first once it is
whole; files that are in DIR already are not copied again. To keep several, name
several folders. What was taken down with ` + "`rostrum remove`" + ` is not in a snapshot
taken afterwards; snapshots from before still hold it, until they are deleted or
taken anew.

Originals that are missing or damaged are named and left out (exit code 3); what
an earlier snapshot in DIR holds of them stays. Configuration, files of names and
lists of alerts are yours and not in it.

A folder on the same disk is lost with the disk.`,
		Example: `  rostrum snapshot /backup/rostrum
  rostrum restore /backup/rostrum --data /var/lib/rostrum`,
		RunE: func(cmd *cobra.Command, args []string) error {
			folder, finish := app.folder(nil, "%d of %d originals")
			result, err := folder.Snapshot(cmd.Context(), args[0], link)
			finish()
			if err != nil {
				return err
			}
			if asJSON {
				err = json.NewEncoder(app.stdout).Encode(result)
			} else {
				app.printSnapshot(result)
			}
			if err == nil && len(result.Missing) > 0 {
				return &exitError{code: exitSomeFailed}
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&link, "link", false, "give originals and the index a second name instead of copying them, on the same file system: no room is needed, and damage to one is damage to both")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the summary as JSON")
	return cmd
}

func (a *app) printSnapshot(t backup.Taken) {
	for _, missing := range t.Missing {
		fmt.Fprintln(a.stderr, missing)
	}
	if t.Note != "" {
		fmt.Fprintln(a.stderr, "note:", t.Note)
	}
	fmt.Fprintf(a.stdout, "%s holds %s with %s as of %s, in %s (%s), of which %s (%s) are new.\n", t.Snapshot,
		plural(t.Documents, "document", "documents"), plural(t.Pages, "page", "pages"), t.Taken.Format(time.RFC3339),
		plural(t.Files, "file", "files"), megabytes(t.Bytes), grouped(t.NewFiles), megabytes(t.NewBytes))
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// folder is the data folder, to be copied, checked or restored, and what ends the
// progress bar that counts its files.
func (a *app) folder(names *authority.Authority, counted string) (backup.Folder, func()) {
	var bar *progressBar
	return backup.Folder{
		Dir: a.data, Program: programVersion(),
		Index: func(dir string) backup.Index { return backupIndex{newEngine(dir, names)} },
		Progress: func(done, total int) {
			if done == 1 {
				bar = a.bar(total, counted)
			}
			bar.increment()
		},
	}, func() { bar.finish() }
}
