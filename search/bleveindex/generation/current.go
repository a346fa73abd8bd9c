package generation

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rostrum/corpus"
)

// generations lists the generations in dir, the newest last. Their names begin
// with the time they were built at.
func generations(dir string) ([]string, error) {
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

// Current is the name of the generation in use.
func Current(dir string) (string, error) {
	raw, err := os.ReadFile(filepath.Join(dir, fileCurrent))
	if err != nil {
		return "", fmt.Errorf("%w: %w", corpus.ErrNoIndex, err)
	}
	name, whole := strings.CutSuffix(string(raw), "\n")
	if !whole || !isGeneration(name) || name != filepath.Base(name) {
		return "", fmt.Errorf("%w: %s names no generation", corpus.ErrNoIndex, fileCurrent)
	}
	return name, nil
}

// setCurrent makes a generation the one in use, in one step that survives a
// power cut.
func setCurrent(dir, name string) error {
	tmp := filepath.Join(dir, fileCurrent+".new")
	f, err := os.Create(tmp)
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

// BuiltFrom is the revision of the catalogue that the index in dir was built
// from. It is "" where there is no index that this version can use, so that the
// caller builds one.
func BuiltFrom(dir string) (string, error) {
	name, err := Current(dir)
	if err != nil {
		return "", nil
	}
	m, err := readManifest(filepath.Join(dir, name))
	if err != nil {
		return "", nil
	}
	return m.Revision, nil
}

// ErrOtherVersion says that a generation is of a form, or of words, that this
// version does not read.
var ErrOtherVersion = errors.New("it was made by another version of rostrum")
