package generation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"rostrum/corpus"
)

// File is a file in the folder of an index.
type File struct {
	Name   string // with slashes
	SHA256 string
}

// FilesOf lists all files that the generation in use consists of, and the one
// that says that it is in use: whoever copies them has an index. They are listed
// by their manifest, not read. Where no index can be used the error wraps
// corpus.ErrNoIndex.
func FilesOf(dir string) (generation string, files []File, err error) {
	generation, err = Current(dir)
	if err != nil {
		return "", nil, fmt.Errorf("%w: %w", corpus.ErrNoIndex, err)
	}
	m, err := readManifest(filepath.Join(dir, generation))
	if err != nil {
		return "", nil, fmt.Errorf("%w: generation %s: %w", corpus.ErrNoIndex, generation, err)
	}
	for _, f := range m.Files {
		files = append(files, File{path.Join(generation, f.Name), f.SHA256})
	}
	for _, name := range []string{path.Join(generation, fileManifest), fileCurrent} {
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return "", nil, fmt.Errorf("%w: %w", corpus.ErrNoIndex, err)
		}
		digest := sha256.Sum256(raw)
		files = append(files, File{name, hex.EncodeToString(digest[:])})
	}
	return generation, files, nil
}
