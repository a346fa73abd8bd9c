package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/indexer"
	"rostrum/indexer/fetch"
	"rostrum/indexer/source"
)

func syncCommand(app *app) *cobra.Command {
	var report string
	var prune, asJSON bool
	cmd := &cobra.Command{
		Use:   "sync SOURCES.yaml",
		Short: "Keep many sources up to date: folders, catalogues, listings and sites",
		Long: `Add new and changed documents from the sources listed in a file, and mark
statements that their source no longer lists (gone) or whose source could not be
checked (stale). Both are kept.

To resume an interrupted run, run the same command; nothing is requested twice.
Suited to cron: it prints nothing unless something is new or wrong, and exits with
code 11 at once while another run is active.`,
		Example: `  rostrum sync SOURCES.yaml --report report.jsonl
  0 3 * * *  rostrum sync SOURCES.yaml --data /var/lib/rostrum`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			in, err := app.ingest(cmd)
			if err != nil {
				return err
			}
			defer in.close()
			entries, err := source.ReadEntries(args[0])
			if err != nil {
				return err
			}
			result, err := in.sync(cmd.Context(), entries, prune, report)
			if err != nil {
				return err
			}
			switch {
			case asJSON:
				err = json.NewEncoder(app.stdout).Encode(result)
			case result.eventful:
				err = app.terminal().Sync(result.Summary)
			}
			if err == nil && result.Failed+result.Stale > 0 {
				return &exitError{code: exitSomeFailed}
			}
			return err
		},
	}
	addExtractFlags(cmd.Flags())
	app.addPublishFlag(cmd.Flags())
	cmd.Flags().BoolVar(&prune, "prune", false, "remove statements that are gone at the source")
	cmd.Flags().StringVar(&report, "report", "", "write the outcome for each document to this file, as JSON Lines")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the summary as JSON")
	return cmd
}

// syncSummary is what `rostrum sync --json` prints.
type syncSummary struct {
	indexer.Summary
	New      []corpus.ID `json:"new"`
	eventful bool        // something is new or wrong
}

// sync updates the collection from the sources.
func (in *ingest) sync(ctx context.Context, entries []*source.Entry, prune bool, reportPath string) (syncSummary, error) {
	s := syncSummary{New: []corpus.ID{}}
	cache := fetch.NewCache(in.catalog)
	run, resumed, err := cache.BeginRun(ctx, time.Now())
	if err != nil {
		return s, err
	}
	if resumed && !in.app.quiet {
		fmt.Fprintln(in.app.stderr, "note: resuming the interrupted run")
	}
	report, err := newReport(reportPath)
	if err != nil {
		return s, err
	}
	sources, from := indexer.OpenEntries(entries, fetch.Config{UserAgent: userAgent(), Cache: cache, Run: run})
	defer from.Close()
	var problems terminal.Problems
	pipeline := in.pipeline(from)
	pipeline.KeepMarks = true
	pipeline.Progress = func(row indexer.Row) {
		report.Write(row)
		problems.Add(row, row.First || row.Status == string(corpus.StatusSuspect) && row.Change != indexer.ChangeUnchanged)
		if row.Change == indexer.ChangeAdded {
			s.New = append(s.New, row.ID)
		}
	}
	s.Tally, err = pipeline.Run(ctx, prune, sources...)
	err = errors.Join(err, report.Close())
	s.eventful = problems.Troubled()+s.Added+s.Updated+s.Removed+s.Stale > 0
	if s.eventful && !in.app.quiet {
		for _, src := range sources {
			for _, w := range src.Warnings() {
				fmt.Fprintln(in.app.stderr, "note:", w)
			}
		}
	}
	problems.Print(in.app.stderr, reportPath)
	if ctx.Err() != nil {
		return s, corpus.ErrInterrupted.Errorf("interrupted" + saysGoOn)
	}
	if err == nil {
		err = cache.EndRun(ctx, run, time.Now())
	}
	if err != nil {
		return s, err
	}
	err = in.conclude(ctx, &s.Summary, false)
	return s, err
}
