package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"

	"rostrum/corpus"
	"rostrum/search"
)

// Index answers requests from one generation. It is safe for concurrent use
// until it is closed.
type Index struct {
	cfg       Config
	languages []*languageReading
	gen       *generation
	revision  string
	degraded  string
	outdated  bool

	suggestions func() map[search.SuggestionKind]*suggestions // made when they are first asked for
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

// Open checks the generation in use byte by byte and opens it. If it is damaged
// the one before it is opened instead, and Degraded says so. The error wraps
// corpus.ErrNoIndex where there is none that can be used, and ErrOtherVersion
// too if that is because of the version that made the one in use.
func Open(cfg Config) (*Index, error) {
	for {
		inUse, unnamed := Current(cfg.Dir)
		ix, err := openBest(cfg, inUse, unnamed)
		if err == nil && ix.degraded == "" {
			return ix, nil
		}
		// One that was replaced while it was read may be gone, and not damaged.
		if now, _ := Current(cfg.Dir); now == inUse {
			return ix, err
		}
		if err == nil {
			_ = ix.Close() // it was only read
		}
	}
}

// openBest opens the generation in use, or else the newest that is whole.
// unnamed is why it is not known which one is in use.
func openBest(cfg Config, inUse string, unnamed error) (*Index, error) {
	names, err := generations(cfg.Dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(names) == 0 {
		return nil, fmt.Errorf("%w: %w", corpus.ErrNoIndex, noneError{cfg.Dir})
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", corpus.ErrNoIndex, err)
	}
	slices.Reverse(names)
	var wrong error
	if unnamed != nil {
		wrong = fmt.Errorf("the name of the generation in use cannot be read: %w", unnamed)
	} else {
		names = append([]string{inUse}, slices.DeleteFunc(names, func(n string) bool { return n == inUse })...)
	}
	for _, name := range names {
		ix, err := open(cfg, name)
		if err == nil {
			if wrong != nil {
				ix.degraded = fmt.Sprintf("%v; generation %s answers instead; rebuild the index with: rostrum index --rebuild", wrong, name)
				ix.outdated = errors.Is(wrong, ErrOtherVersion)
			}
			return ix, nil
		}
		wrong = firstError(wrong, fmt.Errorf("generation %s: %w", name, err))
	}
	return nil, fmt.Errorf("%w: %w; rebuild it with: rostrum index --rebuild", corpus.ErrNoIndex, wrong)
}

// ErrNone says that nothing was ever indexed.
var ErrNone = errors.New("there is no index yet")

type noneError struct{ dir string }

func (e noneError) Error() string {
	return fmt.Sprintf("there is no index in %s yet; make one with: rostrum index SOURCE", e.dir)
}

func (noneError) Is(target error) bool { return target == ErrNone }

func open(cfg Config, name string) (*Index, error) {
	dir := filepath.Join(cfg.Dir, name)
	m, err := verify(dir)
	if err != nil {
		return nil, err
	}
	gen, err := openGeneration(dir, m)
	if err != nil {
		return nil, err
	}
	return &Index{
		cfg: cfg, languages: newLanguages(), gen: gen, revision: m.Revision, outdated: m.Mapping != mappingVersion,
		suggestions: sync.OnceValue(func() map[search.SuggestionKind]*suggestions { return newSuggestions(gen, cfg.Names) }),
	}, nil
}

// Close frees what the index holds. No request may be under way.
func (ix *Index) Close() error { return ix.gen.close() }

// Info says which generation answers, and how many statements it holds.
func (ix *Index) Info() search.IndexInfo { return ix.gen.info }

// Revision is that of the catalogue the index was built from.
func (ix *Index) Revision() string { return ix.revision }

// Degraded is "" when the generation in use answers, and otherwise a sentence
// that says what is wrong, which generation answers instead and what to do.
func (ix *Index) Degraded() string { return ix.degraded }

// Outdated tells whether the generation in use was made by another version of
// this program, so that it is to be made anew, even if it answers meanwhile.
func (ix *Index) Outdated() bool { return ix.outdated }

func (ix *Index) reading() search.Reading {
	return search.Reading{Thesaurus: ix.cfg.Thesaurus, Resolve: ix.cfg.Resolve, MaxClauses: ix.cfg.MaxClauses}
}

// probe asks a generation that was just written what it must know: how many
// statements it holds, and that the first and the last are read back whole.
func probe(ctx context.Context, dir string, m manifest) error {
	gen, err := openGeneration(dir, m)
	if err != nil {
		return err
	}
	defer gen.close()
	ix := &Index{languages: newLanguages(), gen: gen}
	all, err := ix.Search(ctx, search.Request{Size: 1, Documents: true})
	if err != nil {
		return err
	}
	if all.Total != m.Documents {
		return fmt.Errorf("it holds %d statements instead of %d", all.Total, m.Documents)
	}
	if gen.size() == 0 {
		return nil
	}
	for _, doc := range []int{0, gen.size() - 1} {
		s, n := gen.locate(uint32(doc))
		r, err := s.record(n)
		if err != nil {
			return err
		}
		pages := 0
		if err := s.pages(r, func(int, corpus.Page) bool { pages++; return true }); err != nil {
			return err
		}
		if pages != len(r.Pages) {
			return fmt.Errorf("statement %s has %d pages of text instead of %d", r.Statement.ID, pages, len(r.Pages))
		}
	}
	return nil
}
