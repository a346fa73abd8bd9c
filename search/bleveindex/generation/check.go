package generation

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rostrum/corpus"
	"rostrum/search"
)

// Check reads every generation byte by byte; see search.Engine.
func (st *Store) Check(ctx context.Context) ([]search.Fault, error) {
	names, err := st.generations()
	if err != nil {
		return nil, corpus.ErrNoIndex.Errorf("%w", err)
	}
	gone := func(name string) bool {
		_, err := os.Stat(filepath.Join(st.Dir, name))
		return errors.Is(err, fs.ErrNotExist)
	}
	published, err := st.Current()
	var faults []search.Fault
	if err != nil {
		faults = append(faults, search.Fault{Published: true, Err: fmt.Errorf("the name of the generation in use cannot be read: %w", err)})
	} else if gone(published) {
		if now, _ := st.Current(); now == published { // it was not replaced in the meantime
			faults = append(faults, search.Fault{Published: true, Err: damaged("%s names %s, which is not there", fileCurrent, published)})
		}
	}
	for _, name := range names {
		_, err := verify(ctx, filepath.Join(st.Dir, name))
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil && !gone(name) {
			faults = append(faults, search.Fault{Generation: name, Published: name == published, Err: err})
		}
	}
	return faults, nil
}
