package generation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"rostrum/corpus"
	"rostrum/search"
)

// Open verifies the published generation byte by byte and opens it. If it is damaged,
// the newest intact one is opened instead, and Degraded is set. Errors are those of
// search.Engine.
func (st *Store) Open(ctx context.Context) (*Generation, error) {
	for {
		published, unnamed := st.Current()
		g, err := st.openBest(ctx, published, unnamed)
		if err == nil && g.Degraded == nil || ctx.Err() != nil {
			return g, err
		}
		// A generation replaced while it was read may have been removed; it is not
		// damaged.
		if now, _ := st.Current(); now == published {
			return g, err
		}
		if err == nil {
			_ = g.Close() // it was only read
		}
	}
}

// openBest opens the published generation, or else the newest intact one. unnamed is
// the error if it is not known which one is published.
func (st *Store) openBest(ctx context.Context, published string, unnamed error) (*Generation, error) {
	names, err := st.generations()
	if err != nil {
		return nil, corpus.ErrNoIndex.Errorf("%w", err)
	}
	slices.Reverse(names)
	var wrong error
	if unnamed != nil {
		wrong = fmt.Errorf("the name of the generation in use cannot be read: %w", unnamed)
	} else {
		names = append([]string{published}, slices.DeleteFunc(names, func(n string) bool { return n == published })...)
	}
	for _, name := range names {
		g, err := st.openOne(ctx, name)
		if err == nil {
			if wrong != nil {
				g.Degraded = fmt.Errorf("%w; generation %s answers instead", wrong, name)
				g.Outdated = errors.Is(wrong, search.ErrOtherVersion)
			}
			return g, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		wrong = cmp.Or(wrong, fmt.Errorf("generation %s: %w", name, err))
	}
	return nil, corpus.ErrNoIndex.Errorf("%w", wrong)
}

func (st *Store) openOne(ctx context.Context, name string) (*Generation, error) {
	dir := filepath.Join(st.Dir, name)
	m, err := verify(ctx, dir)
	if err != nil {
		return nil, err
	}
	return openGeneration(dir, m)
}

// generations lists the generations, oldest first. Without any, nothing was ever
// indexed.
func (st *Store) generations() ([]string, error) {
	names, err := generationsIn(st.Dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(names) == 0 {
		return nil, notBuiltError{st.Dir}
	}
	return names, err
}
