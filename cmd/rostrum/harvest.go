package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/indexer"
	"rostrum/indexer/infer"
	"rostrum/indexer/source"
)

func harvestCommand(app *app) *cobra.Command {
	var out, base, report string
	cmd := &cobra.Command{
		Use:   "harvest ADDRESS|FILE...",
		Short: "Make a catalogue from a listing page",
		Long: `Read a page that lists documents, HTML or plain text, and write a catalogue in
CSV: one row per document, with the details found on the page, their confidence
and their source text. Translations of one statement share a work. For a folder,
read the pages in it.

Review and correct the catalogue, then add it with "rostrum index".
A filled cell overrides inference; an empty one is inferred from the document.
Links that were left out are printed on stderr, and with the reason in the report.`,
		Example: `  rostrum harvest https://www.example.org/asp20/statements -o asp20.csv
  rostrum harvest saved-page.html --base https://www.example.org/asp20/ -o asp20.csv
  rostrum index asp20.csv`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError("nothing to harvest: name the address of a page, or a file")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if base != "" && !source.IsAddress(base) {
				return usageError("--base %q is not an http(s) address", source.ShownAddress(base))
			}
			if err := source.CheckAddress(base); base != "" && err != nil {
				return usageError("--base %s: %v", source.ShownAddress(base), err)
			}
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			pages, err := indexer.Pages(args)
			if err != nil {
				return err
			}
			rows, err := newReport(report)
			if err != nil {
				return err
			}
			harvester := indexer.Harvester{Fetcher: newFetcher(), Infer: infer.New(names).Statement, Base: base, Folder: filepath.Dir(out), Progress: func(row indexer.HarvestRow) {
				rows.Write(row)
				if row.Status == indexer.HarvestFailed {
					fmt.Fprintln(app.stderr, terminal.OneLine("failed: "+row.Page+": "+row.Reason))
				}
			}}
			harvest, err := harvester.Run(cmd.Context(), pages)
			if err = errors.Join(err, rows.Close()); cmd.Context().Err() != nil {
				return corpus.ErrInterrupted.Errorf("interrupted; no catalogue was written")
			}
			if err != nil {
				return err
			}
			if err := app.writeCatalogue(harvest, out); err != nil {
				return err
			}
			if !app.quiet {
				app.terminal().Harvest(harvest, out, report)
			}
			if harvest.Failed > 0 {
				return &exitError{code: exitSomeFailed}
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "write the catalogue to this file instead of stdout")
	cmd.Flags().StringVar(&base, "base", "", "address that the links of a saved page are relative to")
	cmd.Flags().StringVar(&report, "report", "", "write the outcome for each link to this file, as JSON Lines")
	return cmd
}

// writeCatalogue writes the catalogue to a file, or to stdout if out is "".
func (a *app) writeCatalogue(harvest indexer.Harvest, out string) error {
	if out == "" {
		content, err := harvest.Catalogue()
		if err == nil {
			_, err = a.stdout.Write(content)
		}
		return err
	}
	renamed, err := harvest.WriteCatalogue(out)
	if renamed != "" {
		fmt.Fprintf(a.stderr, "note: the previous catalogue was renamed to %s\n", renamed)
	}
	if err != nil {
		return usageError("-o: %v", err)
	}
	return nil
}
