//go:build !(linux || darwin || freebsd)

package datadir

// Space returns the free and total bytes of the disk of a folder, if known.
func Space(string) (free, all uint64, known bool) { return 0, 0, false }
