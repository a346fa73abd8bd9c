//go:build race

package faults

// Memory is a bound on the memory of a process, in bytes, as a test may ask for
// it: the race detector keeps several times as much beside what it watches.
func Memory(bound int64) int64 { return 6 * bound }
