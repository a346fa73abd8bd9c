//go:build !race

package faults

// Memory returns the memory limit, in bytes, to assert in tests.
func Memory(bound int64) int64 { return bound }
