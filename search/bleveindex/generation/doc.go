// Package generation manages the versions of an index on disk.
//
// A generation is a folder of segments that is staged, probed, sealed with checksums
// and then never changed. CURRENT names the published one. A generation may share
// segments with the previous one through hard links; tombstones list the statements
// in them that were changed or removed since.
package generation
