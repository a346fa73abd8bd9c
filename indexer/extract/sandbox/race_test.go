//go:build linux && race

package sandbox

// forRace is what the race detector reads, to find its own memory.
var forRace = []string{"/proc"}
