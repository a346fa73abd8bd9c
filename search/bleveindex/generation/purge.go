package generation

import (
	"context"
	"path/filepath"
	"slices"

	"rostrum/corpus"
	"rostrum/search/bleveindex/segment"
)

// Purge removes the generations that hold one of the statements, but for the
// published one, of which Update sees to that. After a statement was taken down,
// none may be left that could bring it back. One that cannot be read may hold it.
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

// Contains tells whether a generation has one of the statements in its files, be
// it behind a tombstone: nobody finds it, and its bytes are there.
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
