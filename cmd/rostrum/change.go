package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"rostrum/corpus"
)

// changeable opens the catalogue for a change by hand. Where nothing was ever
// indexed there is nothing to change, and none is made.
func (a *app) changeable(ctx context.Context) (*intake, error) {
	if _, err := os.Stat(filepath.Join(a.data, "catalog.db")); err != nil {
		return nil, corpus.ErrNoIndex.Errorf("there is no catalogue in %s: run `rostrum index FOLDER` first, or name another folder with --data", a.data)
	}
	return a.writable(ctx)
}

// noStatement says of an id that there is no such statement, and what to do.
func (in *intake) noStatement(ctx context.Context, id corpus.ID) error {
	removal, err := in.catalog.Removal(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) {
		return unknownID(id)
	}
	if err != nil {
		return err
	}
	return usageError("the statement %s was removed on %s: %s", id, removal.Removed.Format("2006-01-02"), removal.Reason)
}

func unknownID(id corpus.ID) error {
	return usageError("there is no statement %q: `rostrum search` prints the id under each result, `rostrum index --report FILE` lists them all, and each statement's page ends with its own", printable(string(id)))
}
