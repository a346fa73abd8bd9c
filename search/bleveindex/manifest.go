package bleveindex

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"rostrum/corpus"
)

const (
	// formatVersion changes whenever the files of a generation change their form.
	formatVersion = 5
	// mappingVersion changes whenever other things of a statement are indexed than
	// before, and the files can be read as they are: until it is made anew, such a
	// generation answers as well as it did. Manifests that do not tell have 0.
	mappingVersion = 0
)

// Names in the folder of an index.
const (
	fileCurrent     = "CURRENT" // names the generation in use
	fileManifest    = "manifest.json"
	buildingPrefix  = "building-"
	removingPrefix  = "removing-"
	generationStart = "g"
)

// manifest says what a generation consists of. Its own bytes are covered by
// Sum, so that no bit of a generation can change unseen.
type manifest struct {
	Format    int               `json:"format"`
	Analysis  int               `json:"analysis"`
	Mapping   int               `json:"mapping,omitempty"`
	Name      string            `json:"generation"`
	Revision  string            `json:"revision"` // of the catalogue it was built from
	Built     time.Time         `json:"built"`
	Documents int               `json:"documents"`
	Segments  []manifestSegment `json:"segments"`
	Files     []manifestFile    `json:"files"`
	Sum       string            `json:"sum"` // SHA-256 of this with Sum empty
}

// manifestSegment is a set of statements that were written together, and those
// of them that were changed or removed since.
type manifestSegment struct {
	Name    string `json:"name"`              // of its folder
	Deleted string `json:"deleted,omitempty"` // the file of their numbers, "" if there are none
}

type manifestFile struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func (m manifest) sum() (string, error) {
	m.Sum = ""
	raw, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	digest := sha256.Sum256(raw)
	return hex.EncodeToString(digest[:]), nil
}

// hashFiles lists the files under dir with their hashes, syncing each to disk.
// Those of another generation that are listed already are taken as they are.
func hashFiles(dir string, known []manifestFile) ([]manifestFile, error) {
	files := slices.Clone(known)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if slices.ContainsFunc(known, func(f manifestFile) bool { return f.Name == name }) {
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		digest := sha256.New()
		n, err := io.Copy(digest, f)
		if err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return fmt.Errorf("sync %s: %w", name, err)
		}
		files = append(files, manifestFile{Name: name, Bytes: n, SHA256: hex.EncodeToString(digest.Sum(nil))})
		return nil
	})
	return files, err
}

// encode writes a manifest as its file has it.
func (m manifest) encode() ([]byte, error) { return json.MarshalIndent(m, "", "  ") }

// readManifest reads and checks the manifest of a generation, not its files.
func readManifest(dir string) (manifest, error) {
	var m manifest
	raw, err := os.ReadFile(filepath.Join(dir, fileManifest))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, fmt.Errorf("its manifest is damaged: %w", err)
	}
	sum, err := m.sum()
	if err != nil {
		return m, err
	}
	// JSON has several spellings of one manifest, and a changed bit can lead to
	// another: "Format" is read as "format" is.
	written, err := m.encode()
	if err != nil {
		return m, err
	}
	switch {
	case m.Format != formatVersion || m.Analysis != analysisVersion:
		return m, ErrOtherVersion
	case sum != m.Sum || !bytes.Equal(raw, written):
		return m, errors.New("its manifest is damaged")
	case m.Name != filepath.Base(dir):
		return m, fmt.Errorf("its manifest is that of %s", m.Name)
	}
	return m, nil
}

// ErrOtherVersion says that a generation is of a form, or of words, that this
// version does not read.
var ErrOtherVersion = errors.New("it was made by another version of rostrum")

// verify reads every file of a generation and compares it with the manifest.
func verify(dir string) (manifest, error) {
	m, err := readManifest(dir)
	if err != nil {
		return m, err
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range m.Files {
		group.Go(func() error { return f.verify(dir) })
	}
	return m, group.Wait()
}

// verify compares a file with its hash.
func (want manifestFile) verify(dir string) error {
	if !filepath.IsLocal(want.Name) {
		return fmt.Errorf("its manifest names %q", want.Name)
	}
	f, err := os.Open(filepath.Join(dir, want.Name))
	if err != nil {
		return err
	}
	defer f.Close()
	digest := sha256.New()
	n, err := io.Copy(digest, f)
	if err != nil {
		return err
	}
	if n != want.Bytes || hex.EncodeToString(digest.Sum(nil)) != want.SHA256 {
		return fmt.Errorf("its file %s is damaged", want.Name)
	}
	return nil
}

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

// Current is the name of the generation in use in dir.
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
	err = firstError(err, f.Sync())
	err = firstError(err, f.Close())
	if err != nil {
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

// Revision is the revision of the catalogue that the index in dir was built
// from. It is "" where there is no index that this version can use, so that the
// caller builds one.
func Revision(dir string) (string, error) {
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
