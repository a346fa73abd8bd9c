package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
)

func statusCommand(app *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "status", Short: "Show what the catalogue and the index contain, and whether they agree", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			records, err := catalog.OpenReadOnly(ctx, app.data)
			if err != nil {
				return err
			}
			defer records.Close()
			s := terminal.Status{Data: app.data, State: "current"}
			if s.Catalog, err = records.Counts(ctx); err != nil {
				return err
			}
			revision, err := records.Revision(ctx)
			if err != nil {
				return err
			}
			index, openErr := app.engine(names).Open(ctx)
			if openErr != nil {
				s.State, s.Message = "missing", explain(openErr)
			} else {
				defer index.Close()
				state := index.State()
				s.Index = &state.IndexInfo
				if state.Catalog != revision {
					s.State, s.Message = "behind", "the catalogue has changed since the index was built: run `rostrum index --rebuild`"
				}
				if state.Degraded != nil {
					s.State, s.Message = "degraded", explain(state.Degraded)
				}
			}
			if asJSON {
				err = json.NewEncoder(app.stdout).Encode(s)
			} else {
				app.terminal().Status(s)
			}
			if err == nil && openErr != nil {
				return &exitError{code: exitNoIndex}
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
