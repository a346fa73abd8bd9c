package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
)

// What stands here is what New replaces. It is to be deleted once its callers
// hold an Engine.

// Catalog is what an index is kept up to date with.
type Catalog = search.Catalog

// Reasons for which there is nothing to open.
var (
	ErrNone         = search.ErrNotBuilt
	ErrOtherVersion = search.ErrOtherVersion
)

type (
	// Fault is a generation that is not as it should be, and why.
	Fault struct {
		Generation string
		InUse      bool
		Err        error
	}
	// File is a file in the folder of an index.
	File = search.File
	// Held is what an index holds of a statement.
	Held = search.Entry
	// Holdings is what the generation in use holds.
	Holdings struct {
		Generation string
		Revision   string // of the catalogue it was built from
		Statements map[corpus.ID]Held
	}
)

// Open opens the index in a folder; see Engine.Open.
func Open(cfg Config) (*Index, error) {
	ix, err := New(cfg).Open(context.Background())
	if err != nil {
		return nil, advised(err)
	}
	return ix.(*Index), nil
}

// advised says what to do about an index that cannot be used.
func advised(err error) error {
	switch {
	case errors.Is(err, search.ErrNotBuilt):
		return fmt.Errorf("%w; make one with: rostrum index SOURCE", err)
	case errors.Is(err, corpus.ErrNoIndex):
		return fmt.Errorf("%w; rebuild it with: rostrum index --rebuild", err)
	}
	return err
}

// Build writes a new generation; see Engine.Rebuild.
func Build(ctx context.Context, cfg Config, revision string, statements iter.Seq2[corpus.Statement, error]) (search.IndexInfo, error) {
	e := New(cfg)
	info, err := e.store.Build(ctx, revision, statements)
	if err != nil {
		return search.IndexInfo{}, fmt.Errorf("build index: %w", err)
	}
	return info, nil
}

// Update brings the index in line with a catalogue; see Engine.Update.
func Update(ctx context.Context, cfg Config, catalog Catalog) (search.IndexInfo, error) {
	return New(cfg).Update(ctx, catalog)
}

// Check reads every generation; see Engine.Check.
func Check(dir string) ([]Fault, error) {
	faults, err := New(Config{Dir: dir}).Check(context.Background())
	var out []Fault
	for _, f := range faults {
		out = append(out, Fault{f.Generation, f.Published, f.Err})
	}
	if err != nil {
		return nil, advised(err)
	}
	return out, nil
}

// Verify is Check for who only asks whether all is whole.
func Verify(dir string) error {
	faults, err := Check(dir)
	if err != nil {
		return err
	}
	if len(faults) == 0 {
		return nil
	}
	f := faults[0]
	if f.Generation == "" {
		return advised(fmt.Errorf("%w: %w", corpus.ErrNoIndex, f.Err))
	}
	return advised(fmt.Errorf("%w: generation %s: %w", corpus.ErrNoIndex, f.Generation, f.Err))
}

// Remembers is Engine.Contains.
func Remembers(dir, name string, ids []corpus.ID) (bool, error) {
	return New(Config{Dir: dir}).Contains(context.Background(), name, ids)
}

// Hold is Engine.Inventory.
func Hold(dir string) (Holdings, error) {
	in, err := New(Config{Dir: dir}).Inventory(context.Background())
	return Holdings{in.Generation, in.Catalog, in.Statements}, err
}

// Files is Engine.Files.
func Files(dir string) (name string, files []File, err error) {
	return New(Config{Dir: dir}).Files(context.Background())
}

// DropHolding is Engine.Purge.
func DropHolding(dir string, ids []corpus.ID) error {
	return New(Config{Dir: dir}).Purge(context.Background(), ids)
}

// Current is Engine.Published.
func Current(dir string) (string, error) {
	name, err := New(Config{Dir: dir}).Published(context.Background())
	return string(name), err
}

// Revision is the revision of the catalogue that the index in dir was built
// from; "" where there is none that this version can use.
func Revision(dir string) (string, error) {
	in, err := New(Config{Dir: dir}).Inventory(context.Background())
	if err != nil {
		return "", nil
	}
	return in.Catalog, nil
}

// Info is State().IndexInfo.
func (ix *Index) Info() search.IndexInfo { return ix.gen.Info }

// Revision is State().Catalog.
func (ix *Index) Revision() string { return ix.gen.Catalog }

// Degraded is State().Degraded in words, with what to do.
func (ix *Index) Degraded() string {
	if ix.gen.Degraded == nil {
		return ""
	}
	return ix.gen.Degraded.Error() + "; rebuild the index with: rostrum index --rebuild"
}

// Outdated is State().Outdated.
func (ix *Index) Outdated() bool { return ix.gen.Outdated }

// Tokens is analysis.Tokens.
func Tokens(l corpus.Language, text string) []string { return analysis.Tokens(l, text) }
