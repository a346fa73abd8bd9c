//go:build linux && !race

package confine

var forRace []string
