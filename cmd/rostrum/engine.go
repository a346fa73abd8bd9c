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

// newEngine is the engine of the index in a folder.
func newEngine(dir string, names *authority.Authority) search.Engine {
	return &engine{bleveindex.Config{Dir: dir, Thesaurus: names, Resolve: names.Resolve, Names: names.Names}}
}

// newJudgedEngine is an engine for questions that can be a paragraph, with nobody's
// names. Its tokens are those that tokens gives.
func newJudgedEngine(dir string) search.Engine {
	return &engine{bleveindex.Config{Dir: dir, MaxClauses: judgedClauses}}
}

// judgedClauses bounds the words of a judged question.
const judgedClauses = 1000

// tokens is how the engine cuts a text into the tokens that it indexes.
func tokens(l corpus.Language, text string) []string { return bleveindex.Tokens(l, text) }

func (a *app) engine(names *authority.Authority) search.Engine { return newEngine(a.indexDir(), names) }

// openIndex opens the index of the data folder. Where something else than the
// published index answers it says so.
func (a *app) openIndex(ctx context.Context, names *authority.Authority) (search.Index, error) {
	index, err := a.engine(names).Open(ctx)
	if err != nil {
		return nil, err
	}
	if reason := index.State().Degraded; reason != nil {
		fmt.Fprintln(a.stderr, "rostrum:", reason)
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

// engine is bleveindex as search wants an engine to be.
type engine struct{ config bleveindex.Config }

var _ interface {
	search.Engine
	search.Snapshotter
} = (*engine)(nil)

func (e *engine) Open(context.Context) (search.Index, error) {
	index, err := bleveindex.Open(e.config)
	if err != nil {
		return nil, known(err)
	}
	return openedIndex{index}, nil
}

func (e *engine) Published(context.Context) (search.Revision, error) {
	generation, err := bleveindex.Current(e.config.Dir)
	return search.Revision(generation), err
}

func (e *engine) Update(ctx context.Context, from search.Catalog) (search.IndexInfo, error) {
	info, err := bleveindex.Update(ctx, e.config, from)
	return info, known(err)
}

func (e *engine) Rebuild(ctx context.Context, from search.Catalog) (search.IndexInfo, error) {
	revision, err := from.Revision(ctx)
	if err != nil {
		return search.IndexInfo{}, err
	}
	info, err := bleveindex.Build(ctx, e.config, revision, from.All(ctx))
	return info, known(err)
}

func (e *engine) Purge(_ context.Context, ids []corpus.ID) error {
	return bleveindex.DropHolding(e.config.Dir, ids)
}

func (e *engine) Check(context.Context) ([]search.Fault, error) {
	faults, err := bleveindex.Check(e.config.Dir)
	var out []search.Fault
	for _, f := range faults {
		out = append(out, search.Fault{Generation: f.Generation, Published: f.InUse, Err: known(f.Err)})
	}
	return out, known(err)
}

func (e *engine) Inventory(context.Context) (search.Inventory, error) {
	held, err := bleveindex.Hold(e.config.Dir)
	out := search.Inventory{Generation: held.Generation, Revision: search.Revision(held.Generation), Catalog: held.Revision, Statements: map[corpus.ID]search.Entry{}}
	for id, s := range held.Statements {
		out.Statements[id] = search.Entry(s)
	}
	return out, known(err)
}

func (e *engine) Files(context.Context) (generation string, files []search.File, err error) {
	generation, listed, err := bleveindex.Files(e.config.Dir)
	for _, f := range listed {
		files = append(files, search.File(f))
	}
	return generation, files, known(err)
}

func (e *engine) Contains(_ context.Context, generation string, ids []corpus.ID) (bool, error) {
	return bleveindex.Remembers(e.config.Dir, generation, ids)
}

// openedIndex is an index of bleveindex.
type openedIndex struct{ *bleveindex.Index }

func (o openedIndex) State() search.State {
	info := o.Info()
	s := search.State{IndexInfo: info, Revision: search.Revision(info.Generation), Catalog: o.Revision(), Outdated: o.Outdated()}
	if reason := o.Degraded(); reason != "" {
		s.Degraded = errors.New(reason)
	}
	return s
}

// known gives an error the kind that search has for it.
func known(err error) error {
	switch {
	case errors.Is(err, bleveindex.ErrOtherVersion):
		return &ofKind{err, search.ErrOtherVersion}
	case errors.Is(err, bleveindex.ErrNone):
		return &ofKind{err, search.ErrNotBuilt}
	}
	return err
}

type ofKind struct{ err, kind error }

func (e *ofKind) Error() string        { return e.err.Error() }
func (e *ofKind) Unwrap() error        { return e.err }
func (e *ofKind) Is(target error) bool { return target == e.kind }

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
