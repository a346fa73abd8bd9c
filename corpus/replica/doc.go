// Package replica copies the state of one data folder to any number of others, through a
// blob store: a folder, or a bucket of an S3-compatible service.
//
// The writer publishes snapshots (see package backup), and replicas follow them. A store
// has the layout of a snapshot folder:
//
//	snapshot.json    the manifest, written last
//	files/ab/…       the bytes, by SHA-256
//
// Files are never changed. What the manifest no longer lists is deleted as soon as the
// next one is there, so that a statement that was taken down is gone from the store; a
// replica that was reading the one before begins again.
package replica
