package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/corpus/correct"
	"rostrum/indexer/infer/dates"
)

// correction has the command line of `rostrum correct`.
type correction struct {
	unset      []string
	reason, by string
	exportTo   string
	importFrom string
}

func correctCommand(app *app) *cobra.Command {
	var c correction
	var names []string
	for _, f := range corpus.Correctable {
		names = append(names, string(f))
	}
	cmd := &cobra.Command{
		Use:   "correct ID FIELD=VALUE...",
		Short: "Correct the details of a statement",
		Long: `Correct the details of a statement. A correction overrides catalogues and
inference, also when the statement is indexed again; the replaced value is kept
with its evidence.

Separate several values with |; an empty value means that there is none.
Fields: ` + strings.Join(names, ", ") + `.
work=ID joins the statement to the work of another one; work= separates it.

To correct many statements, write them to a table with --export, edit it, and
--import it: cells that differ from the record become corrections.`,
		Example: `  rostrum correct kx3v9q2m4n7p8r5 session=ASP20 topic='Cooperation|Victims'
  rostrum correct kx3v9q2m4n7p8r5 deliverer= --reason 'the minister did not speak herself'
  rostrum correct kx3v9q2m4n7p8r5 --unset session
  rostrum correct --export all.csv
  rostrum correct --import all.csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case c.exportTo != "" && c.importFrom != "":
				return usageError("--export and --import cannot be combined")
			case (c.exportTo != "" || c.importFrom != "") && (len(args) > 0 || len(c.unset) > 0):
				return usageError("--export and --import apply to the whole table: leave out the id and the fields")
			case c.exportTo != "":
				return app.exportCorrections(cmd.Context(), c.exportTo)
			case c.importFrom != "":
				return app.importCorrections(cmd.Context(), c)
			case len(args) == 0:
				return usageError("name a statement, for example `rostrum correct ID date=2021-12-08`; `rostrum search` prints the id under each result")
			case len(args) == 1 && len(c.unset) == 0:
				return usageError("name a field to correct, for example `rostrum correct %s date=2021-12-08`, or undo a correction with --unset FIELD", args[0])
			}
			return app.correctOne(cmd.Context(), corpus.ID(args[0]), args[1:], c)
		},
	}
	cmd.Flags().StringSliceVar(&c.unset, "unset", nil, "undo the correction of this field; may be repeated")
	app.addPublishFlag(cmd.Flags())
	cmd.Flags().StringVar(&c.reason, "reason", "", "reason, shown with the evidence")
	cmd.Flags().StringVar(&c.by, "by", "", "who made the correction; stored in the catalogue, not shown to the public")
	cmd.Flags().StringVar(&c.exportTo, "export", "", "export all statements to this CSV file, to edit and --import again")
	cmd.Flags().StringVar(&c.importFrom, "import", "", "read corrections from a CSV file with a column id, and a column for each field to correct")
	return cmd
}

func correctionReader(names *authority.Authority) correct.Reader {
	return correct.Reader{Names: names, Date: dates.Parse}
}

// correctOne corrects a statement and brings the index up to date.
func (a *app) correctOne(ctx context.Context, id corpus.ID, assignments []string, c correction) error {
	// Report errors in the command line before opening anything.
	names, err := authority.Load(a.authority)
	if err != nil {
		return err
	}
	change := catalog.Change{ID: id}
	for _, name := range c.unset {
		f, err := correct.Field(name)
		if err != nil {
			return err
		}
		change.Unset = append(change.Unset, f)
	}
	for _, assignment := range assignments {
		read, err := correctionReader(names).Assignment(assignment)
		if err != nil {
			return err
		}
		for i := range read {
			read[i].Reason, read[i].By = strings.TrimSpace(c.reason), strings.TrimSpace(c.by)
		}
		change.Set = correct.Merge(change.Set, read)
	}
	in, err := a.changeable(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	if _, err := in.catalog.Location(ctx, id); errors.Is(err, corpus.ErrNotFound) {
		return in.noStatement(ctx, id)
	} else if err != nil {
		return err
	}
	if err := in.checkUnset(ctx, change); err != nil {
		return err
	}
	if err := correct.NameWorks(ctx, in.catalog, change.Set); err != nil {
		return err
	}
	if err := in.catalog.Correct(ctx, change); err != nil {
		return err
	}
	info, err := in.buildIndex(ctx, false)
	if err != nil {
		return err
	}
	after, err := in.catalog.Statement(ctx, id)
	if err != nil {
		return err
	}
	for _, set := range change.Set {
		fmt.Fprintf(a.stdout, "%s: %s%s\n", set.Field, in.shown(set.Field, set.Values), unknownNames(set))
	}
	for _, f := range change.Unset {
		fmt.Fprintf(a.stdout, "%s: %s (correction undone)\n", f, in.shown(f, after.Values(f)))
	}
	fmt.Fprintf(a.stdout, "Corrected %s; the index is up to date (generation %s).\n", id, info.Generation)
	return nil
}

// checkUnset rejects --unset of a field without a correction: it is likely misspelt.
func (in *ingest) checkUnset(ctx context.Context, change catalog.Change) error {
	known, err := in.catalog.Corrections(ctx, change.ID)
	if err != nil {
		return err
	}
	for _, f := range change.Unset {
		if !slices.ContainsFunc(known, func(c corpus.Correction) bool { return c.Field == f }) {
			return usageError("--unset %s: the %s of %s has no correction; see `rostrum show %s`", f, f, change.ID, change.ID)
		}
	}
	return nil
}

// shown formats the values of a field for people.
func (in *ingest) shown(f corpus.Field, values []string) string {
	return terminal.Values(f, values, in.names)
}

func unknownNames(c corpus.Correction) string {
	if len(c.Unresolved) == 0 {
		return ""
	}
	return " (not in the authority files, kept as written)"
}

// exportCorrections writes all statements to a CSV file.
func (a *app) exportCorrections(ctx context.Context, path string) error {
	names, err := authority.Load(a.authority)
	if err != nil {
		return err
	}
	records, err := catalog.OpenReadOnly(ctx, a.data)
	if err != nil {
		return err
	}
	defer records.Close()
	f, err := os.Create(path)
	if err != nil {
		return usageError("--export: %v", err)
	}
	out := bufio.NewWriter(f)
	n, err := correctionReader(names).WriteTable(ctx, records, out)
	if err := errors.Join(err, out.Flush(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	fmt.Fprintf(a.stdout, "Wrote %s to %s. Edit the cells that are wrong, then run `rostrum correct --import %s`.\n", terminal.Count(n, "statement", "statements"), path, path)
	return nil
}

// importCorrections reads an edited CSV file. Valid rows are applied even if others
// have errors.
func (a *app) importCorrections(ctx context.Context, c correction) error {
	f, err := os.Open(c.importFrom)
	if err != nil {
		return usageError("--import: %v", err)
	}
	defer f.Close()
	in, err := a.changeable(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	rows, faults, err := correctionReader(in.names).ReadTable(f, func(id corpus.ID) (correct.Recorded, error) { return correct.Lookup(ctx, in.catalog, id) })
	if err != nil {
		return usageError("--import %s: %s", c.importFrom, err.Error())
	}
	var changes []catalog.Change
	fields := 0
	for _, row := range rows {
		if len(row.Set) == 0 {
			continue
		}
		for i := range row.Set {
			if reason := strings.TrimSpace(c.reason); reason != "" {
				row.Set[i].Reason = reason
			}
			row.Set[i].By = strings.TrimSpace(c.by)
		}
		if err := correct.NameWorks(ctx, in.catalog, row.Set); err != nil {
			return err
		}
		changes = append(changes, catalog.Change{ID: row.ID, Set: row.Set})
		fields += len(row.Set)
	}
	if len(changes) > 0 {
		if err := in.catalog.Correct(ctx, changes...); err != nil {
			return err
		}
	}
	info, err := in.buildIndex(ctx, false)
	if err != nil {
		return err
	}
	for _, fault := range faults {
		fmt.Fprintf(a.stderr, "%s %s: %s\n", c.importFrom, fault.Place(), fault.Err.Error())
	}
	fmt.Fprintf(a.stdout, "Corrected %s of %s; %s read, %s. The index is up to date (generation %s).\n", terminal.Count(fields, "field", "fields"),
		terminal.Count(len(changes), "statement", "statements"), terminal.Count(len(rows), "row", "rows"), terminal.Count(len(faults), "error", "errors"), info.Generation)
	if len(faults) > 0 {
		return &exitError{code: exitSomeFailed}
	}
	return nil
}
