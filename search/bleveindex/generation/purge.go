package generation

import (
	"path/filepath"
	"slices"

	"rostrum/corpus"
	"rostrum/search/bleveindex/segment"
)

// DropHolding removes the generations that hold one of the statements, but for
// the one in use. After a statement was taken down, none may be left that could
// bring it back. The caller holds the lock, as for build.
func DropHolding(dir string, ids []corpus.ID) error {
	inUse, err := Current(dir)
	if err != nil {
		return err
	}
	names, err := generations(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == inUse || !mayHold(filepath.Join(dir, name), ids) {
			continue
		}
		if err := removeGeneration(dir, name); err != nil {
			return err
		}
	}
	return nil
}

// mayHold tells whether a generation has one of the statements, be it among the
// dead; one that cannot be read may.
func mayHold(dir string, ids []corpus.ID) bool {
	m, err := readManifest(dir)
	if err != nil {
		return true
	}
	for _, s := range m.Segments {
		var c segment.Columns
		if err := segment.ReadGob(filepath.Join(dir, s.Name, segment.FileColumns), &c); err != nil {
			return true
		}
		if slices.ContainsFunc(c.IDs, func(id corpus.ID) bool { return slices.Contains(ids, id) }) {
			return true
		}
	}
	return false
}
