package backup

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
)

// Kinds of problems with an index, in addition to those of the catalogue.
const (
	ProblemIndexMissing = "index-missing"
	ProblemIndexDamaged = "index-damaged"
	ProblemIndexVersion = "index-of-another-version"
	ProblemIndexLacks   = "index-lacks"
	ProblemIndexExtra   = "index-has-too-much"
	ProblemIndexDiffers = "index-differs"
)

// ProblemKinds lists all kinds of problems with an index.
var ProblemKinds = []string{
	ProblemIndexMissing, ProblemIndexDamaged, ProblemIndexVersion, ProblemIndexLacks, ProblemIndexExtra, ProblemIndexDiffers,
}

// Verified lists the problems of a data folder. Notes are not problems.
type Verified struct {
	OK       bool              `json:"ok"`
	Problems []catalog.Problem `json:"problems"`
	Notes    []string          `json:"notes"`
	// Damaged means that the index has a problem.
	Damaged bool `json:"-"`
	// Behind means that the index is behind the catalogue and no process is writing.
	Behind bool `json:"-"`
	// Unnamed counts originals without a record.
	Unnamed      int   `json:"-"`
	UnnamedBytes int64 `json:"-"`
}

// Verify reads every record, text, original and generation of the index, and compares
// them with their checksums and with each other. It can run while other processes read
// and write: their unfinished changes are not reported.
func (f Folder) Verify(ctx context.Context) (Verified, error) {
	kept, err := catalog.OpenReadOnly(ctx, f.Dir)
	if err != nil {
		return Verified{}, err
	}
	defer kept.Close()
	v := Verified{Problems: []catalog.Problem{}, Notes: []string{}}
	records, err := kept.Verify(ctx)
	if err != nil {
		return v, err
	}
	v.Problems = append(v.Problems, records.Problems...)
	v.Unnamed, v.UnnamedBytes = records.Unnamed, records.UnnamedBytes
	if err := f.verifyIndex(ctx, kept, records, &v); err != nil {
		return v, err
	}
	v.OK = len(v.Problems) == 0
	return v, nil
}

// verifyIndex checks all generations, and compares the published one with the records.
func (f Folder) verifyIndex(ctx context.Context, kept *catalog.Catalog, records catalog.Verified, v *Verified) error {
	wrong := func(kind string, id corpus.ID, format string, args ...any) {
		v.Damaged = true
		v.Problems = append(v.Problems, catalog.Problem{Kind: kind, ID: id, Message: fmt.Sprintf(format, args...)})
	}
	index := f.index()
	faults, err := index.Check(ctx)
	if err != nil {
		wrong(ProblemIndexMissing, "", "%v", err)
		return nil
	}
	for _, fault := range faults {
		switch {
		case fault.OtherVersion && !fault.Published: // kept as a fallback until the next generation
			v.Notes = append(v.Notes, fmt.Sprintf("generation %s, not in use, was made by another version of rostrum", fault.Generation))
		case fault.OtherVersion:
			wrong(ProblemIndexVersion, "", "generation %s: %v", fault.Generation, fault.Err)
		case fault.Generation == "":
			wrong(ProblemIndexDamaged, "", "%v", fault.Err)
		default:
			wrong(ProblemIndexDamaged, "", "generation %s: %v", fault.Generation, fault.Err)
		}
	}
	if v.Damaged || records.Revision == "" {
		return nil
	}
	held, err := index.Inventory(ctx)
	if err != nil {
		if again, e := index.Published(ctx); e != nil || again == held.Revision {
			wrong(ProblemIndexDamaged, "", "%v", err)
		}
		return nil
	}
	if held.Catalog != records.Revision {
		return f.behind(ctx, kept, held, v)
	}
	// Built from these records, it must agree with them.
	for _, id := range slices.Sorted(maps.Keys(records.Statements)) {
		seen := records.Statements[id]
		switch has, is := held.Statements[id]; {
		case !is:
			wrong(ProblemIndexLacks, id, "the index lacks statement %s of the catalogue", id)
		case has.Version != seen.Version:
			wrong(ProblemIndexDiffers, id, "the index contains an outdated version of statement %s", id)
		case has.Pages != seen.Pages:
			wrong(ProblemIndexDiffers, id, "the index contains %s of statement %s, the catalogue %d", pages(has.Pages), id, seen.Pages)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(held.Statements)) {
		if _, is := records.Statements[id]; !is {
			wrong(ProblemIndexExtra, id, "the index contains statement %s, which is not in the catalogue", id)
		}
	}
	return nil
}

// behind notes that the index is behind the records. During a run this is expected, and
// after an interrupted one nothing is lost.
func (f Folder) behind(ctx context.Context, kept *catalog.Catalog, held Inventory, v *Verified) error {
	now, err := kept.Revision(ctx)
	if err != nil {
		return err
	}
	switch {
	case now == held.Catalog:
		v.Notes = append(v.Notes, "records and index changed while they were read and were not compared with each other: run verify again")
	case datadir.Writing(f.Dir):
		v.Notes = append(v.Notes, "another process is writing, so records and index were not compared with each other: run verify again when it has finished")
	default:
		v.Behind = true
	}
	return nil
}

func pages(n int) string {
	if n == 1 {
		return "1 page"
	}
	return fmt.Sprintf("%d pages", n)
}
