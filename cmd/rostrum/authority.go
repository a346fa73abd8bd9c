package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/corpus/authority"
)

func authorityCommand(app *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "authority",
		Short: "Check the authority files, or look up a name",
		Long: `The authority files name sessions, topics, organizations, states, situations and
document types. They are built in; files with the same names in a folder
(--authority FOLDER) extend them or replace rows.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usageError("missing subcommand: use `%s check` or `%s show NAME`", cmd.CommandPath(), cmd.CommandPath())
		},
	}
	cmd.AddCommand(authorityCheckCommand(app), authorityShowCommand(app))
	return cmd
}

func authorityCheckCommand(app *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check [FOLDER]",
		Short: "Check the authority files: errors by file and line",
		Long: `Read the built-in authority files together with those in FOLDER (or in
--authority), and print each invalid row with its file and line: a name claimed
by two ids, a reference to an unknown id, an invalid date. Without errors, print
the number of entries.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := app.authority
			if len(args) > 0 {
				dir = args[0]
			}
			names, err := authority.Load(dir)
			var faults authority.Faults
			if errors.As(err, &faults) {
				for _, fault := range faults {
					fmt.Fprintln(app.stdout, fault)
				}
				return usageError("%s in the authority files", terminal.Count(len(faults), "error", "errors"))
			}
			if err != nil {
				return err
			}
			return app.terminal().Authority(names)
		},
	}
}

func authorityShowCommand(app *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show ID|NAME",
		Short: "Show what an id or a name resolves to, and its row",
		Example: `  rostrum authority show HRW
  rostrum authority show 'République démocratique du Congo'
  rostrum authority show '16ème session' --json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			name := strings.Join(args, " ")
			var found []authority.Description
			for _, f := range authority.Fields() {
				if id, ok := names.Resolve(f, name); ok {
					d, _ := names.Describe(f, id)
					found = append(found, d)
				}
			}
			if len(found) == 0 {
				return unknownName(names, name)
			}
			if asJSON {
				return json.NewEncoder(app.stdout).Encode(found)
			}
			return app.terminal().Descriptions(found)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print as JSON")
	return cmd
}

// unknownName is the error for a name that is in no file; it suggests similar names.
func unknownName(names *authority.Authority, name string) error {
	var near []string
	for _, f := range authority.Fields() {
		if id, ok := names.Near(f, name); ok {
			near = append(near, fmt.Sprintf("%s (%s %s)", names.Label(f, id, corpus.English), f, id))
		}
	}
	hint := "add it to your own file, and pass its folder with --authority"
	if len(near) > 0 {
		hint = "on a page it would be interpreted as " + strings.Join(near, " or ")
	}
	return corpus.ErrNotFound.Errorf("the name %q is not in the authority files: %s", name, hint)
}
