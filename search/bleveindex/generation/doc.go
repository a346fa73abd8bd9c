// Package generation is which segments make an index, and since when.
//
// A generation is a folder that is staged, probed, sealed with checksums and then
// never changed. CURRENT names the published one. A generation may share segments
// with the one before through hard links; tombstones beside them list the
// statements that were changed or removed since.
package generation
