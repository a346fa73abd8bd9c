package generation

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

// Fault is a generation that is not as it should be, and why.
type Fault struct {
	Generation string // "" where no generation can be told to be in use
	InUse      bool
	Err        error // is errOtherVersion where it is whole and not for this version
}

// Check reads every generation kept in dir, byte by byte. It may be called while
// another process writes: what that removes meanwhile is no fault. Where nothing
// was ever indexed the error wraps ErrNone.
func Check(dir string) ([]Fault, error) {
	names, err := generations(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(names) == 0 {
		return nil, fmt.Errorf("%w: %w", corpus.ErrNoIndex, notBuilt{dir})
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", corpus.ErrNoIndex, err)
	}
	inUse, err := Current(dir)
	var faults []Fault
	if err != nil {
		faults = append(faults, Fault{InUse: true, Err: fmt.Errorf("the name of the generation in use cannot be read: %w", err)})
	} else if _, gone := os.Stat(filepath.Join(dir, inUse)); errors.Is(gone, fs.ErrNotExist) {
		if now, _ := Current(dir); now == inUse { // it was not replaced meanwhile
			faults = append(faults, Fault{InUse: true, Err: fmt.Errorf("%s names %s, which is not there", fileCurrent, inUse)})
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
		faults = append(faults, Fault{name, name == inUse, err})
	}
	return faults, nil
}

// Contains tells whether a generation has one of some statements in its files,
// be it as one that is dead: nobody finds it, and its bytes are there.
func Contains(dir, generation string, ids []corpus.ID) (bool, error) {
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

// Entry is what an index holds of a statement.
type Entry struct {
	Version int64 // see corpus.Statement
	Pages   int
}

// Inventory is what the generation in use holds.
type Inventory struct {
	Generation string
	Revision   string // of the catalogue it was built from
	Statements map[corpus.ID]Entry
}

// TakeInventory reads what the generation in use holds, after Check found it whole.
func TakeInventory(dir string) (Inventory, error) {
	h := Inventory{Statements: map[corpus.ID]Entry{}}
	name, err := Current(dir)
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
	defer g.Close()
	h.Revision = m.Revision
	g.EachLive(func(doc uint32) {
		s, n := g.Locate(doc)
		r, e := s.Record(n)
		if e != nil {
			err = cmp.Or(err, e)
			return
		}
		h.Statements[s.Columns.IDs[n]] = Entry{s.Columns.Versions[n], len(r.Pages)}
	})
	return h, err
}
