//go:build race

package extract

// The race detector shadows memory with several times as much of its own, which
// counts as data, too; without room for it no parser starts.
const hardMemory = 16 << 30

// forRace are files that the race detector reads, to find its own memory.
var forRace = []string{"/proc"}
