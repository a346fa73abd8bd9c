//go:build linux || darwin || freebsd

package datadir

import "syscall"

// Space returns the free and total bytes of the disk of a folder, if known.
func Space(dir string) (free, all uint64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), uint64(s.Blocks) * uint64(s.Bsize), true
}
