//go:build linux && !race

package sandbox

var forRace []string
