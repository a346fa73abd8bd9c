package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
)

// Snapshot is an existing snapshot.
type Snapshot struct {
	Contents
	Files []File
	Sum   string // identifies the snapshot: SHA-256 over all of the above
	dir   string
}

// Open reads the manifest of a snapshot, but not its files.
func Open(dir string) (*Snapshot, error) {
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	return &Snapshot{m.Contents, m.Files, m.Sum, dir}, nil
}

// ManifestName is the slash-separated path of the manifest in a snapshot. It is written
// last, and lists everything else.
const ManifestName = fileManifest

// FilesPrefix begins the slash-separated paths of all other files.
const FilesPrefix = dirFiles + "/"

// Key is the slash-separated path of a file in a snapshot: the same content has the same
// path.
func (f File) Key() string { return keyOf(f.SHA256) }

// Parse reads the manifest of a snapshot that is not in a folder; where names its place
// in errors.
func Parse(raw []byte, where string) (*Snapshot, error) {
	m, err := parseManifest(raw, where)
	if err != nil {
		return nil, err
	}
	return &Snapshot{Contents: m.Contents, Files: m.Files, Sum: m.Sum}, nil
}

// Check reads a file and returns a sentence about what is wrong with it, or "".
func (s *Snapshot) Check(ctx context.Context, f File) (string, error) {
	path := pathOf(s.dir, f.SHA256)
	sha, _, err := datadir.Sum(ctx, path)
	fault, err := s.fault(f, sha, err)
	if fault != "" || err != nil || f.Name != fileCatalog {
		return fault, err
	}
	// It may have been damaged before it was copied.
	if fault, err = catalog.CheckFile(ctx, path); fault != "" {
		fault = fmt.Sprintf("%s (%s): %s", f.Name, path, fault)
	}
	return fault, err
}

// Copy copies a file into a folder under its name, durably except for the names of
// folders. If it is damaged, it copies nothing and returns a sentence about what is
// wrong.
func (s *Snapshot) Copy(ctx context.Context, f File, folder string) (string, error) {
	return s.copy(ctx, f, folder, false)
}

func (s *Snapshot) copy(ctx context.Context, f File, folder string, link bool) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	to := filepath.Join(folder, filepath.FromSlash(f.Name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return "", err
	}
	sha, _, err := duplicate(ctx, pathOf(s.dir, f.SHA256), to, link)
	fault, err := s.fault(f, sha, err)
	if fault != "" {
		err = errors.Join(err, remove(to))
	}
	return fault, err
}

func (s *Snapshot) fault(f File, got string, err error) (string, error) {
	path := pathOf(s.dir, f.SHA256)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("%s (%s) is missing from the snapshot", f.Name, path), nil
	case err != nil:
		return "", err
	case got != f.SHA256:
		return fmt.Sprintf("%s (%s) is damaged in the snapshot", f.Name, path), nil
	}
	return "", nil
}
