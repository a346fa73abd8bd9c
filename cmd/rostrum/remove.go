package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/indexer/pictures"
	"rostrum/search/bleveindex"
)

func removeCommand(app *app) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "remove ID --reason TEXT", Short: "Take a statement down for good", Args: cobra.ExactArgs(1),
		Long: `Take a statement down for good: its record, its text, its original and
the pictures of its pages are removed, and it stays away when its source is
indexed again. The reason is kept.`,
		Example: `  rostrum remove kx3v9q2m4n7p8r5 --reason 'withdrawn by its author'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, id := cmd.Context(), corpus.ID(args[0])
			if strings.TrimSpace(reason) == "" {
				return usageError("say why with --reason TEXT: whoever looks for the statement later will ask")
			}
			in, err := app.changeable(ctx)
			if err != nil {
				return err
			}
			defer in.close()
			s, err := in.catalog.Statement(ctx, id)
			if errors.Is(err, corpus.ErrNotFound) {
				return in.noStatement(ctx, id)
			}
			if err == nil {
				err = in.catalog.Remove(ctx, id, strings.TrimSpace(reason))
			}
			if err == nil {
				err = pictures.Forget(app.picturesDir(), s.Origin.SHA256)
			}
			if err != nil {
				return err
			}
			info, err := in.buildIndex(ctx, false)
			if err != nil {
				return err
			}
			// The generation kept to fall back to still holds it.
			if err := bleveindex.DropOld(app.indexDir()); err != nil {
				return err
			}
			fmt.Fprintf(app.stdout, "Removed %s (%s); it stays away when its source is indexed again. Index: generation %s.\n", id, printable(s.Title), info.Generation)
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, in a few words")
	return cmd
}
