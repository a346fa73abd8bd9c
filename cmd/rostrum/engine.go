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

// The engines this program has are known here alone; everything else is handed
// what the package search describes.

// newEngine is the engine of the index in a folder. Without names it is good for
// whatever asks no questions and writes nothing.
func newEngine(dir string, names *authority.Authority) search.Engine {
	config := bleveindex.Config{Dir: dir}
	if names != nil {
		config.Thesaurus, config.Resolve, config.Names, config.Kinds = names, names.Resolve, names.Names, names.Kinds
	}
	return bleveindex.New(config)
}

// newJudgedEngine is an engine for questions that can be a paragraph, with nobody's
// names.
func newJudgedEngine(dir string) search.Engine {
	return bleveindex.New(bleveindex.Config{Dir: dir, MaxClauses: judgedClauses})
}

// judgedClauses bounds the words of a judged question.
const judgedClauses = 1000

func (a *app) engine(names *authority.Authority) search.Engine { return newEngine(a.indexDir(), names) }

// openIndex opens the index of the data folder. Where something else than the
// published index answers it says so.
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

// power is a power of an engine or an index, or an error that says that its engine lacks it.
func power[P any](of any, to string) (P, error) {
	p, ok := of.(P)
	if !ok {
		return p, corpus.ErrInvalid.Errorf("this engine cannot %s", to)
	}
	return p, nil
}

// backupIndex is the index of an engine as a backup wants it.
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
