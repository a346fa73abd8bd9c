package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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
				rows.write(row)
				if row.Status == indexer.HarvestFailed {
					fmt.Fprintln(app.stderr, terminal.OneLine("failed: "+row.Page+": "+row.Reason))
				}
			}}
			harvest, err := harvester.Run(cmd.Context(), pages)
			if err = errors.Join(err, rows.close()); cmd.Context().Err() != nil {
				return corpus.ErrInterrupted.Errorf("interrupted; no catalogue was written")
			}
			if err != nil {
				return err
			}
			if err := app.writeCatalogue(harvest, out); err != nil {
				return err
			}
			app.reviewHarvest(harvest, out, report)
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

// writeCatalogue writes the catalogue. An existing one may have been corrected by
// hand, so it is renamed, not overwritten.
func (a *app) writeCatalogue(harvest indexer.Harvest, out string) error {
	content, err := harvest.Catalogue()
	if err != nil {
		return err
	}
	if out == "" {
		_, err := a.stdout.Write(content)
		return err
	}
	before, err := os.ReadFile(out)
	switch {
	case err == nil && bytes.Equal(before, content):
		return nil
	case err == nil:
		if err := os.Rename(out, out+"~"); err != nil {
			return usageError("-o: %v", err)
		}
		fmt.Fprintf(a.stderr, "note: the previous catalogue was renamed to %s~\n", out)
	case !errors.Is(err, fs.ErrNotExist):
		return usageError("-o: %v", err)
	}
	if err := os.WriteFile(out, content, 0o644); err != nil {
		return usageError("-o: %v", err)
	}
	return nil
}

// reviewHarvest prints what to check before the catalogue is indexed.
func (a *app) reviewHarvest(harvest indexer.Harvest, out, report string) {
	note := func(format string, args ...any) {
		if !a.quiet {
			fmt.Fprintln(a.stderr, terminal.OneLine(fmt.Sprintf(format, args...)))
		}
	}
	for i, l := range harvest.LeftOut {
		if i == terminal.MaxListed {
			where := "see them all with --report FILE"
			if report != "" {
				where = "see " + report
			}
			note("and %d more left out: %s", len(harvest.LeftOut)-i, where)
			break
		}
		text := terminal.OneLine(l.Text)
		if l.URL != "" {
			text = strings.TrimSpace(text + " <" + terminal.OneLine(l.URL) + ">")
		}
		note("left out: %s: %s", text, l.Reason)
	}
	review := harvest.Review()
	for i, name := range review.Unresolved {
		if i == terminal.MaxListed {
			note("and %d more unknown names: see the column unresolved", len(review.Unresolved)-i)
			break
		}
		note("unknown name, kept as written: %s", terminal.OneLine(name))
	}
	if review.Nowhere > 0 {
		note("%s without an address: fill in url or file, or delete the rows, before you index the catalogue", terminal.Count(review.Nowhere, "row is", "rows are"))
	}
	if review.Outside > 0 {
		note("%s outside the catalogue's folder, or relative to an unknown address: pass it with --base ADDRESS, or write the catalogue next to the files", terminal.Count(review.Outside, "row leads", "rows lead"))
	}
	note("%s of %s, %s left out", terminal.Count(len(harvest.Entries), "document", "documents"), terminal.Count(review.Works, "statement", "statements"), terminal.Count(len(harvest.LeftOut), "link or line", "links or lines"))
	if out != "" && review.Nowhere+review.Outside == 0 {
		note("next: rostrum index %s", out)
	}
}
