package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rostrum/indexer"
	"rostrum/indexer/extract"
	"rostrum/indexer/extract/sandbox"
	"rostrum/indexer/fetch"
)

const workerCommand = "extract-worker"

// extractWorkerCommand runs this program as a document reader: untrusted bytes are
// parsed in a child process that can be killed.
func extractWorkerCommand(app *app) *cobra.Command {
	return &cobra.Command{
		Use: workerCommand + " FOLDER", Hidden: true, Args: cobra.ExactArgs(1),
		Short: "Read documents from standard input (internal)",
		RunE: func(cmd *cobra.Command, args []string) error {
			return extract.Work(cmd.Context(), app.stdin, app.stdout, extract.WorkConfig{CacheDir: args[0]})
		},
	}
}

const launcherCommand = "launch"

// launchCommand runs this program as the launcher that sandboxes itself before it
// starts a document reader.
func launchCommand() *cobra.Command {
	return &cobra.Command{
		Use: launcherCommand + " POLICY PROGRAM [ARGUMENT]...", Hidden: true, DisableFlagParsing: true,
		Short: "Start a sandboxed document reader (internal)",
		RunE:  func(_ *cobra.Command, args []string) error { return sandbox.Launch(args, sandbox.NewestABI) },
	}
}

// launcher returns the command line of launchCommand.
func launcher() (sandbox.Launcher, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find the executable of this program, to start document readers: %w", err)
	}
	return sandbox.Launcher{self, launcherCommand}, nil
}

func addOCRFlag(flags *pflag.FlagSet) {
	flags.String("ocr", string(extract.OCRAuto), "use OCR for pages without text: auto, never or always")
}

// ocrMode returns the value of the flag --ocr.
func ocrMode(cmd *cobra.Command) (extract.Mode, error) {
	value, err := cmd.Flags().GetString("ocr")
	switch mode := extract.Mode(value); mode {
	case extract.OCRAuto, extract.OCRNever, extract.OCRAlways:
		return mode, err
	}
	return "", usageError("--ocr %q: use auto, never or always", value)
}

// newExtractor returns an extractor whose workers run this program.
func (a *app) newExtractor(config extract.Config) (*extract.Extractor, error) {
	start, err := launcher()
	if err != nil {
		return nil, err
	}
	// Separate from the cache of OCR texts, which document readers can write.
	engines := filepath.Join(cacheDir(), "engines")
	config.RequireConfined = a.requireConfined
	config.CacheDir, config.EngineDir, config.Launcher, config.Command = cacheDir(), engines, start, []string{start[0], workerCommand, engines}
	return extract.New(config)
}

// cacheDir returns the folder for compiled parsers and OCR texts, which can be
// deleted at any time.
func cacheDir() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(cache, "rostrum")
}

// newFetcher returns a fetcher for local files and web addresses.
func newFetcher() indexer.Fetcher {
	return indexer.Anywhere{Web: fetch.NewWeb(fetch.Config{UserAgent: userAgent()})}
}

func userAgent() string { return "rostrum/" + programVersion() }
