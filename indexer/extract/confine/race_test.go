//go:build linux && race

package confine

// forRace is what the race detector reads, to find its own memory.
var forRace = []string{"/proc"}
