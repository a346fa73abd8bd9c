//go:build !race

package faults

// Memory is a bound on the memory of a process, in bytes, as a test may ask for
// it.
func Memory(bound int64) int64 { return bound }
