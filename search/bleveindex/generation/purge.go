package generation

import (
	"context"
	"path/filepath"
	"slices"

	"rostrum/corpus"
	"rostrum/search/bleveindex/segment"
)

// Purge removes all generations with one of the statements, except the published one,
// which Update has rewritten. After a statement was taken down, no generation may be
// left that could bring it back. A generation that cannot be read may contain it, and
// is removed.
func (st *Store) Purge(ctx context.Context, ids []corpus.ID) error {
	if len(ids) == 0 {
		return nil
	}
	published, err := st.Current()
	if err != nil {
		return err
	}
	names, err := st.generations()
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == published {
			continue
		}
		holds, err := st.Contains(ctx, name, ids)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if holds || err != nil {
			if err := removeGeneration(st.Dir, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// Contains reports whether a generation has one of the statements in its files, even
// behind a tombstone: searches do not find it, but its bytes are there.
func (st *Store) Contains(ctx context.Context, name string, ids []corpus.ID) (bool, error) {
	wanted := map[corpus.ID]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	dir := filepath.Join(st.Dir, name)
	m, err := readManifest(dir)
	if err != nil {
		return false, corpus.ErrNoIndex.Errorf("generation %s: %w", name, err)
	}
	for _, s := range m.Segments {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		c, err := segment.ReadColumns(filepath.Join(dir, s.Name))
		if err != nil {
			return false, corpus.ErrNoIndex.Errorf("generation %s: %w", name, err)
		}
		if slices.ContainsFunc(c.IDs, func(id corpus.ID) bool { return wanted[id] }) {
			return true, nil
		}
	}
	return false, nil
}
