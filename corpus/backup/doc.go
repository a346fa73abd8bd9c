// Package backup takes snapshots of a data folder while other processes write to it,
// verifies them, and restores them. It knows an index only through the interface Index.
//
// A snapshot stores each file under its SHA-256, and a manifest lists the files of the
// snapshot with their names:
//
//	snapshot.json    the manifest
//	files/ab/…       the bytes, by SHA-256
//	taking/          staging folder of a new snapshot
//
// Files are never changed. A new snapshot adds those that are missing; replacing the
// manifest publishes it atomically.
package backup
