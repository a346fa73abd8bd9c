package search

import (
	"context"
	"errors"
	"iter"

	"rostrum/corpus"
)

// Engine is one index, wherever it is kept: what opens it, what writes it, and
// what checks it. cmd constructs it; everybody else is handed one, and may
// depend on nothing of how it is stored.
//
// Methods that write (Update, Rebuild, Purge) are called by one process at a
// time, which holds the writers' lock of the data folder. All others may be
// called at any time, also while another process writes.
type Engine interface {
	// Open opens the index that is published now. If that is damaged, an engine
	// may open an earlier one instead and say so in State.Degraded. The error
	// wraps corpus.ErrNoIndex where nothing can be opened, and also ErrNotBuilt,
	// ErrDamaged or ErrOtherVersion where that is the reason.
	Open(ctx context.Context) (Index, error)
	// Published returns the Revision that Open would answer from, without
	// opening it; it is cheap enough to be called every second. The error wraps
	// corpus.ErrNoIndex where there is none.
	Published(ctx context.Context) (Revision, error)
	// Update brings the index in line with the catalogue and publishes it. It
	// writes what has changed, and rebuilds where that is not possible. Until it
	// returns, readers see what was published before; a call that is cut off
	// changes nothing and may be repeated.
	Update(ctx context.Context, from Catalog) (IndexInfo, error)
	// Rebuild is Update without use of what was there before.
	Rebuild(ctx context.Context, from Catalog) (IndexInfo, error)
	// Purge removes what the engine stores of the statements beside the published
	// index: earlier copies that it could fall back to. The published index is rid
	// of them by an Update from a Catalog that lists them in TakenDown; Purge comes
	// after that, and may be called again after a failure.
	Purge(ctx context.Context, ids []corpus.ID) error
	// Check reads all that is stored and compares it with its checksums. It
	// returns what is wrong; what another process removes meanwhile is no fault.
	// The error is for what kept it from reading, and wraps ErrNotBuilt where there
	// is no index.
	Check(ctx context.Context) ([]Fault, error)
	// Inventory lists the statements in the published index, for comparison with
	// the catalogue. It trusts the checksums: Check compares them. Beside an error
	// it gives the Revision that could not be read, if that is known.
	Inventory(ctx context.Context) (Inventory, error)
}

// Index is an open index. It answers requests concurrently until it is closed;
// no request may be under way then. Other powers (Marker, Quoter, Trender,
// Suggester, Comparer, Speller) are found by type assertion.
type Index interface {
	Searcher
	// State says what is answering. It does not change while the index is open.
	State() State
	Close() error
}

// Revision identifies what an index answers from: while it stays the same, so
// does every answer. It is compared for equality and used in ETags and cursors;
// nothing else may be read out of it.
type Revision string

// State is what an open index says of itself.
type State struct {
	IndexInfo
	Revision Revision
	// Catalog is the revision of the catalogue the index was made from.
	Catalog string
	// Outdated: another version of this program made the index, so that it is to
	// be rebuilt, though it answers meanwhile.
	Outdated bool
	// Degraded says why something else than the published index answers, and what;
	// it wraps ErrDamaged or ErrOtherVersion where that is the reason, and is nil
	// when all is well.
	Degraded error
}

// Catalog is what an index is made from. It does not change while an engine
// reads it.
type Catalog interface {
	// Revision changes whenever anything in the catalogue does.
	Revision(ctx context.Context) (string, error)
	// Versions lists the version of each statement; see corpus.Statement.
	Versions(ctx context.Context) (map[corpus.ID]int64, error)
	// TakenDown lists the statements that were removed for good.
	TakenDown(ctx context.Context) ([]corpus.ID, error)
	All(ctx context.Context) iter.Seq2[corpus.Statement, error]
	// Some yields the statements of the given ids.
	Some(ctx context.Context, ids []corpus.ID) iter.Seq2[corpus.Statement, error]
}

// Fault is a part of a stored index that is not as it should be.
type Fault struct {
	Generation string // "" where none can be told to be the published one
	Published  bool
	Err        error // is ErrOtherVersion where it is whole and not for this version
}

// Inventory is what a published index holds.
type Inventory struct {
	Generation string
	Revision   Revision
	Catalog    string // revision of the catalogue it was made from
	Statements map[corpus.ID]Entry
}

// Entry is what an index holds of one statement.
type Entry struct {
	Version int64 // see corpus.Statement
	Pages   int
}

// Snapshotter is the power of an Engine to have its published index copied file
// by file into a snapshot.
type Snapshotter interface {
	// Files lists the files of the published index, and names its generation.
	Files(ctx context.Context) (generation string, files []File, err error)
	// Contains tells whether the stored bytes of a generation have anything of
	// the statements, found by searches or not.
	Contains(ctx context.Context, generation string, ids []corpus.ID) (bool, error)
}

// File is a file of a stored index.
type File struct {
	Name   string // relative to the folder of the index, with slashes
	SHA256 string // in hexadecimal
}

// Leaser is the power of a Searcher whose index is replaced while it runs: to
// keep one open for several requests that belong together.
type Leaser interface {
	// Acquire returns the index that is published now. It stays open until
	// release is called, once.
	Acquire() (index Index, release func(), err error)
}

// Reasons for which there is nothing to open.
var (
	// ErrNotBuilt: nothing was ever indexed. It wraps corpus.ErrNoIndex.
	ErrNotBuilt = corpus.ErrNoIndex.Errorf("nothing was indexed yet")
	// ErrDamaged: what is stored is not what was written. An Index that met such
	// bytes while it answered says so too.
	ErrDamaged = errors.New("the stored data is damaged")
	// ErrOtherVersion: another version of this program made it, and it cannot be
	// read by this one; it is to be rebuilt.
	ErrOtherVersion = errors.New("it was made by another version of rostrum")
)
