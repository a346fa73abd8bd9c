//go:build race

package faults

// Memory returns the memory limit, in bytes, to assert in tests: the race detector needs several times
// as much.
func Memory(bound int64) int64 { return 6 * bound }
