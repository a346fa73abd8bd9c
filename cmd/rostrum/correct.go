package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/corpus/correct"
	"rostrum/indexer/infer"
	"rostrum/search/terminal"
)

// correction is the command line of `rostrum correct`.
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
inference, also when the statement is indexed again; the value that it replaced
stays readable with its evidence.

Separate several values with |; an empty value says that there is none.
Fields: ` + strings.Join(names, ", ") + `.
work=ID joins the statement to the work of another one; work= separates it.

To correct many statements, write them to a table with --export, edit it, and
--import it again: cells that differ from the record become corrections.`,
		Example: `  rostrum correct kx3v9q2m4n7p8r5 session=ASP20 topic='Cooperation|Victims'
  rostrum correct kx3v9q2m4n7p8r5 deliverer= --reason 'the minister did not speak herself'
  rostrum correct kx3v9q2m4n7p8r5 --unset session
  rostrum correct --export all.csv
  rostrum correct --import all.csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case c.exportTo != "" && c.importFrom != "":
				return usageError("--export and --import: use one at a time")
			case (c.exportTo != "" || c.importFrom != "") && (len(args) > 0 || len(c.unset) > 0):
				return usageError("a table is exported or imported as a whole: leave out the id and its fields")
			case c.exportTo != "":
				return app.exportCorrections(cmd.Context(), c.exportTo)
			case c.importFrom != "":
				return app.importCorrections(cmd.Context(), c)
			case len(args) == 0:
				return usageError("say which statement, for example `rostrum correct ID date=2021-12-08`; `rostrum search` prints the id under each result")
			case len(args) == 1 && len(c.unset) == 0:
				return usageError("say what to correct, for example `rostrum correct %s date=2021-12-08`, or take a correction back with --unset FIELD", args[0])
			}
			return app.correctOne(cmd.Context(), corpus.ID(args[0]), args[1:], c)
		},
	}
	cmd.Flags().StringSliceVar(&c.unset, "unset", nil, "undo the correction of this field; may be repeated")
	cmd.Flags().StringVar(&c.reason, "reason", "", "why; shown with the evidence")
	cmd.Flags().StringVar(&c.by, "by", "", "who made the correction; stored in the catalogue, not shown to the public")
	cmd.Flags().StringVar(&c.exportTo, "export", "", "write all statements to this CSV file, to be edited and imported")
	cmd.Flags().StringVar(&c.importFrom, "import", "", "read corrections from a CSV file with a column id, and a column for each field to correct")
	return cmd
}

func correctionReader(names *authority.Authority) correct.Reader {
	return correct.Reader{Names: names, Date: infer.ParseDate}
}

// correctOne corrects a statement and brings the index up to date.
func (a *app) correctOne(ctx context.Context, id corpus.ID, assignments []string, c correction) error {
	// What is wrong with the command line is said before anything is opened.
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
		change.Set = merged(change.Set, read, c)
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
	if err := in.nameWorks(ctx, change.Set); err != nil {
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
		fmt.Fprintf(a.stdout, "%s: %s (the correction was taken back)\n", f, in.shown(f, after.Values(f)))
	}
	fmt.Fprintf(a.stdout, "Corrected %s; the index is up to date (generation %s).\n", id, info.Generation)
	return nil
}

// merged adds corrections of one assignment; the last word on a field counts,
// and one that a person wrote more than one that follows from it.
func merged(set, read []corpus.Correction, c correction) []corpus.Correction {
	for i, one := range read {
		one.Reason, one.By = strings.TrimSpace(c.reason), strings.TrimSpace(c.by)
		at := slices.IndexFunc(set, func(s corpus.Correction) bool { return s.Field == one.Field })
		switch {
		case at < 0:
			set = append(set, one)
		case i == 0:
			set[at] = one
		}
	}
	return set
}

// checkUnset refuses to take back what was never said: the field is likely misspelt.
func (in *ingest) checkUnset(ctx context.Context, change catalog.Change) error {
	known, err := in.catalog.Corrections(ctx, change.ID)
	if err != nil {
		return err
	}
	for _, f := range change.Unset {
		if !slices.ContainsFunc(known, func(c corpus.Correction) bool { return c.Field == f }) {
			return usageError("--unset %s: the %s of %s was never corrected; see `rostrum show %s`", f, f, change.ID, change.ID)
		}
	}
	return nil
}

// nameWorks lets work=ID mean the work of the statement with that id.
func (in *ingest) nameWorks(ctx context.Context, set []corpus.Correction) error {
	for i, c := range set {
		if c.Field != corpus.FieldWork || len(c.Values) == 0 {
			continue
		}
		other, err := in.catalog.Statement(ctx, corpus.ID(c.Values[0]))
		if errors.Is(err, corpus.ErrNotFound) {
			continue // a name of the person's own
		}
		if err != nil {
			return err
		}
		if other.FixedWork() {
			set[i].Values = []string{string(other.Work)}
		}
	}
	return nil
}

// shown are the values of a field as people know them.
func (in *ingest) shown(f corpus.Field, values []string) string {
	return terminal.Values(f, values, in.names)
}

func unknownNames(c corpus.Correction) string {
	if len(c.Unresolved) == 0 {
		return ""
	}
	return " (not in the authority files, kept as written)"
}
