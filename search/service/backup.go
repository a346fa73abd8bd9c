package service

import (
	"context"
	"errors"

	"rostrum/corpus"
	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/search"
)

// BackupIndex is the index of an engine as seen by snapshots, restores and checks of
// a data folder. Engines without the power search.Snapshotter cannot be copied.
type BackupIndex struct{ search.Engine }

var _ backup.Index = BackupIndex{}

func (b BackupIndex) snapshotter() (search.Snapshotter, error) {
	engine, ok := b.Engine.(search.Snapshotter)
	if !ok {
		return nil, corpus.ErrInvalid.Errorf("this engine cannot be copied")
	}
	return engine, nil
}

// Published returns the revision of the published index.

func (b BackupIndex) Published(ctx context.Context) (string, error) {
	revision, err := b.Engine.Published(ctx)
	return string(revision), err
}

// Files lists the files of the published index with their checksums.
func (b BackupIndex) Files(ctx context.Context) (generation string, files []backup.File, err error) {
	engine, err := b.snapshotter()
	if err != nil {
		return "", nil, err
	}
	generation, listed, err := engine.Files(ctx)
	for _, f := range listed {
		files = append(files, backup.File{Name: f.Name, SHA256: f.SHA256})
	}
	return generation, files, err
}

// Contains reports whether a generation still has one of the statements in its files.
func (b BackupIndex) Contains(ctx context.Context, generation string, ids []corpus.ID) (bool, error) {
	engine, err := b.snapshotter()
	if err != nil {
		return false, err
	}
	return engine.Contains(ctx, generation, ids)
}

// Update brings the index up to date with a catalogue and returns its generation.
func (b BackupIndex) Update(ctx context.Context, from *catalog.Catalog) (string, error) {
	info, err := b.Engine.Update(ctx, from)
	return info.Generation, err
}

// Check verifies every generation.
func (b BackupIndex) Check(ctx context.Context) ([]backup.IndexFault, error) {
	faults, err := b.Engine.Check(ctx)
	var out []backup.IndexFault
	for _, f := range faults {
		out = append(out, backup.IndexFault{Generation: f.Generation, Published: f.Published, OtherVersion: errors.Is(f.Err, search.ErrOtherVersion), Err: f.Err})
	}
	return out, err
}

// Inventory lists the statements in the index.
func (b BackupIndex) Inventory(ctx context.Context) (backup.Inventory, error) {
	listed, err := b.Engine.Inventory(ctx)
	out := backup.Inventory{Revision: string(listed.Revision), Catalog: listed.Catalog, Statements: map[corpus.ID]catalog.Seen{}}
	for id, e := range listed.Statements {
		out.Statements[id] = catalog.Seen{Version: e.Version, Pages: e.Pages}
	}
	return out, err
}
