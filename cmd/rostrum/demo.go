package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus/authority"
	"rostrum/corpus/sample"
)

func demoCommand(app *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "demo", Short: "Try rostrum on the built-in sample corpus", Args: cobra.NoArgs,
		Long: `Index the built-in sample corpus into a temporary folder and serve it. The folder
is removed at the end; nothing else is written.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			folder, err := os.MkdirTemp("", "rostrum-demo-")
			if err != nil {
				return fmt.Errorf("make a temporary folder: %w", err)
			}
			defer os.RemoveAll(folder)
			app.data = filepath.Join(folder, "data")
			if err := app.indexSample(cmd, filepath.Join(folder, "sample")); err != nil {
				return err
			}
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			return app.serve(cmd.Context(), cmd.Flags(), names, true)
		},
	}
	addServeFlags(cmd.Flags())
	addExtractFlags(cmd.Flags())
	return cmd
}

// indexSample writes the sample corpus to a folder and indexes its catalogue.
func (a *app) indexSample(cmd *cobra.Command, folder string) error {
	if err := os.CopyFS(folder, sample.FS()); err != nil {
		return fmt.Errorf("write the sample corpus: %w", err)
	}
	in, err := a.ingest(cmd)
	if err != nil {
		return err
	}
	defer in.close()
	sources, err := openSources([]string{filepath.Join(folder, "catalogue.csv")})
	if err != nil {
		return err
	}
	result, err := in.run(cmd.Context(), sources, false, false, "")
	if err != nil {
		return err
	}
	if result.Failed > 0 {
		return errors.New("the sample corpus could not be read completely: the binary is damaged, build it again")
	}
	fmt.Fprintf(a.stdout, "Indexed the sample corpus: %s with %s.\n", terminal.Count(result.Documents, "document", "documents"), terminal.Count(result.Pages, "page", "pages"))
	return nil
}
