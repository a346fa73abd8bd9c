package bleveindex

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/suggest"
)

// Index answers requests from one generation. It is safe for concurrent use
// until it is closed.
type Index struct {
	cfg       Config
	languages []*analysis.LanguageReading
	gen       *generation.Generation

	suggester *suggest.Suggester
	scratch   sync.Pool // *scratch
	// byLanguage is laid out when it is first asked for.
	byLanguage func() ([]languageSets, []float64)
}

func newIndex(cfg Config, gen *generation.Generation) *Index {
	ix := &Index{cfg: cfg, languages: analysis.NewLanguages(), gen: gen}
	ix.byLanguage = sync.OnceValues(ix.layOutLanguages)
	ix.scratch.New = func() any { return newScratch(gen) }
	ix.suggester = suggest.NewSuggester(gen, ix.languages, cfg.Names, ix.Search)
	return ix
}

// Suggest completes what was typed; see search.Suggester.
func (ix *Index) Suggest(ctx context.Context, req search.SuggestRequest) (*search.Suggestions, error) {
	return ix.suggester.Suggest(ctx, req)
}

// Spell looks up how a word is spelt here; see search.Speller.
func (ix *Index) Spell(ctx context.Context, req search.SpellRequest) (spelling search.Spelling, err error) {
	defer func() {
		if p := recover(); p != nil { // see Search
			zerolog.Ctx(ctx).Error().Interface("panic", p).Bytes("stack", debug.Stack()).Msg("spell")
			err = fmt.Errorf("%w: reading it went wrong; check it with: rostrum verify", corpus.ErrNoIndex)
		}
	}()
	return ix.suggester.Spell(ctx, req)
}

var (
	_ search.Searcher  = (*Index)(nil)
	_ search.Marker    = (*Index)(nil)
	_ search.Quoter    = (*Index)(nil)
	_ search.Trender   = (*Index)(nil)
	_ search.Suggester = (*Index)(nil)
	_ search.Comparer  = (*Index)(nil)
	_ search.Speller   = (*Index)(nil)
)

// Close frees what the index holds. No request may be under way.
func (ix *Index) Close() error { return ix.gen.Close() }

// Info says which generation answers, and how many statements it holds.
func (ix *Index) Info() search.IndexInfo { return ix.gen.Info }

// Revision is that of the catalogue the index was built from.
func (ix *Index) Revision() string { return ix.gen.Revision }

// Degraded is "" when the generation in use answers, and otherwise a sentence
// that says what is wrong, which generation answers instead and what to do.
func (ix *Index) Degraded() string { return ix.gen.Degraded }

// Outdated tells whether the generation in use was made by another version of
// this program, so that it is to be made anew, even if it answers meanwhile.
func (ix *Index) Outdated() bool { return ix.gen.Outdated }

func (ix *Index) reading() search.Reading {
	return search.Reading{Thesaurus: ix.cfg.Thesaurus, Resolve: ix.cfg.Resolve, MaxClauses: ix.cfg.MaxClauses}
}
