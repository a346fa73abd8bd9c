package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"rostrum/search/bleveindex"
)

func verifyCommand(app *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "verify", Short: "Check every original and every index kept, byte by byte", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			kept, err := app.kept(cmd.Context())
			if err != nil {
				return err
			}
			defer kept.Close()
			found, err := kept.Verify(cmd.Context())
			if err != nil {
				return err
			}
			damaged := bleveindex.Verify(app.indexDir())
			if damaged != nil {
				found = append(found, sentence(damaged))
			}
			switch {
			case asJSON:
				err = json.NewEncoder(app.stdout).Encode(map[string]any{"ok": len(found) == 0, "problems": append([]string{}, found...)})
			case len(found) == 0:
				fmt.Fprintln(app.stdout, "Catalogue, originals and index are whole.")
			default:
				for _, problem := range found {
					fmt.Fprintln(app.stderr, problem)
				}
			}
			if err == nil && damaged != nil {
				return &exitError{code: exitNoIndex}
			}
			if err == nil && len(found) > 0 {
				return &exitError{code: exitFailure}
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
