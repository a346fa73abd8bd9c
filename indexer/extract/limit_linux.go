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

const softMemory = 320 << 20 // the garbage collector works harder above this

// limitWorker limits the memory of this process. RLIMIT_AS is unsuitable: Go reserves
// far more address space than it uses. RLIMIT_DATA counts private writable pages,
// which is what a decompression bomb fills.
func limitWorker() {
	debug.SetMemoryLimit(softMemory)
	// The heap is small and short-lived: collecting less often saves a tenth of the
	// time, and the limit above still applies.
	debug.SetGCPercent(400)
	// Other processes of the same user cannot read its memory.
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	for resource, limit := range map[int]uint64{syscall.RLIMIT_DATA: hardMemory, syscall.RLIMIT_CORE: 0} {
		// A second guard: if this is refused, the parent's timer remains.
		_ = syscall.Setrlimit(resource, &syscall.Rlimit{Cur: limit, Max: limit})
	}
}

// clockTick is the unit of processor time in /proc: a hundredth of a second on every
// Linux that Go supports.
const clockTick = 10 * time.Millisecond

// processorTime returns the processor time used by a process, in user and system
// mode.
func processorTime(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	// The name in brackets may contain spaces: count fields from its end, which
	// precedes the third.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(string(fields[11]), 10, 64)
	system, _ := strconv.ParseInt(string(fields[12]), 10, 64)
	return time.Duration(user+system) * clockTick
}

// ownProcessorTime returns the processor time of this process; a worker cannot read
// /proc.
func ownProcessorTime() time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakMemory returns the peak memory of a process in bytes; 0 if it has ended.
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
