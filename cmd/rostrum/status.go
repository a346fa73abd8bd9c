package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/search"
)

// status is what `rostrum status --json` prints.
type status struct {
	Data    string            `json:"data"`
	Catalog catalog.Counts    `json:"catalog"`
	Index   *search.IndexInfo `json:"index"` // null if there is none
	State   string            `json:"state"` // current, behind, degraded, missing
	Message string            `json:"message,omitempty"`
}

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
			s := status{Data: app.data, State: "current"}
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
				s.print(app)
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

func (s status) print(app *app) {
	fmt.Fprintf(app.stdout, "catalogue  %s of %s, %s", terminal.Count(s.Catalog.Documents, "document", "documents"),
		terminal.Count(s.Catalog.Works, "statement", "statements"), terminal.Count(s.Catalog.Pages, "page", "pages"))
	if s.Catalog.Suspect > 0 {
		fmt.Fprintf(app.stdout, ", %d suspect", s.Catalog.Suspect)
	}
	if s.Catalog.Gone > 0 {
		fmt.Fprintf(app.stdout, ", %d gone at the source", s.Catalog.Gone)
	}
	if s.Catalog.Stale > 0 {
		fmt.Fprintf(app.stdout, ", %d stale", s.Catalog.Stale)
	}
	fmt.Fprintln(app.stdout)
	if s.Index != nil {
		fmt.Fprintf(app.stdout, "index      %s, generation %s\n", terminal.Count(s.Index.Documents, "document", "documents"), s.Index.Generation)
	}
	fmt.Fprintf(app.stdout, "state      %s\n", s.State)
	if s.Message != "" {
		fmt.Fprintln(app.stdout, s.Message)
	}
}
