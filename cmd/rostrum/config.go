package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func configCommand(app *app) *cobra.Command {
	config := &cobra.Command{Use: "config", Short: "Show the effective settings", Args: cobra.NoArgs}
	show := &cobra.Command{
		Use: "show", Short: "Show every setting, and with --origin where it was set", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			withOrigin, _ := cmd.Flags().GetBool("origin")
			cmd.Flags().VisitAll(func(f *pflag.Flag) {
				if f.Name == "help" || f.Name == "origin" {
					return
				}
				line := fmt.Sprintf("%s: %s", f.Name, f.Value)
				if withOrigin {
					line += "  # " + app.origins[f.Name]
				}
				fmt.Fprintln(app.stdout, line)
			})
			return nil
		},
	}
	show.Flags().Bool("origin", false, "show where each setting was set")
	addServeFlags(show.Flags())
	addExtractFlags(show.Flags())
	app.addPublishFlag(show.Flags())
	config.AddCommand(show)
	return config
}
