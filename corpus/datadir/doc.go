// Package datadir is the ground that a data folder stands on: the locks by which
// one process at a time writes to it, SQLite databases that are opened and copied
// in one way, folders whose names survive the loss of power, and a disk that is
// full. It knows nothing of the contents.
package datadir
