package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rostrum/corpus"
	"rostrum/indexer/extract"
	"rostrum/indexer/fetch"
	"rostrum/indexer/source"
)

const workerCommand = "extract-worker"

// extractWorkerCommand is how this program runs itself to read a document:
// parsers of outside bytes work in a child process that can be killed.
func extractWorkerCommand(app *app) *cobra.Command {
	return &cobra.Command{
		Use: workerCommand, Hidden: true, Args: cobra.NoArgs,
		Short: "Read documents handed over on standard input (used by rostrum itself)",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return extract.Work(cmd.Context(), app.stdin, app.stdout, extract.WorkConfig{CacheDir: cacheDir()})
		},
	}
}

func addOCRFlag(flags *pflag.FlagSet) {
	flags.String("ocr", string(extract.OCRAuto), "read pages without text from their picture: auto, never or always")
}

// ocrMode is what the flag --ocr says.
func ocrMode(cmd *cobra.Command) (extract.Mode, error) {
	value, err := cmd.Flags().GetString("ocr")
	switch mode := extract.Mode(value); mode {
	case extract.OCRAuto, extract.OCRNever, extract.OCRAlways:
		return mode, err
	}
	return "", usageError("--ocr %q: use auto, never or always", value)
}

// newExtractor makes an extractor whose workers are this program.
func newExtractor(config extract.Config) (*extract.Extractor, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program, to start it as a reader of documents: %w", err)
	}
	config.CacheDir, config.Command = cacheDir(), []string{self, workerCommand}
	return extract.New(config)
}

// cacheDir is where compiled parsers and texts read by OCR are kept between
// runs; they can be thrown away.
func cacheDir() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(cache, "rostrum")
}

// fetcher reads files from this machine, and addresses from the web.
type fetcher struct{ web *fetch.Web }

func newFetcher() fetcher {
	return fetcher{fetch.NewWeb(fetch.Config{UserAgent: "rostrum/" + programVersion()})}
}

func (f fetcher) Fetch(ctx context.Context, item corpus.Item) (corpus.Document, error) {
	if source.IsAddress(item.Location) {
		return f.web.Fetch(ctx, item)
	}
	return fetch.File(ctx, item, fetch.DefaultMaxBytes)
}
