// Package backup keeps copies of files in a folder from which they can be
// brought back: each file under its SHA-256, and a manifest that says which of
// them are the snapshot and what they were called. What the files are is for
// others to know.
//
//	snapshot.json    the manifest
//	files/ab/…       the bytes, by SHA-256
//	taking/          where a snapshot is prepared
//
// A file is never changed. A new snapshot adds those that are not there yet; the
// moment its manifest takes the place of the one before, it is the snapshot.
package backup
