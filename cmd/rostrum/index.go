package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/corpus/coverage"
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
				err = result.print(app.stdout)
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

// summary is what `rostrum index --json` prints.
type summary struct {
	indexer.Tally
	Documents  int     `json:"documents"` // after the run
	Pages      int     `json:"pages"`
	Seconds    float64 `json:"seconds"`
	Generation string  `json:"generation"`
	// Missing counts the documents read in this run that lack a field.
	Missing map[corpus.Field]int `json:"missing,omitempty"`
}

// lacks counts the fields that a document should have and does not.
func (s *summary) lacks(row indexer.Row) {
	if row.Change != indexer.ChangeAdded && row.Change != indexer.ChangeUpdated {
		return
	}
	for _, f := range coverage.Examined {
		_, known := row.Fields[f]
		if f == corpus.FieldLanguage {
			known = row.Language != ""
		}
		if !known && f != corpus.FieldTitle { // every document gets a title
			if s.Missing == nil {
				s.Missing = map[corpus.Field]int{}
			}
			s.Missing[f]++
		}
	}
}

// run adds the documents and updates the index.
func (in *ingest) run(ctx context.Context, sources []source.Source, prune, rebuild bool, reportPath string) (summary, error) {
	var s summary
	total := 0
	for _, src := range sources {
		total += src.Len()
	}
	bar := in.app.progress(total)
	report, err := newReport(reportPath)
	if err != nil {
		return s, err
	}
	var troubled, noted []indexer.Row
	pipeline := in.pipeline(newFetcher())
	pipeline.Began = bar.begin
	pipeline.Progress = func(row indexer.Row) {
		bar.done(row)
		report.write(row)
		s.lacks(row)
		if row.Status == indexer.StatusFailed || row.Status == string(corpus.StatusSuspect) {
			troubled = append(troubled, row)
		}
		if len(row.Warnings) > 0 {
			noted = append(noted, row)
		}
	}
	s.Tally, err = pipeline.Run(ctx, prune, sources...)
	bar.finish()
	err = errors.Join(err, report.close())
	in.app.nameTroubled(troubled, reportPath)
	in.app.nameNoted(noted, reportPath)
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
func (in *ingest) conclude(ctx context.Context, s *summary, rebuild bool) error {
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

func (s summary) print(out interface{ Write([]byte) (int, error) }) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "%s added, %s updated, %s unchanged", terminal.Number(s.Added), terminal.Number(s.Updated), terminal.Number(s.Unchanged))
	if s.Removed > 0 {
		fmt.Fprintf(w, ", %s removed", terminal.Number(s.Removed))
	}
	fmt.Fprintf(w, ", %s failed, %s suspect\n", terminal.Number(s.Failed), terminal.Number(s.Suspect))
	fmt.Fprintf(w, "The index contains %s with %s (generation %s), after %.1f seconds.\n",
		terminal.Count(s.Documents, "document", "documents"), terminal.Count(s.Pages, "page", "pages"), s.Generation, s.Seconds)
	var missing []string
	for _, f := range coverage.Examined {
		if n := s.Missing[f]; n > 0 {
			missing = append(missing, terminal.Number(n)+" without "+string(f))
		}
	}
	if len(missing) > 0 {
		fmt.Fprintf(w, "Of those added or updated, %s; see `rostrum coverage`.\n", strings.Join(missing, ", "))
	}
	if s.Added > 0 && s.Added == s.Documents {
		fmt.Fprintln(w, "Next: rostrum serve")
	}
	return w.Flush()
}

// nameTroubled lists the documents that cannot be found by searching, and why.
func (a *app) nameTroubled(rows []indexer.Row, reportPath string) {
	a.nameSome(rows, reportPath, func(row indexer.Row) string { return row.Status + ": " + row.File + ": " + row.Reason })
}

// nameNoted lists the documents whose text is incomplete.
func (a *app) nameNoted(rows []indexer.Row, reportPath string) {
	a.nameSome(rows, reportPath, func(row indexer.Row) string { return "note: " + row.File + ": " + strings.Join(row.Warnings, "; ") })
}

func (a *app) nameSome(rows []indexer.Row, reportPath string, say func(indexer.Row) string) {
	for i, row := range rows {
		if i == terminal.MaxListed {
			where := "write them to a file with --report FILE"
			if reportPath != "" {
				where = "see " + reportPath
			}
			fmt.Fprintf(a.stderr, "and %d more: %s\n", len(rows)-i, where)
			return
		}
		fmt.Fprintln(a.stderr, terminal.OneLine(say(row)))
	}
}

// report writes rows as JSON Lines, each as soon as its document is done, so that a
// killed run leaves them on disk. A nil report writes nothing.
type report struct {
	file *os.File
	err  error
}

func newReport(path string) (*report, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, usageError("--report: %v", err)
	}
	return &report{file: f}, nil
}

func (r *report) write(row any) {
	if r != nil && r.err == nil {
		r.err = json.NewEncoder(r.file).Encode(row)
	}
}

func (r *report) close() error {
	if r == nil {
		return nil
	}
	if err := errors.Join(r.err, r.file.Close()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
