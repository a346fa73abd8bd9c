package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"

	landlocksys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

// nobody is the user and group without files of its own, on all distributions.
const nobody = 65534

// namespaces are those that hide the rest of the machine from a program.
const namespaces = unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS

func onFirstThread() bool { return unix.Gettid() == unix.Getpid() }

// wrap changes a command to one that starts it by the launcher.
func (p policy) wrap(l Launcher, cmd *exec.Cmd) error {
	p.Read = append(slices.Clone(p.Read), cmd.Path)
	isolate(cmd, &p)
	told, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	cmd.Args = slices.Concat(l, []string{string(told), cmd.Path}, cmd.Args[min(1, len(cmd.Args)):])
	cmd.Path = l[0]
	if cmd.Env == nil {
		cmd.Env = []string{}
	}
	return nil
}

// isolate starts a program in namespaces and a process group of its own, to be killed
// as a whole, and has the kernel kill it when the thread that started it ends.
func isolate(cmd *exec.Cmd, p *policy) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if !p.Namespaces {
		return
	}
	cmd.SysProcAttr.Cloneflags = namespaces
	cmd.SysProcAttr.UidMappings = mappings("/proc/self/uid_map", os.Geteuid())
	cmd.SysProcAttr.GidMappings = mappings("/proc/self/gid_map", os.Getegid())
	cmd.SysProcAttr.GidMappingsEnableSetgroups = os.Geteuid() == 0 && regroups()
	p.Nobody = cmd.SysProcAttr.GidMappingsEnableSetgroups && p.Processes > 0 && covers(cmd.SysProcAttr.UidMappings, nobody) && covers(cmd.SysProcAttr.GidMappings, nobody)
}

// mappings returns the user mapping of a new namespace. An unprivileged user becomes
// its root, so that it can set up mounts; for root, which may have several users, all
// are mapped as they are.
func mappings(current string, id int) (out []syscall.SysProcIDMap) {
	if os.Geteuid() != 0 {
		return []syscall.SysProcIDMap{{ContainerID: 0, HostID: id, Size: 1}}
	}
	table, err := os.ReadFile(current)
	if err != nil {
		return nil // the probe fails then
	}
	for line := range strings.Lines(string(table)) {
		var inside, outside, count uint32
		if _, err := fmt.Sscan(line, &inside, &outside, &count); err == nil {
			out = append(out, syscall.SysProcIDMap{ContainerID: int(inside), HostID: int(inside), Size: int(count)})
		}
	}
	return out
}

// regroups reports whether the groups of a process may be set in a new namespace,
// which the surrounding one may forbid.
func regroups() bool {
	b, err := os.ReadFile("/proc/self/setgroups")
	return err == nil && strings.TrimSpace(string(b)) == "allow"
}

func covers(table []syscall.SysProcIDMap, id int) bool {
	return slices.ContainsFunc(table, func(m syscall.SysProcIDMap) bool { return m.ContainerID <= id && id < m.ContainerID+m.Size })
}

// Kill kills a program started by a Starter, and everything it started: the first
// process of a namespace takes the others with it, and without a namespace nothing
// can leave the process group. Call it before Wait.
func Kill(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

// Wait waits for the end of a program started by a Starter, and ends the processes it
// left.
func Wait(cmd *exec.Cmd) error {
	wait(cmd)
	Kill(cmd)
	return cmd.Wait()
}

// wait waits for the end of a program without collecting it: until then, its
// number is nobody else's.
func wait(cmd *exec.Cmd) {
	for {
		err := unix.Waitid(unix.P_PID, cmd.Process.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if err != unix.EINTR {
			return
		}
	}
}

// probeTime limits the start of a process that ends at once.
const probeTime = 20 * time.Second

// examine asks the kernel, and has a launcher test the namespaces: whether they can
// be set up depends on the rights of this process.
func examine(l Launcher) (c Confinement) {
	c.Lacks = []string{}
	if abi, err := landlocksys.LandlockGetABIVersion(); err == nil {
		c.Landlock = max(0, abi)
	}
	_, err := everyCall()
	c.Seccomp = err == nil && filterable()
	ctx, cancel := context.WithTimeout(context.Background(), probeTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, l[0])
	p := policy{Namespaces: true, Probe: true}
	c.Namespaces = p.wrap(l, cmd) == nil && cmd.Run() == nil
	if !c.Seccomp {
		c.Lacks = append(c.Lacks, "seccomp, to refuse system calls")
	}
	if !c.Namespaces {
		c.Lacks = append(c.Lacks, "namespaces (user, mount, pid, net; Linux 5.12, where they are allowed), to hide files, processes and the network")
	}
	if c.Landlock == 0 {
		c.Lacks = append(c.Lacks, "Landlock (Linux 5.13), to keep it from files")
	}
	for _, l := range []struct {
		abi           int
		release, what string
	}{
		{3, "6.2", "the truncating of files"}, {5, "6.10", "commands to devices"}, {6, "6.12", "signals and abstract sockets"},
	} {
		if 0 < c.Landlock && c.Landlock < l.abi {
			c.Lacks = append(c.Lacks, fmt.Sprintf("Landlock ABI %d (Linux %s), to refuse %s", l.abi, l.release, l.what))
		}
	}
	return c
}
