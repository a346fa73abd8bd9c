package bleveindex

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"rostrum/corpus"
	"rostrum/search/bleveindex/segment"
)

// fault is a generation that is not as it should be, and why.
type fault struct {
	Generation string // "" where no generation can be told to be in use
	InUse      bool
	Err        error // is errOtherVersion where it is whole and not for this version
}

// check reads every generation kept in dir, byte by byte. It may be called while
// another process writes: what that removes meanwhile is no fault. Where nothing
// was ever indexed the error wraps ErrNone.
func check(dir string) ([]fault, error) {
	names, err := generations(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(names) == 0 {
		return nil, fmt.Errorf("%w: %w", corpus.ErrNoIndex, notBuilt{dir})
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", corpus.ErrNoIndex, err)
	}
	inUse, err := currentName(dir)
	var faults []fault
	if err != nil {
		faults = append(faults, fault{InUse: true, Err: fmt.Errorf("the name of the generation in use cannot be read: %w", err)})
	} else if _, gone := os.Stat(filepath.Join(dir, inUse)); errors.Is(gone, fs.ErrNotExist) {
		if now, _ := currentName(dir); now == inUse { // it was not replaced meanwhile
			faults = append(faults, fault{InUse: true, Err: fmt.Errorf("%s names %s, which is not there", fileCurrent, inUse)})
		}
	}
	for _, name := range names {
		_, err := verify(filepath.Join(dir, name))
		if err == nil {
			continue
		}
		if _, gone := os.Stat(filepath.Join(dir, name)); errors.Is(gone, fs.ErrNotExist) {
			continue
		}
		faults = append(faults, fault{name, name == inUse, err})
	}
	return faults, nil
}

// contains tells whether a generation has one of some statements in its files,
// be it as one that is dead: nobody finds it, and its bytes are there.
func contains(dir, generation string, ids []corpus.ID) (bool, error) {
	gone := map[corpus.ID]bool{}
	for _, id := range ids {
		gone[id] = true
	}
	dir = filepath.Join(dir, generation)
	m, err := readManifest(dir)
	if err != nil {
		return false, fmt.Errorf("%w: generation %s: %w", corpus.ErrNoIndex, generation, err)
	}
	for _, s := range m.Segments {
		var c segment.Columns
		if err := segment.ReadGob(filepath.Join(dir, s.Name, segment.FileColumns), &c); err != nil {
			return false, fmt.Errorf("%w: generation %s: %w", corpus.ErrNoIndex, generation, err)
		}
		if slices.ContainsFunc(c.IDs, func(id corpus.ID) bool { return gone[id] }) {
			return true, nil
		}
	}
	return false, nil
}

// entry is what an index holds of a statement.
type entry struct {
	Version int64 // see corpus.Statement
	Pages   int
}

// inventory is what the generation in use holds.
type inventory struct {
	Generation string
	Revision   string // of the catalogue it was built from
	Statements map[corpus.ID]entry
}

// takeInventory reads what the generation in use holds, after Check found it whole.
func takeInventory(dir string) (inventory, error) {
	h := inventory{Statements: map[corpus.ID]entry{}}
	name, err := currentName(dir)
	if err != nil {
		return h, fmt.Errorf("%w: %w", corpus.ErrNoIndex, err)
	}
	h.Generation = name
	m, err := readManifest(filepath.Join(dir, name))
	if err != nil {
		return h, fmt.Errorf("%w: %w", corpus.ErrNoIndex, err)
	}
	g, err := openGeneration(filepath.Join(dir, name), m)
	if err != nil {
		return h, fmt.Errorf("%w: %w", corpus.ErrNoIndex, err)
	}
	defer g.close()
	h.Revision = m.Revision
	g.eachLive(func(doc uint32) {
		s, n := g.locate(doc)
		r, e := s.Record(n)
		if e != nil {
			err = cmp.Or(err, e)
			return
		}
		h.Statements[s.Columns.IDs[n]] = entry{s.Columns.Versions[n], len(r.Pages)}
	})
	return h, err
}
