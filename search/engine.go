package search

import (
	"context"
	"errors"
	"iter"

	"rostrum/corpus"
)

// Engine manages one index: it opens, writes and checks it. Only cmd constructs engines; other
// packages are passed one, and must not depend on how it stores the index.
//
// Methods that write (Update, Rebuild, Purge) are called by one process at a time, which holds the
// writers' lock of the data folder. The others may be called at any time, also while another
// process writes.
type Engine interface {
	// Open opens the published index. If it is damaged, an engine may open an earlier one instead and
	// report that in State.Degraded. If nothing can be opened the error wraps corpus.ErrNoIndex, and
	// also ErrNotBuilt, ErrDamaged or ErrOtherVersion if that is the reason.
	Open(ctx context.Context) (Index, error)
	// Published returns the Revision that Open would open, without opening it; it is cheap enough to
	// call every second. The error wraps corpus.ErrNoIndex if there is none.
	Published(ctx context.Context) (Revision, error)
	// Update updates the index from the catalogue and publishes it. It writes only changes if
	// possible, otherwise it rebuilds the index. Until it returns, readers see the previous index; an
	// interrupted call has no effect and may be repeated.
	Update(ctx context.Context, from Catalog) (IndexInfo, error)
	// Rebuild is Update without reusing the existing index.
	Rebuild(ctx context.Context, from Catalog) (IndexInfo, error)
	// Purge deletes data about statements outside the published index: earlier generations kept as a
	// fallback. An Update from a Catalog that lists the statements in TakenDown removes them from the
	// published index; call Purge after it. It may be repeated after a failure.
	Purge(ctx context.Context, ids []corpus.ID) error
	// Check reads all stored data and verifies its checksums. It returns what is damaged; data that
	// another process deletes meanwhile is not reported. The error is for failures to read, and wraps
	// ErrNotBuilt if there is no index.
	Check(ctx context.Context) ([]Fault, error)
	// Inventory lists the statements in the published index, for comparison with the catalogue. It does
	// not verify checksums; see Check. With an error it returns the Revision that could not be read, if
	// known.
	Inventory(ctx context.Context) (Inventory, error)
}

// Index is an open index. It is safe for concurrent use, and must not be closed during requests.
// Optional interfaces (Marker, Quoter, Trender, Suggester, Comparer, Speller, Lexicon) are found by type
// assertion.
type Index interface {
	Searcher
	// State describes the open index. It does not change while the index is open.
	State() State
	Close() error
}

// Revision identifies the contents of an index: the same revision gives the same results. It is
// opaque: compared for equality, and used in ETags and cursors.
type Revision string

// State describes an open index.
type State struct {
	IndexInfo
	Revision Revision
	// Catalog is the revision of the catalogue that the index was built from.
	Catalog string
	// Outdated means that another version of this program made the index: it can be used, but should be
	// rebuilt.
	Outdated bool
	// Degraded says why an index other than the published one is used; it wraps ErrDamaged or
	// ErrOtherVersion if that is the reason, and is nil if all is well.
	Degraded error
}

// Catalog is the data to index. It does not change while an engine reads it.
type Catalog interface {
	// Revision changes whenever anything in the catalogue does.
	Revision(ctx context.Context) (string, error)
	// Versions returns the version of each statement; see corpus.Statement.
	Versions(ctx context.Context) (map[corpus.ID]int64, error)
	// TakenDown returns the ids of permanently removed statements.
	TakenDown(ctx context.Context) ([]corpus.ID, error)
	All(ctx context.Context) iter.Seq2[corpus.Statement, error]
	// Some yields the statements with the given ids.
	Some(ctx context.Context, ids []corpus.ID) iter.Seq2[corpus.Statement, error]
}

// Fault is a damaged part of a stored index.
type Fault struct {
	Generation string // "" if unknown
	Published  bool
	Err        error // ErrOtherVersion if intact but of another version
}

// Inventory is the contents of a published index.
type Inventory struct {
	Generation string
	Revision   Revision
	Catalog    string // revision of the catalogue it was built from
	Statements map[corpus.ID]Entry
}

// Entry is what an index has of one statement.
type Entry struct {
	Version int64 // see corpus.Statement
	Pages   int
}

// Snapshotter is an optional interface of an Engine whose published index can be copied into a
// snapshot file by file.
type Snapshotter interface {
	// Files returns the files of the published index, and its generation.
	Files(ctx context.Context) (generation string, files []File, err error)
	// Contains reports whether the stored bytes of a generation contain data of the statements, whether
	// or not searches find them.
	Contains(ctx context.Context, generation string, ids []corpus.ID) (bool, error)
}

// File is a file of a stored index.
type File struct {
	Name   string // slash-separated, relative to the folder of the index
	SHA256 string // in hexadecimal
}

// Leaser is an optional interface of a Searcher whose index may be replaced while it runs: it keeps
// one index open for several related requests.
type Leaser interface {
	// Acquire returns the published index. It stays open until release is called, once.
	Acquire() (index Index, release func(), err error)
}

// Reasons why an index cannot be opened.
var (
	// ErrNotBuilt means that nothing was indexed yet. It wraps corpus.ErrNoIndex.
	ErrNotBuilt = corpus.ErrNoIndex.Errorf("nothing was indexed yet")
	// ErrDamaged means that stored data is corrupt. Requests to an Index return it too.
	ErrDamaged = errors.New("the stored data is damaged")
	// ErrOtherVersion means that another version of this program made the index, and that it must be
	// rebuilt.
	ErrOtherVersion = errors.New("it was made by another version of rostrum")
)
