//go:build !(linux || darwin || freebsd)

package datadir

// Space is how many bytes of the disk of a folder are free to us, and how many
// there are, where the system can tell.
func Space(string) (free, all uint64, known bool) { return 0, 0, false }
