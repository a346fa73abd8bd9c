package correct

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"

	"rostrum/corpus"
)

// Store stores statements and their corrections.
type Store interface {
	// Statement returns an error wrapping corpus.ErrNotFound for an unknown id.
	Statement(context.Context, corpus.ID) (corpus.Statement, error)
	Corrections(context.Context, corpus.ID) ([]corpus.Correction, error)
	// Records yields every statement, without pages.
	Records(context.Context) iter.Seq2[corpus.Statement, error]
}

// Lookup returns a statement with its corrections.
func Lookup(ctx context.Context, store Store, id corpus.ID) (Recorded, error) {
	s, err := store.Statement(ctx, id)
	if err != nil {
		return Recorded{}, err
	}
	corrections, err := store.Corrections(ctx, id)
	return Recorded{Statement: s, Corrections: corrections}, err
}

// Merge adds the corrections of an assignment; the last one of a field wins, and an
// explicit one over a derived one.
func Merge(set, read []corpus.Correction) []corpus.Correction {
	for i, one := range read {
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

// NameWorks replaces work=ID by the work of the statement with that id.
func NameWorks(ctx context.Context, store Store, set []corpus.Correction) error {
	for i, c := range set {
		if c.Field != corpus.FieldWork || len(c.Values) == 0 {
			continue
		}
		other, err := store.Statement(ctx, corpus.ID(c.Values[0]))
		if errors.Is(err, corpus.ErrNotFound) {
			continue // the name of a work, not an id
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

// WriteTable writes all statements as a table, and returns their number.
func (r Reader) WriteTable(ctx context.Context, store Store, out io.Writer) (int, error) {
	table, err := r.NewTableWriter(out)
	if err != nil {
		return 0, err
	}
	n := 0
	for s, err := range store.Records(ctx) {
		if err != nil {
			return n, err
		}
		corrections, err := store.Corrections(ctx, s.ID)
		if err != nil {
			return n, err
		}
		if err := table.Write(Recorded{Statement: s, Corrections: corrections}); err != nil {
			return n, err
		}
		n++
	}
	return n, table.Flush()
}
