package backup

import (
	"context"
	"path/filepath"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
)

// Folder is a data folder with what is needed to copy, check and restore it.
type Folder struct {
	Dir string
	// Index is the index in a folder: that of the data folder, or the one that a
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

// Index is what a backup has to do with the index of a data folder. That can
// always be rebuilt from the catalogue, so none of its errors loses anything.
type Index interface {
	// Published identifies the published generation.
	Published(context.Context) (revision string, err error)
	// Files lists the files of the published generation, by their names in the
	// folder of the index, with slashes.
	Files(context.Context) (generation string, files []File, err error)
	// Contains tells whether the files of a generation have anything of statements.
	Contains(ctx context.Context, generation string, ids []corpus.ID) (bool, error)
	// Update brings the index in line with a catalogue.
	Update(context.Context, *catalog.Catalog) (generation string, err error)
	// Purge removes every trace of statements that the catalogue has no more.
	Purge(context.Context, []corpus.ID) error
	// Check reads all generations and compares them with their checksums. The error
	// says that there is no index.
	Check(context.Context) ([]IndexFault, error)
	// Inventory lists the statements in the published generation.
	Inventory(context.Context) (Inventory, error)
}

// IndexFault is a generation that is not as it should be, and why.
type IndexFault struct {
	Generation   string // "" where none can be told to be published
	Published    bool
	OtherVersion bool // it is whole, and another version of the program made it
	Err          error
}

// Inventory is what a generation holds.
type Inventory struct {
	Revision   string // as Published tells it
	Catalog    string // revision of the catalogue it was made from
	Statements map[corpus.ID]catalog.Seen
}

// Names in a data folder.
const (
	dirIndex    = "index"
	fileCatalog = "catalog.db"
	fileAlerts  = "alerts.db"
)

// parts are what a restore replaces in a data folder, the records last: while
// they are the old ones, whatever they name is needed.
var parts = []string{dirIndex, "originals", fileAlerts, fileCatalog}
