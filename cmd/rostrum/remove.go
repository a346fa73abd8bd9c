package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/indexer/pageimage"
)

func removeCommand(app *app) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "remove ID --reason TEXT", Short: "Take a statement down permanently", Args: cobra.ExactArgs(1),
		Long: `Take a statement down permanently: its record, text, original and page images are
removed, and it is skipped when its source is indexed again. The reason is stored.
A removal that was interrupted is completed by the same command, or by the next
run that writes.`,
		Example: `  rostrum remove kx3v9q2m4n7p8r5 --reason 'withdrawn by its author'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, id := cmd.Context(), corpus.ID(args[0])
			if strings.TrimSpace(reason) == "" {
				return usageError("--reason TEXT is required: the reason is stored with the removal")
			}
			in, err := app.changeable(ctx)
			if err != nil {
				return err
			}
			defer in.close()
			title, err := in.takeDown(ctx, id, strings.TrimSpace(reason))
			if err != nil {
				return err
			}
			info, err := in.buildIndex(ctx, false)
			if err != nil {
				return err
			}
			fmt.Fprintf(app.stdout, "Removed %s%s; it will be skipped when its source is indexed again. Index: generation %s.\n", id, title, info.Generation)
			return nil
		},
	}
	app.addPublishFlag(cmd.Flags())
	cmd.Flags().StringVar(&reason, "reason", "", "reason for the removal")
	return cmd
}

// takeDown removes a statement from the catalogue, if not already done, and returns
// its title in brackets.
func (in *ingest) takeDown(ctx context.Context, id corpus.ID, reason string) (title string, err error) {
	s, err := in.catalog.Statement(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) {
		if _, err := in.catalog.Removal(ctx, id); err != nil {
			return "", in.noStatement(ctx, id)
		}
		return "", nil // opening the catalogue completed the removal
	}
	if err == nil {
		err = in.catalog.Remove(ctx, id, reason)
	}
	if err != nil {
		return "", err
	}
	return " (" + terminal.OneLine(s.Title) + ")", in.clearRemoved(ctx)
}

// clearRemoved deletes the remaining files of removed statements and everything
// derived from them.
func (in *ingest) clearRemoved(ctx context.Context) error {
	down, err := in.catalog.ClearRemoved(ctx)
	for _, sha := range down {
		err = errors.Join(err, pageimage.Forget(in.app.pageImagesDir(), sha))
	}
	return err
}
