package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/corpus/correct"
	"rostrum/search/terminal"
)

// exportCorrections writes all statements to a table.
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
	n, err := writeTable(ctx, correctionReader(names), records, out)
	if err := errors.Join(err, out.Flush(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	fmt.Fprintf(a.stdout, "Wrote %s to %s. Edit the cells that are wrong, then run `rostrum correct --import %s`.\n", terminal.Count(n, "statement", "statements"), path, path)
	return nil
}

func writeTable(ctx context.Context, reader correct.Reader, records *catalog.Catalog, out *bufio.Writer) (int, error) {
	table, err := reader.NewTableWriter(out)
	if err != nil {
		return 0, err
	}
	n := 0
	for s, err := range records.Records(ctx) {
		if err != nil {
			return n, err
		}
		corrections, err := records.Corrections(ctx, s.ID)
		if err != nil {
			return n, err
		}
		if err := table.Write(correct.Recorded{Statement: s, Corrections: corrections}); err != nil {
			return n, err
		}
		n++
	}
	return n, table.Flush()
}

// importCorrections reads an edited table. Good rows are kept whatever is
// wrong with others.
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
	rows, faults, err := correctionReader(in.names).ReadTable(f, func(id corpus.ID) (correct.Recorded, error) {
		s, err := in.catalog.Statement(ctx, id)
		if err != nil {
			return correct.Recorded{}, err
		}
		corrections, err := in.catalog.Corrections(ctx, id)
		return correct.Recorded{Statement: s, Corrections: corrections}, err
	})
	if err != nil {
		return usageError("--import %s: %s", c.importFrom, sentence(err))
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
		if err := in.nameWorks(ctx, row.Set); err != nil {
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
		fmt.Fprintf(a.stderr, "%s %s: %s\n", c.importFrom, fault.Place(), sentence(fault.Err))
	}
	fmt.Fprintf(a.stdout, "Corrected %s of %s; %s read, %s. The index is up to date (generation %s).\n", terminal.Count(fields, "field", "fields"),
		terminal.Count(len(changes), "statement", "statements"), terminal.Count(len(rows), "row", "rows"), terminal.Count(len(faults), "fault", "faults"), info.Generation)
	if len(faults) > 0 {
		return &exitError{code: exitSomeFailed}
	}
	return nil
}
