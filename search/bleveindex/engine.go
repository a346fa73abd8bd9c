package bleveindex

import (
	"context"
	"fmt"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
)

// Engine is the embedded engine of one folder; see search.Engine.
type Engine struct {
	cfg   Config
	store generation.Store
}

var (
	_ search.Engine      = (*Engine)(nil)
	_ search.Snapshotter = (*Engine)(nil)
)

// merging is changed only by tests.
var merging = generation.DefaultMerging

// New returns an engine. It does not access the folder yet.
func New(cfg Config) *Engine {
	return &Engine{cfg, generation.Store{Dir: cfg.Dir, Authority: analysis.Authority{Names: cfg.Names, Kinds: cfg.Kinds}, Probe: probe, Merging: merging}}
}

// probe runs a search for everything on a new generation.
func probe(ctx context.Context, g *generation.Generation) error {
	res, err := newIndex(Config{}, g).Search(ctx, search.Request{Size: 1, Documents: true})
	if err == nil && res.Total != g.Documents {
		err = fmt.Errorf("it finds %d statements of %d", res.Total, g.Documents)
	}
	return err
}

// Open implements search.Engine. It verifies every byte against its checksum first.
func (e *Engine) Open(ctx context.Context) (search.Index, error) {
	g, err := e.store.Open(ctx)
	if err != nil {
		return nil, err
	}
	return newIndex(e.cfg, g), nil
}

// Published implements search.Engine: the revision is the name of the generation.
func (e *Engine) Published(ctx context.Context) (search.Revision, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	name, err := e.store.Current()
	return search.Revision(name), err
}

// Update implements search.Engine.
func (e *Engine) Update(ctx context.Context, from search.Catalog) (search.IndexInfo, error) {
	info, err := e.store.Update(ctx, from)
	if err != nil {
		return search.IndexInfo{}, fmt.Errorf("update index: %w", err)
	}
	return info, nil
}

// Rebuild implements search.Engine.
func (e *Engine) Rebuild(ctx context.Context, from search.Catalog) (search.IndexInfo, error) {
	revision, err := from.Revision(ctx)
	if err == nil {
		var info search.IndexInfo
		if info, err = e.store.Build(ctx, revision, from.All(ctx)); err == nil {
			return info, nil
		}
	}
	return search.IndexInfo{}, fmt.Errorf("build index: %w", err)
}

// Purge implements search.Engine.
func (e *Engine) Purge(ctx context.Context, ids []corpus.ID) error {
	if err := e.store.Purge(ctx, ids); err != nil {
		return fmt.Errorf("remove older generations of the index: %w", err)
	}
	return nil
}

// Check implements search.Engine.
func (e *Engine) Check(ctx context.Context) ([]search.Fault, error) { return e.store.Check(ctx) }

// Inventory implements search.Engine.
func (e *Engine) Inventory(ctx context.Context) (search.Inventory, error) {
	return e.store.Inventory(ctx)
}

// Files implements search.Snapshotter.
func (e *Engine) Files(ctx context.Context) (generation string, files []search.File, err error) {
	return e.store.Files(ctx)
}

// Contains implements search.Snapshotter.
func (e *Engine) Contains(ctx context.Context, generation string, ids []corpus.ID) (bool, error) {
	return e.store.Contains(ctx, generation, ids)
}

// Config configures an Engine. Only Dir is required.
type Config struct {
	// Dir is the folder of the index. Update and Rebuild create it.
	Dir string
	// Thesaurus adds other names and translations to queries; nil adds none.
	Thesaurus search.Thesaurus
	// Resolve returns the id for the name in a field of a query. Unknown names are
	// used as ids.
	Resolve func(f corpus.Field, name string) (id string, ok bool)
	// Names returns the names of an id in all languages, by which statements of
	// organizations, sessions and topics are found.
	Names func(f corpus.Field, id string) []string
	// Kinds returns the kinds of organization among the authors of a statement; if
	// nil, that facet is empty.
	Kinds func(authors []corpus.OrgID) []corpus.KindID
	// MaxClauses limits the words and phrases of a query; 0 means
	// search.DefaultMaxClauses.
	MaxClauses int
}
