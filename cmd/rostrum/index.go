package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/indexer"
	"rostrum/indexer/source"
)

func addExtractFlags(flags *pflag.FlagSet) {
	addOCRFlag(flags)
	flags.Int("workers", runtime.NumCPU(), "documents processed at once")
}

func indexCommand(app *app) *cobra.Command {
	var catalogue, report string
	var prune, rebuild, asJSON bool
	cmd := &cobra.Command{
		Use:   "index [SOURCE...]",
		Short: "Add or update documents: folders, files, catalogues or addresses",
		Long: `Add or update documents. A SOURCE is a folder, a document, a catalogue (.csv,
.yaml or .jsonl, one row per document) or an http(s) address.

Unchanged documents are not read again. A document that cannot be read does not
stop the run: it is listed at the end, and in the report.`,
		Example: `  rostrum index statements/
  rostrum index statements/catalogue.csv --report report.jsonl
  rostrum index --rebuild`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if catalogue != "" {
				if !source.IsCatalogue(catalogue) {
					return usageError("--catalog %q: a catalogue ends in .csv, .yaml, .yml or .jsonl", catalogue)
				}
				args = append([]string{catalogue}, args...)
			}
			if len(args) == 0 && !rebuild {
				return usageError("nothing to index: pass a folder, a file, a catalogue or an address, or use --rebuild")
			}
			in, err := app.ingest(cmd)
			if err != nil {
				return err
			}
			defer in.close()
			sources, err := openSources(args)
			if err != nil {
				return err
			}
			for _, s := range sources {
				for _, w := range s.Warnings() {
					fmt.Fprintln(app.stderr, "note:", terminal.OneLine(w))
				}
			}
			result, err := in.run(cmd.Context(), sources, prune, rebuild, report)
			if err != nil {
				return err
			}
			if asJSON {
				err = json.NewEncoder(app.stdout).Encode(result)
			} else {
				err = app.terminal().Summary(result)
			}
			if err == nil && result.Failed > 0 {
				return &exitError{code: exitSomeFailed}
			}
			return err
		},
	}
	addExtractFlags(cmd.Flags())
	app.addPublishFlag(cmd.Flags())
	cmd.Flags().StringVar(&catalogue, "catalog", "", "catalogue to read before the sources; its rows describe their files")
	cmd.Flags().BoolVar(&prune, "prune", false, "remove statements that these sources no longer list")
	cmd.Flags().BoolVar(&rebuild, "rebuild", false, "rebuild the index from the catalogue, even if nothing changed")
	cmd.Flags().StringVar(&report, "report", "", "write the outcome for each document to this file, as JSON Lines")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the summary as JSON")
	return cmd
}

func openSources(args []string) ([]source.Source, error) {
	var sources []source.Source
	for _, arg := range args {
		s, err := source.Open(arg)
		if err != nil {
			return nil, err
		}
		sources = append(sources, s)
	}
	return sources, nil
}

// run adds the documents and updates the index.
func (in *ingest) run(ctx context.Context, sources []source.Source, prune, rebuild bool, reportPath string) (indexer.Summary, error) {
	var s indexer.Summary
	total := 0
	for _, src := range sources {
		total += src.Len()
	}
	bar := in.app.bar(total, "%d of %d documents")
	report, err := newReport(reportPath)
	if err != nil {
		return s, err
	}
	var problems terminal.Problems
	pipeline := in.pipeline(newFetcher())
	pipeline.Began = bar.Begin
	pipeline.Progress = func(row indexer.Row) {
		suspect := row.Status == string(corpus.StatusSuspect)
		if row.Change != indexer.ChangeRemoved {
			bar.Done(suspect || row.Status == indexer.StatusFailed)
		}
		report.Write(row)
		s.Add(row)
		problems.Add(row, suspect)
	}
	s.Tally, err = pipeline.Run(ctx, prune, sources...)
	bar.Finish()
	err = errors.Join(err, report.Close())
	problems.Print(in.app.stderr, reportPath)
	if ctx.Err() != nil {
		return s, corpus.ErrInterrupted.Errorf("interrupted after %s"+saysGoOn,
			terminal.Count(s.Added+s.Updated+s.Unchanged+s.Failed, "document", "documents"))
	}
	if err != nil {
		return s, err
	}
	err = in.conclude(ctx, &s, rebuild)
	return s, err
}

// conclude updates the index after a run, and completes the summary.
func (in *ingest) conclude(ctx context.Context, s *indexer.Summary, rebuild bool) error {
	info, err := in.buildIndex(ctx, rebuild)
	if err != nil {
		return err
	}
	counts, err := in.catalog.Counts(ctx)
	if err != nil {
		return err
	}
	s.Documents, s.Pages, s.Generation, s.Seconds = counts.Documents, counts.Pages, info.Generation, s.Tally.Seconds
	return nil
}

// newReport creates the file of --report; without one, it returns nil.
func newReport(path string) (*indexer.Report, error) {
	if path == "" {
		return nil, nil
	}
	report, err := indexer.CreateReport(path)
	if err != nil {
		return nil, usageError("--report: %v", err)
	}
	return report, nil
}
