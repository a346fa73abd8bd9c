package backup

import (
	"context"
	"path/filepath"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
)

// Folder is a data folder, with everything needed to copy, verify and restore it.
type Folder struct {
	Dir string
	// Index returns the index in a folder: that of the data folder, or of the folder that a
	// restore prepares.
	Index   func(dir string) Index
	Program string // version of the program, for the manifest
	// Progress is told of every file that is done; nil: nobody is.
	Progress func(done, total int)
}

func (f Folder) index() Index { return f.Index(filepath.Join(f.Dir, dirIndex)) }

func (f Folder) progress(done, total int) {
	if f.Progress != nil {
		f.Progress(done, total)
	}
}

// Index is the interface of backups to the index of a data folder. Since the index can
// be rebuilt from the catalogue, its errors never mean data loss.
type Index interface {
	// Published identifies the published generation.
	Published(context.Context) (revision string, err error)
	// Files lists the files of the published generation, with slash-separated names relative
	// to the folder of the index.
	Files(context.Context) (generation string, files []File, err error)
	// Contains reports whether a generation's files contain data of any of the statements.
	Contains(ctx context.Context, generation string, ids []corpus.ID) (bool, error)
	// Update updates the index from a catalogue.
	Update(context.Context, *catalog.Catalog) (generation string, err error)
	// Purge removes every trace of statements that are no longer in the catalogue.
	Purge(context.Context, []corpus.ID) error
	// Check verifies the checksums of all generations. It returns an error if there is no
	// index.
	Check(context.Context) ([]IndexFault, error)
	// Inventory lists the statements in the published generation.
	Inventory(context.Context) (Inventory, error)
}

// IndexFault is a damaged or outdated generation.
type IndexFault struct {
	Generation   string // "" if it is unknown which one is published
	Published    bool
	OtherVersion bool // intact, but made by another version of the program
	Err          error
}

// Inventory is the contents of a generation.
type Inventory struct {
	Revision   string // as returned by Published
	Catalog    string // revision of the catalogue it was made from
	Statements map[corpus.ID]catalog.Seen
}

// Names in the data folder.
const (
	dirIndex     = "index"
	fileCatalog  = "catalog.db"
	fileAlerts   = "alerts.db"
	dirPublished = "published" // see ForReplicas
)

// parts are the parts of a data folder that a restore replaces. The records come last:
// until then, everything that the old ones refer to is still needed.
var parts = []string{dirIndex, "originals", fileAlerts, fileCatalog}
