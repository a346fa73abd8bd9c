// Package generation is which segments make an index, and since when.
//
// A generation is a folder that is written aside, closed, probed, hashed and
// then never changed. CURRENT names the one in use. It may share segments with
// the one before through links; what was changed or removed of these since is
// listed beside them.
package generation
