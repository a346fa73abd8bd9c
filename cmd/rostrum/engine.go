package main

import (
	"context"
	"errors"
	"fmt"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/search"
	"rostrum/search/bleveindex"
)

// Only this file knows which engines there are; everything else uses the interfaces
// of package search.

// newEngine returns the engine of the index in dir. Without names it can only be
// used to inspect an index, not to search or write it.
func newEngine(dir string, names *authority.Authority) search.Engine {
	config := bleveindex.Config{Dir: dir}
	if names != nil {
		config.Thesaurus, config.Resolve, config.Names, config.Kinds = names, names.Resolve, names.Names, names.Kinds
	}
	return bleveindex.New(config)
}

// newJudgedEngine returns an engine that accepts queries as long as a paragraph, and
// has no authority names.
func newJudgedEngine(dir string) search.Engine {
	return bleveindex.New(bleveindex.Config{Dir: dir, MaxClauses: judgedClauses})
}

// judgedClauses limits the words of a judged query.
const judgedClauses = 1000

func (a *app) engine(names *authority.Authority) search.Engine { return newEngine(a.indexDir(), names) }

// openIndex opens the index of the data folder. It prints a message if an index
// other than the published one is used.
func (a *app) openIndex(ctx context.Context, names *authority.Authority) (search.Index, error) {
	index, err := a.engine(names).Open(ctx)
	if err != nil {
		return nil, err
	}
	if reason := index.State().Degraded; reason != nil {
		fmt.Fprintln(a.stderr, "rostrum:", explain(reason))
	}
	return index, nil
}

// power returns of as a P, or an error that says what its engine does not support.
func power[P any](of any, to string) (P, error) {
	p, ok := of.(P)
	if !ok {
		return p, corpus.ErrInvalid.Errorf("this engine cannot %s", to)
	}
	return p, nil
}

// backupIndex adapts an engine to backup.Index.
type backupIndex struct{ search.Engine }

func (b backupIndex) Published(ctx context.Context) (string, error) {
	revision, err := b.Engine.Published(ctx)
	return string(revision), err
}

func (b backupIndex) Files(ctx context.Context) (generation string, files []backup.File, err error) {
	engine, err := power[search.Snapshotter](b.Engine, "be copied")
	if err != nil {
		return "", nil, err
	}
	generation, listed, err := engine.Files(ctx)
	for _, f := range listed {
		files = append(files, backup.File{Name: f.Name, SHA256: f.SHA256})
	}
	return generation, files, err
}

func (b backupIndex) Contains(ctx context.Context, generation string, ids []corpus.ID) (bool, error) {
	engine, err := power[search.Snapshotter](b.Engine, "be copied")
	if err != nil {
		return false, err
	}
	return engine.Contains(ctx, generation, ids)
}

func (b backupIndex) Update(ctx context.Context, from *catalog.Catalog) (string, error) {
	info, err := b.Engine.Update(ctx, from)
	return info.Generation, err
}

func (b backupIndex) Check(ctx context.Context) ([]backup.IndexFault, error) {
	faults, err := b.Engine.Check(ctx)
	var out []backup.IndexFault
	for _, f := range faults {
		out = append(out, backup.IndexFault{Generation: f.Generation, Published: f.Published, OtherVersion: errors.Is(f.Err, search.ErrOtherVersion), Err: f.Err})
	}
	return out, err
}

func (b backupIndex) Inventory(ctx context.Context) (backup.Inventory, error) {
	listed, err := b.Engine.Inventory(ctx)
	out := backup.Inventory{Revision: string(listed.Revision), Catalog: listed.Catalog, Statements: map[corpus.ID]catalog.Seen{}}
	for id, e := range listed.Statements {
		out.Statements[id] = catalog.Seen{Version: e.Version, Pages: e.Pages}
	}
	return out, err
}
