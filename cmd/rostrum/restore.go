package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rostrum/corpus/authority"
	"rostrum/corpus/backup"
)

func restoreCommand(app *app) *cobra.Command {
	var how backup.Restore
	var asJSON bool
	cmd := &cobra.Command{
		Use: "restore DIR", Short: "Bring back what a snapshot holds", Args: cobra.ExactArgs(1),
		Long: `Bring back the snapshot in the folder DIR as the data folder. Every file is
compared with its SHA-256 before anything is replaced: if one is damaged it is
named, and nothing changes.

A data folder that holds something is replaced with --replace only, as a whole:
what came in, was corrected or told to people since the snapshot is then gone. But
what was taken down since with ` + "`rostrum remove`" + ` is taken down again, and named.
Killed at any moment, the data folder is as before or as restored. A running
` + "`rostrum serve`" + ` takes up the restored state by itself.

Where the snapshot has no index, or one of another version, it is made anew from
the records.`,
		Example: `  rostrum restore /backup/rostrum --data /var/lib/rostrum
  rostrum restore /backup/rostrum --check
  rostrum restore /backup/rostrum --replace`,
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			folder, finish := app.folder(names, "%d of %d files")
			result, err := folder.Restore(cmd.Context(), args[0], how)
			finish()
			if err != nil {
				return err
			}
			if result.Removals != "" {
				result.Removals += ": take it down again with `rostrum remove`"
			}
			if asJSON {
				err = json.NewEncoder(app.stdout).Encode(result)
			} else {
				app.printRestore(result)
			}
			switch {
			case err != nil:
				return err
			case !result.Whole && result.Data == "":
				return &exitError{code: exitFailure}
			case !result.Whole || len(result.Missing) > 0:
				return &exitError{code: exitSomeFailed}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&how.Check, "check", false, "only compare every file of the snapshot with its SHA-256")
	cmd.Flags().BoolVar(&how.Replace, "replace", false, "replace what the data folder holds")
	cmd.Flags().BoolVar(&how.Partial, "partial", false, "leave out originals that are damaged in the snapshot, and make a damaged index anew; damaged records are never restored")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the summary as JSON")
	return cmd
}

func (a *app) printRestore(r backup.Restored) {
	for _, fault := range append(r.Damaged, r.Missing...) {
		fmt.Fprintln(a.stderr, fault)
	}
	for _, d := range r.Removed {
		fmt.Fprintf(a.stderr, "taken down again: %s, removed on %s: %s\n", d.ID, d.Removed.Format(time.DateOnly), printable(d.Reason))
	}
	if r.Removals != "" {
		fmt.Fprintln(a.stderr, "note:", r.Removals)
	}
	what := fmt.Sprintf("%s with %s as of %s", plural(r.Documents, "document", "documents"), plural(r.Pages, "page", "pages"), r.Taken.Format(time.RFC3339))
	switch {
	case r.Data != "":
		fmt.Fprintf(a.stdout, "Restored %s to %s. A running `rostrum serve` takes it up by itself.\n", what, r.Data)
	case r.Whole:
		fmt.Fprintf(a.stdout, "The snapshot is whole: %s.\n", what)
	default:
		fmt.Fprintf(a.stderr, "The snapshot is damaged in %s, and nothing was changed. Use another one; or, in DIR, remove what is named and take the snapshot again.\n", plural(len(r.Damaged), "place", "places"))
	}
}
