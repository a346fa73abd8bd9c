package generation

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"rostrum/corpus"
)

// Open opens the generation in use; see Open.
func Open(dir string) (*Generation, error) {
	for {
		inUse, unnamed := Current(dir)
		g, err := openBest(dir, inUse, unnamed)
		if err == nil && g.Degraded == "" {
			return g, nil
		}
		// One that was replaced while it was read may be gone, and not damaged.
		if now, _ := Current(dir); now == inUse {
			return g, err
		}
		if err == nil {
			_ = g.Close() // it was only read
		}
	}
}

// openBest opens the generation in use, or else the newest that is whole.
// unnamed is why it is not known which one is in use.
func openBest(dir, inUse string, unnamed error) (*Generation, error) {
	names, err := generations(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(names) == 0 {
		return nil, fmt.Errorf("%w: %w", corpus.ErrNoIndex, notBuilt{dir})
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
		g, err := openOne(dir, name)
		if err == nil {
			if wrong != nil {
				g.Degraded = fmt.Sprintf("%v; generation %s answers instead; rebuild the index with: rostrum index --rebuild", wrong, name)
				g.Outdated = errors.Is(wrong, ErrOtherVersion)
			}
			return g, nil
		}
		wrong = cmp.Or(wrong, fmt.Errorf("generation %s: %w", name, err))
	}
	return nil, fmt.Errorf("%w: %w; rebuild it with: rostrum index --rebuild", corpus.ErrNoIndex, wrong)
}

// ErrNone says that nothing was ever indexed.
var ErrNone = errors.New("there is no index yet")

type notBuilt struct{ dir string }

func (e notBuilt) Error() string {
	return fmt.Sprintf("there is no index in %s yet; make one with: rostrum index SOURCE", e.dir)
}

func (notBuilt) Is(target error) bool { return target == ErrNone }

func openOne(dir, name string) (*Generation, error) {
	dir = filepath.Join(dir, name)
	m, err := verify(dir)
	if err != nil {
		return nil, err
	}
	g, err := openGeneration(dir, m)
	if err != nil {
		return nil, err
	}
	g.Revision, g.Outdated = m.Revision, m.Mapping != mappingVersion
	return g, nil
}
