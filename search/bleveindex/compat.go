package bleveindex

import (
	"context"
	"fmt"
	"iter"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
)

// Config says where an index lies and how the names in it are to be understood.
// Only Dir is needed.
type Config struct {
	// Dir holds the generations of the index. Build makes it.
	Dir string
	// Thesaurus adds the other names of what a query names; nil adds none.
	Thesaurus search.Thesaurus
	// Resolve turns the name after a field in a query into the id in the
	// statements; a name it does not know stands for itself.
	Resolve func(f corpus.Field, name string) (id string, ok bool)
	// Names lists the names of an id in all languages, so that statements are
	// found by the names of their organizations, sessions and topics.
	Names func(f corpus.Field, id string) []string
	// MaxClauses bounds the words and phrases of one query; 0 means search.DefaultMaxClauses.
	MaxClauses int
}

// merging is changed by tests only.
var merging = generation.DefaultMerging

func (cfg Config) store() *generation.Store {
	return &generation.Store{Dir: cfg.Dir, Names: cfg.Names, Merging: merging, Probe: func(ctx context.Context, g *generation.Generation) error {
		res, err := newIndex(Config{}, g).Search(ctx, search.Request{Size: 1, Documents: true})
		if err == nil && res.Total != g.Documents {
			err = fmt.Errorf("it finds %d statements of %d", res.Total, g.Documents)
		}
		return err
	}}
}

// Build writes a new generation from the statements of a catalogue and makes it
// the one in use. The one before is kept for Open to fall back to, older ones
// are removed. Until Build returns, nothing of what was there changes.
//
// revision is the catalogue's; Revision gives it back. Only one Build may write
// to a folder at a time: the caller holds the lock that sees to it.
func Build(ctx context.Context, cfg Config, revision string, statements iter.Seq2[corpus.Statement, error]) (search.IndexInfo, error) {
	info, err := cfg.store().Build(ctx, revision, statements)
	if err != nil {
		return search.IndexInfo{}, fmt.Errorf("build index: %w", err)
	}
	return info, nil
}

// Catalog is what an index is kept up to date with.
type Catalog = search.Catalog

// Update brings the index in line with a catalogue that nobody else changes
// meanwhile. What has changed since the generation in use was made is written
// beside links to the files of that generation; where it is much, or where that
// generation is damaged or cannot be added to, all is written anew as by Build.
// As with Build, nothing of what was there changes until Update returns.
//
// What has changed is found by comparing versions, not by what a run of the
// program remembers to have done: after a crash the next Update brings it all.
func Update(ctx context.Context, cfg Config, catalog Catalog) (search.IndexInfo, error) {
	info, err := cfg.store().Update(ctx, catalog)
	if err != nil {
		return search.IndexInfo{}, fmt.Errorf("update index: %w", err)
	}
	return info, nil
}

// Open checks the generation in use byte by byte and opens it. If it is damaged
// the one before it is opened instead, and Degraded says so. The error wraps
// corpus.ErrNoIndex where there is none that can be used, and ErrOtherVersion
// too if that is because of the version that made the one in use.
func Open(cfg Config) (*Index, error) {
	g, err := generation.Open(cfg.Dir)
	if err != nil {
		return nil, err
	}
	return newIndex(cfg, g), nil
}

// Reasons for which there is nothing to open.
var (
	// ErrNone says that nothing was ever indexed.
	ErrNone = generation.ErrNone
	// ErrOtherVersion says that a generation is of a form, or of words, that this
	// version does not read.
	ErrOtherVersion = generation.ErrOtherVersion
)

// What a folder of generations consists of, holds, and has wrong.
type (
	Fault    = generation.Fault
	File     = generation.File
	Held     = generation.Entry
	Holdings = generation.Inventory
)

// Check reads every generation kept in dir, byte by byte. It may be called while
// another process writes: what that removes meanwhile is no fault. Where nothing
// was ever indexed the error wraps ErrNone.
func Check(dir string) ([]Fault, error) { return generation.Check(dir) }

// Verify is Check for who only asks whether all is whole. It returns an error
// wrapping corpus.ErrNoIndex that names the first generation that is damaged.
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
		return fmt.Errorf("%w: %w; rebuild it with: rostrum index --rebuild", corpus.ErrNoIndex, f.Err)
	}
	return fmt.Errorf("%w: generation %s: %w; rebuild it with: rostrum index --rebuild", corpus.ErrNoIndex, f.Generation, f.Err)
}

// Remembers tells whether a generation has one of some statements in its files,
// be it as one that is dead: nobody finds it, and its bytes are there.
func Remembers(dir, name string, ids []corpus.ID) (bool, error) {
	return generation.Contains(dir, name, ids)
}

// Hold reads what the generation in use holds, after Check found it whole.
func Hold(dir string) (Holdings, error) { return generation.TakeInventory(dir) }

// Files lists all files that the generation in use consists of, and the one
// that says that it is in use: whoever copies them has an index. They are listed
// by their manifest, not read. Where no index can be used the error wraps
// corpus.ErrNoIndex.
func Files(dir string) (name string, files []File, err error) { return generation.FilesOf(dir) }

// DropHolding removes the generations that hold one of the statements, but for
// the one in use. After a statement was taken down, none may be left that could
// bring it back. The caller holds the lock, as for Build.
func DropHolding(dir string, ids []corpus.ID) error {
	if len(ids) == 0 {
		return nil
	}
	if err := generation.DropHolding(dir, ids); err != nil {
		return fmt.Errorf("remove older generations of the index: %w", err)
	}
	return nil
}

// Current is the name of the generation in use in dir.
func Current(dir string) (string, error) { return generation.Current(dir) }

// Revision is the revision of the catalogue that the index in dir was built
// from. It is "" where there is no index that this version can use, so that the
// caller builds one.
func Revision(dir string) (string, error) { return generation.BuiltFrom(dir) }

// Tokens are the stems that a text in a language is indexed by; see analysis.Tokens.
func Tokens(l corpus.Language, text string) []string { return analysis.Tokens(l, text) }
