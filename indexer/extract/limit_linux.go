package extract

import (
	"os/exec"
	"runtime/debug"
	"syscall"
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
	for resource, limit := range map[int]uint64{syscall.RLIMIT_DATA: hardMemory, syscall.RLIMIT_CORE: 0} {
		// A backstop: where it is refused, the parent's timer remains.
		_ = syscall.Setrlimit(resource, &syscall.Rlimit{Cur: limit, Max: limit})
	}
}

// isolate puts a worker into a process group of its own, to be killed as a
// whole, and has the kernel kill it when the parent dies.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func killGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }
