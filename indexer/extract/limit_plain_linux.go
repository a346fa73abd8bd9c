//go:build !race

package extract

const hardMemory = 512 << 20 // data of the process; the kernel refuses more

var forRace []string // files read at start
