package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/web/answer"
)

func similarCommand(app *app) *cobra.Command {
	var size int
	var asJSON, failEmpty bool
	cmd := &cobra.Command{
		Use:   "similar ID",
		Short: "Find statements that repeat long passages of one",
		Long: fmt.Sprintf(`Find statements that repeat passages of a statement, of %d words or more, at other
sessions or by other authors. Its translations and copies do not count; passages
shared by very many statements, such as forms of address, are left out.`, search.MinRepeat),
		Example: `  rostrum similar 3f9c2a71b0de4c58
  rostrum similar 3f9c2a71b0de4c58 --json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if size < 1 || size > search.MaxSize {
				return usageError("--size %d: use 1 to %d", size, search.MaxSize)
			}
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			index, err := app.openIndex(cmd.Context(), names)
			if err != nil {
				return err
			}
			defer index.Close()
			return app.similar(cmd.Context(), index, names, corpus.ID(args[0]), size, asJSON, failEmpty)
		},
	}
	cmd.Flags().IntVar(&size, "size", search.DefaultSimilarSize, "maximum number of statements, 1 to 100")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, as returned by /api/v1/statements/ID/similar")
	cmd.Flags().BoolVar(&failEmpty, "fail-empty", false, "exit with code 5 when there is none")
	return cmd
}

func (a *app) similar(ctx context.Context, index search.Index, names *authority.Authority, id corpus.ID, size int, asJSON, failEmpty bool) error {
	comparer, err := power[search.Comparer](index, "compare statements")
	if err != nil {
		return err
	}
	result, err := comparer.Similar(ctx, id, size)
	if errors.Is(err, corpus.ErrNotFound) {
		return corpus.ErrNotFound.Errorf("there is no statement %q; `rostrum search` prints the ids of what it finds", terminal.OneLine(string(id)))
	}
	if err != nil {
		return err
	}
	if asJSON {
		err = a.printJSON(answer.Similar(apiSite(names), id, "", result))
	} else {
		err = a.terminal().Similar(result, printed(names))
	}
	if err == nil && failEmpty && result.Total == 0 {
		return &exitError{code: exitNothing}
	}
	return err
}
