package generation

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"rostrum/search"
	"rostrum/search/analysis"
)

const (
	// formatVersion changes whenever the files of a generation change their form;
	// oldestFormat is the first that can still be read, and is updated in the present one.
	formatVersion = 6
	oldestFormat  = 5
	// mappingVersion changes whenever something else of a statement is indexed than
	// before, while the files can still be read: until it is rebuilt, such a
	// generation answers as well as it did. Manifests without it have 0.
	mappingVersion = 0
)

// Names in the folder of an index.
const (
	fileCurrent     = "CURRENT" // names the published generation
	fileManifest    = "manifest.json"
	buildingPrefix  = "building-"
	removingPrefix  = "removing-"
	generationStart = "g"
)

// manifest lists the content of a generation. Sum covers the manifest itself, so that
// no bit of a generation can change unnoticed.
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

// manifestSegment is a segment, with the tombstones of its statements that were
// changed or removed since it was written.
type manifestSegment struct {
	Name       string `json:"name"`              // of its folder
	Tombstones string `json:"deleted,omitempty"` // the file of their numbers, "" if there are none
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

// encode encodes a manifest as in its file.
func (m manifest) encode() ([]byte, error) { return json.MarshalIndent(m, "", "  ") }

// readManifest reads and validates the manifest of a generation, but not its files.
func readManifest(dir string) (manifest, error) {
	var m manifest
	raw, err := os.ReadFile(filepath.Join(dir, fileManifest))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, damaged("its manifest is damaged: %v", err)
	}
	sum, err := m.sum()
	if err != nil {
		return m, err
	}
	// Several JSON texts decode to the same manifest, and a flipped bit can lead from
	// one to another: "Format" is decoded like "format".
	written, err := m.encode()
	if err != nil {
		return m, err
	}
	switch {
	case m.Format < oldestFormat || m.Format > formatVersion || m.Analysis != analysis.Version:
		return m, search.ErrOtherVersion
	case sum != m.Sum || !bytes.Equal(raw, written):
		return m, damaged("its manifest is damaged")
	case m.Name != filepath.Base(dir):
		return m, damaged("its manifest is that of %s", m.Name)
	}
	return m, nil
}
