package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
	"rostrum/search"
)

// The kinds of problems with an index, beside those of the catalogue.
const (
	problemIndexMissing = "index-missing"
	problemIndexDamaged = "index-damaged"
	problemIndexVersion = "index-of-another-version"
	problemIndexLacks   = "index-lacks"
	problemIndexExtra   = "index-has-too-much"
	problemIndexDiffers = "index-differs"
)

// verified is what `rostrum verify --json` prints. Notes are no problems.
type verified struct {
	OK       bool              `json:"ok"`
	Problems []catalog.Problem `json:"problems"`
	Notes    []string          `json:"notes"`
	damaged  bool              // the index
}

func verifyCommand(app *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "verify", Short: "Check records, originals and index, byte by byte and against each other", Args: cobra.NoArgs,
		Long: `Read every record, text, original and generation of the index, compare them with
their sums and with each other, and say what is wrong, where, and what to do about
it. It may run while others read and write: what they are about is no problem.

Exit codes: 0 all is whole · 1 something is wrong with records or originals ·
4 something is wrong with the index, which can always be made anew.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			kept, err := app.kept(cmd.Context())
			if err != nil {
				return err
			}
			defer kept.Close()
			v, err := app.verify(cmd.Context(), kept)
			if err != nil {
				return err
			}
			if asJSON {
				err = json.NewEncoder(app.stdout).Encode(v)
			} else {
				v.print(app)
			}
			switch {
			case err != nil:
				return err
			case v.damaged:
				return &exitError{code: exitNoIndex}
			case !v.OK:
				return &exitError{code: exitFailure}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (v verified) print(app *app) {
	for _, p := range v.Problems {
		fmt.Fprintln(app.stderr, printable(p.Message))
	}
	for _, note := range v.Notes {
		fmt.Fprintln(app.stderr, "note:", note)
	}
	if v.OK {
		fmt.Fprintln(app.stdout, "Catalogue, originals and index are whole.")
	}
}

func (a *app) verify(ctx context.Context, kept *catalog.Catalog) (verified, error) {
	v := verified{Problems: []catalog.Problem{}, Notes: []string{}}
	records, err := kept.Verify(ctx)
	if err != nil {
		return v, err
	}
	v.Problems = append(v.Problems, records.Problems...)
	if records.Unnamed > 0 {
		v.Notes = append(v.Notes, fmt.Sprintf("%s (%s) belong to no record, which does no harm: should their statements come back, they need not be fetched",
			plural(records.Unnamed, "original", "originals"), megabytes(records.UnnamedBytes)))
	}
	if err := a.verifyIndex(ctx, kept, records, &v); err != nil {
		return v, err
	}
	v.OK = len(v.Problems) == 0
	return v, nil
}

// verifyIndex checks all generations, and compares the one in use with the
// records.
func (a *app) verifyIndex(ctx context.Context, kept *catalog.Catalog, records catalog.Verified, v *verified) error {
	wrong := func(kind string, id corpus.ID, format string, args ...any) {
		v.damaged = true
		v.Problems = append(v.Problems, catalog.Problem{Kind: kind, ID: id, Message: fmt.Sprintf(format, args...)})
	}
	engine := newEngine(a.indexDir(), nil)
	faults, err := engine.Check(ctx)
	if err != nil {
		wrong(problemIndexMissing, "", "%s", sentence(err))
		return nil
	}
	for _, f := range faults {
		switch other := errors.Is(f.Err, search.ErrOtherVersion); {
		case other && !f.Published: // kept to fall back to, until the next one is made
			v.Notes = append(v.Notes, fmt.Sprintf("generation %s, kept beside the one in use, was made by another version of rostrum", f.Generation))
		case other:
			wrong(problemIndexVersion, "", "generation %s: %v; rebuild it with: rostrum index --rebuild", f.Generation, f.Err)
		case f.Generation == "":
			wrong(problemIndexDamaged, "", "%s; rebuild the index with: rostrum index --rebuild", sentence(f.Err))
		default:
			wrong(problemIndexDamaged, "", "generation %s: %v; rebuild it with: rostrum index --rebuild", f.Generation, f.Err)
		}
	}
	if v.damaged || records.Revision == "" {
		return nil
	}
	held, err := engine.Inventory(ctx)
	if err != nil {
		if again, e := engine.Published(ctx); e != nil || again == held.Revision {
			wrong(problemIndexDamaged, "", "%s; rebuild the index with: rostrum index --rebuild", sentence(err))
		}
		return nil
	}
	if held.Catalog != records.Revision {
		return a.behind(ctx, kept, held, v)
	}
	// Made from these records, it must hold what they say.
	const remedy = "rebuild the index with: rostrum index --rebuild"
	for _, id := range slices.Sorted(maps.Keys(records.Statements)) {
		seen := records.Statements[id]
		switch has, is := held.Statements[id]; {
		case !is:
			wrong(problemIndexLacks, id, "the index lacks the statement %s of the catalogue; %s", id, remedy)
		case has.Version != seen.Version:
			wrong(problemIndexDiffers, id, "the index holds the statement %s as it was before its last change; %s", id, remedy)
		case has.Pages != seen.Pages:
			wrong(problemIndexDiffers, id, "the index holds %s of the statement %s, and the catalogue %d; %s", plural(has.Pages, "page", "pages"), id, seen.Pages, remedy)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(held.Statements)) {
		if _, is := records.Statements[id]; !is {
			wrong(problemIndexExtra, id, "the index holds the statement %s, which the catalogue has not; %s", id, remedy)
		}
	}
	return nil
}

// behind notes that the index is not that of the records as they are. While a
// run writes that is as it should be, and after one was cut off nothing is lost.
func (a *app) behind(ctx context.Context, kept *catalog.Catalog, held search.Inventory, v *verified) error {
	now, err := kept.Revision(ctx)
	if err != nil {
		return err
	}
	switch {
	case now == held.Catalog:
		v.Notes = append(v.Notes, "records and index changed while they were read, and were not compared with each other: verify them again")
	case datadir.Writing(a.data):
		v.Notes = append(v.Notes, "another process is writing, so that records and index were not compared with each other: verify them again when it has ended")
	default:
		v.Notes = append(v.Notes, saysBehind)
	}
	return nil
}
