package generation

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rostrum/corpus"
)

// generationsIn lists the generations in a folder, oldest first: their names begin
// with the time of their creation.
func generationsIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && isGeneration(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

func isGeneration(name string) bool {
	return strings.HasPrefix(name, generationStart) && !strings.HasPrefix(name, buildingPrefix)
}

// Current returns the name of the published generation.
func (st *Store) Current() (string, error) {
	raw, err := os.ReadFile(filepath.Join(st.Dir, fileCurrent))
	if err != nil {
		return "", corpus.ErrNoIndex.Errorf("%w", err)
	}
	name, whole := strings.CutSuffix(string(raw), "\n")
	if !whole || !isGeneration(name) || name != filepath.Base(name) {
		return "", corpus.ErrNoIndex.Errorf("%w", damaged("%s names no generation", fileCurrent))
	}
	return name, nil
}

// setCurrent publishes a generation, atomically and durably.
func setCurrent(dir, name string) error {
	tmp := filepath.Join(dir, fileCurrent+".new")
	f, err := os.OpenFile(tmp, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(name + "\n")
	if err := cmp.Or(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, filepath.Join(dir, fileCurrent)); err != nil {
		return err
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
