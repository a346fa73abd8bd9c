package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"rostrum/corpus"
)

// formatVersion is increased whenever an older program would misread a snapshot.
const formatVersion = 1

// Names in a snapshot folder.
const (
	fileManifest = "snapshot.json"
	dirFiles     = "files"
	dirTaking    = "taking"
	fileLock     = "lock"
)

// ErrNoSnapshot means that a folder contains no snapshot.
var ErrNoSnapshot = errors.New("there is no snapshot")

// File is a file of a snapshot.
type File struct {
	Name   string `json:"name"` // slash-separated name in the data folder
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Contents describes a snapshot, for readers of its manifest.
type Contents struct {
	Program    string    `json:"program"` // version that took it
	Taken      time.Time `json:"taken"`
	Documents  int       `json:"documents"`
	Statements int       `json:"statements"`
	Pages      int       `json:"pages"`
	Originals  int       `json:"originals"`
	Generation string    `json:"generation"` // of the index; "" if not included
	Missing    []string  `json:"missing"`    // originals that were missing or damaged
}

type manifest struct {
	Format int `json:"format"`
	Contents
	Files []File `json:"files"`
	Sum   string `json:"sum"` // SHA-256 of the manifest with an empty Sum
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

func readManifest(dir string) (manifest, error) {
	var m manifest
	raw, err := os.ReadFile(filepath.Join(dir, fileManifest))
	if errors.Is(err, fs.ErrNotExist) {
		return m, &corpus.Error{Kind: corpus.ErrInvalid, Message: "there is no snapshot in " + dir, Err: ErrNoSnapshot}
	}
	if err != nil {
		return m, fmt.Errorf("read the snapshot: %w", err)
	}
	return parseManifest(raw, dir)
}

// parseManifest checks the manifest of the snapshot in a folder or store named where.
func parseManifest(raw []byte, where string) (manifest, error) {
	var m manifest
	damaged := fmt.Errorf("the snapshot in %s is damaged: its file list, %s, does not match its checksum; use another snapshot", where, fileManifest)
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, damaged
	}
	if m.Format > formatVersion {
		return m, fmt.Errorf("the snapshot in %s was taken by a newer rostrum (%s): use that version", where, m.Program)
	}
	sum, err := m.sum()
	if err != nil {
		return m, err
	}
	if sum != m.Sum {
		return m, damaged
	}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Name)) || !isSum(f.SHA256) {
			return m, damaged
		}
	}
	return m, nil
}

func isSum(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == sha256.Size
}

func pathOf(dir, sha string) string { return filepath.Join(dir, filepath.FromSlash(keyOf(sha))) }

// keyOf is the slash-separated path of a file in a snapshot.
func keyOf(sha string) string { return dirFiles + "/" + sha[:2] + "/" + sha }
