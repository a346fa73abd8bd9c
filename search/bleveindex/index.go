package bleveindex

import (
	"context"
	"runtime/debug"
	"sync"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
	"rostrum/search/bleveindex/suggest"
)

// Index answers requests from one generation. It is safe for concurrent use until it
// is closed.
type Index struct {
	cfg       Config
	analyzers []*analysis.Analyzer
	gen       *generation.Generation

	suggester *suggest.Suggester
	scratch   sync.Pool // *scratch
	norms     []float64 // by statement, see lengthNorm
	counts    *segment.CountCache
	whole     sync.Map          // facetCounts by wholeKey
	languages func() *languages // computed on first use
}

// countBytes limits the memory for unpacked postings of the most frequently searched
// words.
const countBytes = 48 << 20

func newIndex(cfg Config, gen *generation.Generation) *Index {
	ix := &Index{cfg: cfg, analyzers: analysis.NewAnalyzers(), gen: gen, norms: norms(gen), counts: segment.NewCountCache(countBytes)}
	ix.languages = sync.OnceValue(ix.layOutLanguages)
	ix.scratch.New = func() any { return newScratch(gen) }
	ix.suggester = suggest.NewSuggester(gen, ix.analyzers, cfg.Names, ix.Search)
	return ix
}

// Suggest completes what was typed; see search.Suggester.
func (ix *Index) Suggest(ctx context.Context, req search.SuggestRequest) (*search.Suggestions, error) {
	return guarded(ctx, "suggest", func() (*search.Suggestions, error) { return ix.suggester.Suggest(ctx, req) })
}

// Spell checks the spelling of a word; see search.Speller.
func (ix *Index) Spell(ctx context.Context, req search.SpellRequest) (search.Spelling, error) {
	return guarded(ctx, "spell", func() (search.Spelling, error) { return ix.suggester.Spell(ctx, req) })
}

// guarded answers a request, and converts panics to errors: the segment format is
// read by third-party code, which may panic if files changed after they were
// verified.
func guarded[T any](ctx context.Context, kind string, answer func() (T, error)) (out T, err error) {
	defer func() {
		if p := recover(); p != nil {
			zerolog.Ctx(ctx).Error().Interface("panic", p).Bytes("stack", debug.Stack()).Msg(kind)
			var none T
			out, err = none, corpus.ErrNoIndex.Errorf("reading it went wrong: %w", search.ErrDamaged)
		}
	}()
	return answer()
}

var (
	_ search.Index     = (*Index)(nil)
	_ search.Marker    = (*Index)(nil)
	_ search.Quoter    = (*Index)(nil)
	_ search.Trender   = (*Index)(nil)
	_ search.Suggester = (*Index)(nil)
	_ search.Comparer  = (*Index)(nil)
	_ search.Speller   = (*Index)(nil)
	_ search.Lexicon   = (*Index)(nil)
)

// State describes the index; see search.Index.
func (ix *Index) State() search.State {
	g := ix.gen
	return search.State{IndexInfo: g.Info, Revision: search.Revision(g.Info.Generation), Catalog: g.Catalog, Outdated: g.Outdated, Degraded: g.Degraded}
}

// Close frees the resources of the index. No request may be running.
func (ix *Index) Close() error {
	ix.suggester.Close()
	return ix.gen.Close()
}

func (ix *Index) queryContext() search.QueryContext {
	return search.QueryContext{Thesaurus: ix.cfg.Thesaurus, Resolve: ix.cfg.Resolve, MaxClauses: ix.cfg.MaxClauses}
}
