package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"rostrum/corpus/authority"
	"rostrum/corpus/backup"
)

func restoreCommand(app *app) *cobra.Command {
	var how backup.Restore
	var asJSON bool
	cmd := &cobra.Command{
		Use: "restore DIR", Short: "Restore a snapshot", Args: cobra.ExactArgs(1),
		Long: `Restore the snapshot in the folder DIR as the data folder. The checksum of every
file is verified before anything is replaced: a damaged file is listed, and nothing
changes.

With --replace, the contents of the data folder are replaced as a whole: additions,
corrections and the record of sent alerts since the snapshot are lost. Statements
taken down since then with ` + "`rostrum remove`" + ` are taken down again, and listed. If
the command is killed, the data folder is either unchanged or restored. A running
` + "`rostrum serve`" + ` opens the restored state automatically.

An index that is missing from the snapshot, or is of another version, is rebuilt
from the records.`,
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
				result.Removals += ": repeat them with `rostrum remove`"
			}
			if asJSON {
				err = json.NewEncoder(app.stdout).Encode(result)
			} else {
				app.terminal().Restored(result)
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
	cmd.Flags().BoolVar(&how.Check, "check", false, "only verify the SHA-256 checksum of every file")
	cmd.Flags().BoolVar(&how.Replace, "replace", false, "replace the contents of the data folder")
	cmd.Flags().BoolVar(&how.Partial, "partial", false, "skip originals that are damaged in the snapshot, and rebuild a damaged index; damaged records are never restored")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the summary as JSON")
	return cmd
}
