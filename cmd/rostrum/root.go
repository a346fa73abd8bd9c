package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"rostrum/cmd/rostrum/settings"
	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/corpus/backup"
)

// app has the state shared by all commands.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	origins        map[string]string // of the effective settings

	data       string
	authority  string
	logLevel   string
	logFormat  string
	quiet      bool
	verbose    bool
	noColor    bool
	noProgress bool

	requireConfined bool

	publishTo string // address of a store for replicas, or ""
}

// run executes the program with the given arguments and returns its exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	app := &app{stdin: stdin, stdout: stdout, stderr: stderr}
	root := rootCommand(app)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err != nil && !app.started() {
		// Cobra itself only reports errors in the command line.
		err = usageError("%v; see `%s --help`", err, cmd.CommandPath())
	}
	if ctx.Err() != nil && err != nil && !errors.Is(err, corpus.ErrInterrupted) {
		// Other errors are consequences of the interruption.
		err = &corpus.Error{Kind: corpus.ErrInterrupted, Message: saysInterrupted}
	}
	return exitCode(app.explainFull(err), stderr)
}

// started reports whether the command's own code has started.
func (a *app) started() bool { return a.origins != nil }

func rootCommand(app *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "rostrum",
		Short: "Full-text search over statements made at the Assembly of States Parties",
		Long: `rostrum searches statements made at the Assembly of States Parties to the Rome
Statute of the International Criminal Court.

  rostrum demo                      try it on the built-in sample corpus
  rostrum index FOLDER              add documents
  rostrum sync SOURCES.yaml         keep many sources up to date
  rostrum search '"arrest warrants" AND cooperation'
  rostrum serve                     search page and API on http://127.0.0.1:8080`,
		SilenceUsage: true, SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			origins, err := settings.Apply(cmd)
			app.origins = origins
			if err != nil {
				app.origins = map[string]string{}
				return err
			}
			logger, err := app.logger()
			if err != nil {
				return err
			}
			cmd.SetContext(logger.WithContext(cmd.Context()))
			if cmd.Hidden { // internal commands use no data folder
				return nil
			}
			return backup.FinishRestore(cmd.Context(), app.data)
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&app.data, "data", "./data", "folder of the catalogue and the index")
	flags.String("config", "", "YAML configuration file; settings are named like the flags")
	flags.StringVar(&app.authority, "authority", "", "folder of authority files that extend or replace the built-in ones")
	flags.StringVar(&app.logLevel, "log-level", "info", "debug, info, warn or error")
	flags.StringVar(&app.logFormat, "log-format", "auto", "auto (console on a terminal, else json), json or console")
	flags.BoolVar(&app.requireConfined, "require-confined", false, "read documents only if their readers can be fully sandboxed (see rostrum version --json)")
	flags.BoolVarP(&app.quiet, "quiet", "q", false, "print results and errors only")
	flags.BoolVarP(&app.verbose, "verbose", "v", false, "log what happens to each document and request")
	flags.BoolVar(&app.noColor, "no-color", false, "no colours (also NO_COLOR)")
	flags.BoolVar(&app.noProgress, "no-progress", false, "no progress bar")
	for _, group := range commandGroups {
		root.AddGroup(&cobra.Group{ID: group.title, Title: group.title + ":"})
		for _, command := range group.commands {
			cmd := command(app)
			cmd.GroupID = group.title
			root.AddCommand(cmd)
		}
	}
	root.AddCommand(extractWorkerCommand(app), launchCommand())
	root.CompletionOptions.HiddenDefaultCmd = false
	root.SetCompletionCommandGroupID(groupOperate)
	root.SetHelpCommandGroupID(groupOperate)
	root.SetGlobalNormalizationFunc(settings.CurrentName)
	return root
}

const groupOperate = "Operate"

// commandGroups lists the commands by purpose, like docs/cli.md.
var commandGroups = []struct {
	title    string
	commands []func(*app) *cobra.Command
}{
	{"Start", []func(*app) *cobra.Command{
		demoCommand, indexCommand, searchCommand, quoteCommand, trendsCommand, similarCommand, showCommand, exportCommand, serveCommand, mcpCommand,
	}},
	{"Curate", []func(*app) *cobra.Command{
		syncCommand, harvestCommand, extractCommand, correctCommand, removeCommand, coverageCommand, authorityCommand, evalCommand,
	}},
	{groupOperate, []func(*app) *cobra.Command{
		alertsCommand, modelCommand, statusCommand, verifyCommand, snapshotCommand, restoreCommand, configCommand, versionCommand,
	}},
}

// logger logs to stderr: as text on a terminal, otherwise as JSON.
func (a *app) logger() (zerolog.Logger, error) {
	level, err := zerolog.ParseLevel(a.logLevel)
	if err != nil {
		return zerolog.Nop(), usageError("--log-level %q: use debug, info, warn or error", a.logLevel)
	}
	switch {
	case a.verbose:
		level = zerolog.DebugLevel
	case a.quiet:
		level = max(level, zerolog.ErrorLevel)
	}
	out := a.stderr
	switch a.logFormat {
	case "json":
	case "console":
		out = zerolog.ConsoleWriter{Out: a.stderr, NoColor: !a.colours()}
	case "auto":
		if isTerminal(a.stderr) {
			out = zerolog.ConsoleWriter{Out: a.stderr, NoColor: !a.colours()}
		}
	default:
		return zerolog.Nop(), usageError("--log-format %q: use auto, json or console", a.logFormat)
	}
	return zerolog.New(out).Level(level).With().Timestamp().Logger(), nil
}

// terminal prints results for people.
func (a *app) terminal() terminal.Printer {
	return terminal.Printer{Out: a.stdout, Err: a.stderr, Colour: isTerminal(a.stdout) && !a.noColor && os.Getenv("NO_COLOR") == ""}
}

func (a *app) colours() bool {
	return !a.noColor && os.Getenv("NO_COLOR") == "" && isTerminal(a.stderr)
}

func (a *app) indexDir() string { return filepath.Join(a.data, "index") }

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// bar returns a progress bar on stderr, or nil if that is not a terminal or bars are off.
func (a *app) bar(total int, counted string) *terminal.Bar {
	if a.noProgress || a.quiet || total == 0 || !isTerminal(a.stderr) {
		return nil
	}
	return terminal.NewBar(a.stderr, total, counted)
}
