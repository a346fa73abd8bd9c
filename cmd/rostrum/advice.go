package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rostrum/corpus"
	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
	"rostrum/corpus/replica"
	"rostrum/search"
	"rostrum/search/service"
)

// explain is an error as shown to the user: what went wrong, and which command helps.
func explain(err error) string { return err.Error() + advice(err) }

// advice returns the text to append to the message of err: what to do about it on
// the command line, or "". Libraries do not know commands, so it is added here.
func advice(err error) string {
	var reason service.Reason
	switch {
	case errors.As(err, &reason):
		return remedies[reason]
	case errors.Is(err, catalog.ErrAbsent):
		return ": run `rostrum index FOLDER` first, or name another folder with --data"
	case errors.Is(err, catalog.ErrOlder):
		return ": run `rostrum index --rebuild` once; no data is lost"
	case errors.Is(err, catalog.ErrDamaged):
		return ": restore a snapshot with `rostrum restore SNAPSHOT --replace`"
	case errors.Is(err, backup.ErrNoSnapshot):
		return ": name a folder written by `rostrum snapshot`; an interrupted first snapshot cannot be restored"
	case errors.Is(err, backup.ErrNotEmpty):
		return ": choose an empty folder with --data, or replace its contents with --replace"
	case errors.Is(err, replica.ErrNotReplica):
		return ": choose an empty folder for the replica with --data"
	case errors.Is(err, replica.ErrUnpublished):
		return ": run `rostrum index SOURCE --publish STORE` where documents are added"
	case errors.Is(err, search.ErrNotBuilt):
		return "; create one with: rostrum index SOURCE"
	case errors.Is(err, corpus.ErrNoIndex), errors.Is(err, search.ErrDamaged), errors.Is(err, search.ErrOtherVersion):
		return adviceRebuild
	}
	return ""
}

const adviceRebuild = "; rebuild the index with: rostrum index --rebuild"

var remedies = map[service.Reason]string{
	service.NoIndex:         ": run `rostrum index SOURCE`",
	service.NoCatalog:       ": run `rostrum index SOURCE`",
	service.DamagedIndex:    ": run `rostrum index --rebuild`",
	service.OtherIndex:      ": run `rostrum index --rebuild`",
	service.OutdatedIndex:   ": run `rostrum index --rebuild`",
	service.CatalogLost:     ": run `rostrum verify`",
	service.Unconfined:      ": see `rostrum version --json` for what is missing",
	service.Behind:          ": run the last command again, or `rostrum index --rebuild`",
	service.DamagedOriginal: ": run `rostrum verify`",
}

// explainFull turns an error caused by a full disk into one that says how much space
// is left and what to do. Errors about files outside the data folder, such as a
// report, are returned unchanged.
func (a *app) explainFull(err error) error {
	if err == nil || !datadir.IsFull(err) {
		return err
	}
	path := ""
	var file *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &file):
		path = file.Path
	case errors.As(err, &link):
		path = link.New
	}
	if path != "" {
		if within, relErr := filepath.Rel(a.data, path); relErr != nil || !filepath.IsLocal(within) {
			return err
		}
	}
	space := ""
	if free, all, known := datadir.Space(a.data); known {
		space = fmt.Sprintf(" (%d MB free of %d MB)", free>>20, all>>20)
	}
	return &corpus.Error{Message: fmt.Sprintf("no space left on the disk of %s%s: free some space, then run the same command again; documents already added are kept (%s)", a.data, space, err.Error())}
}
