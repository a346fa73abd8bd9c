package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus/authority"
	"rostrum/corpus/backup"
	"rostrum/search/service"
)

func snapshotCommand(app *app) *cobra.Command {
	var link, asJSON bool
	cmd := &cobra.Command{
		Use: "snapshot DIR", Short: "Back up the data folder, also while the service runs", Args: cobra.ExactArgs(1),
		Long: `Back up the data folder to the folder DIR: records, corrections, removals, sent
alerts, every original, and the published index. ` + "`rostrum serve`" + `
and ` + "`rostrum index`" + ` may run at the same time: the snapshot is consistent.

A second snapshot into the same DIR replaces the first once it is complete; files
that are in DIR already are not copied again. To keep several, use several folders.
Statements taken down with ` + "`rostrum remove`" + ` are not in later snapshots; earlier
ones contain them until they are deleted or taken again.

Missing or damaged originals are listed and left out (exit code 3); copies from an
earlier snapshot in DIR are kept. Configuration, authority files and lists of
alerts are not included.

Choose a folder on another disk.`,
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
				app.terminal().Snapshot(result)
			}
			if err == nil && len(result.Missing) > 0 {
				return &exitError{code: exitSomeFailed}
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&link, "link", false, "hard-link originals and index instead of copying them, on the same file system: needs no space, but damage to one is damage to both")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the summary as JSON")
	return cmd
}

// folder returns the data folder, for backup operations, and a function that ends
// the progress bar counting its files.
func (a *app) folder(names *authority.Authority, counted string) (backup.Folder, func()) {
	var bar *terminal.Bar
	return backup.Folder{
		Dir: a.data, Program: programVersion(),
		Index: func(dir string) backup.Index { return service.BackupIndex{Engine: newEngine(dir, names)} },
		Progress: func(done, total int) {
			if done == 1 {
				bar = a.bar(total, counted)
			}
			bar.Done(false)
		},
	}, func() { bar.Finish() }
}
