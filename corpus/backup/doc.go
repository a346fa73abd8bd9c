// Package backup copies a data folder to another place while others write to it,
// checks it, and brings it back. Of the index it knows only what Index says.
//
// A snapshot keeps each file under its SHA-256, and a manifest says which of them
// are the snapshot and what they were called:
//
//	snapshot.json    the manifest
//	files/ab/…       the bytes, by SHA-256
//	taking/          where a snapshot is prepared
//
// A file is never changed. A new snapshot adds those that are not there yet; the
// moment its manifest takes the place of the one before, it is the snapshot.
package backup
