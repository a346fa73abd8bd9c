package convert

import (
	"os/exec"
	"syscall"
)

// isolate puts a process into a group of its own, to be killed with all that
// it starts, and has the kernel kill it when this process dies.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

func killGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }
