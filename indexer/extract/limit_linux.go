package extract

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const softMemory = 320 << 20 // the garbage collector works harder from here on

// limitWorker bounds the process that calls it. RLIMIT_AS is no use: Go
// reserves far more address space than it touches. RLIMIT_DATA counts private
// writable pages, which is what a bomb fills.
func limitWorker() {
	debug.SetMemoryLimit(softMemory)
	// The heap is small and short-lived: collecting less often saves a tenth of
	// the time, and the limit above still holds.
	debug.SetGCPercent(400)
	// Nobody of the same user looks into its memory either.
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	for resource, limit := range map[int]uint64{syscall.RLIMIT_DATA: hardMemory, syscall.RLIMIT_CORE: 0} {
		// A backstop: where it is refused, the parent's timer remains.
		_ = syscall.Setrlimit(resource, &syscall.Rlimit{Cur: limit, Max: limit})
	}
}

// clockTick is the unit of processor time in /proc, a hundredth of a second on
// every Linux that Go runs on.
const clockTick = 10 * time.Millisecond

// processorTime is what a process has used so far, by user and system.
func processorTime(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	// The name in brackets may hold spaces: fields are counted from its end, where the third begins.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(string(fields[11]), 10, 64)
	system, _ := strconv.ParseInt(string(fields[12]), 10, 64)
	return time.Duration(user+system) * clockTick
}

// ownProcessorTime is what this process has used so far; a worker may not read
// the files that tell it of others.
func ownProcessorTime() time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakMemory is the most that a process has had in memory so far, in bytes; 0
// if it has ended.
func peakMemory(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.ParseInt(string(fields[0]), 10, 64)
	return kilobytes << 10
}
