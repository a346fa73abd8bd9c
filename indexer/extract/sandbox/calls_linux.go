package sandbox

import (
	"fmt"
	"maps"
	"runtime"
	"slices"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"
)

// The calls that are refused. A list of those that are let through would be
// shorter, but it would have to follow every release of Go, of the C library
// and of LibreOffice, and a call that it lacks would break the reading of all
// documents.
var (
	network = []string{
		"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4",
		"io_uring_setup", "io_uring_enter", "io_uring_register", // which make sockets, too
	}
	others = []string{ // of other processes, and what they have
		"ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp",
		"shmget", "shmat", "msgget", "semget", "mq_open", "keyctl", "add_key", "request_key",
	}
	machine = []string{ // for those who run the machine
		"mount", "umount2", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr",
		"pivot_root", "chroot", "unshare", "setns", "open_by_handle_at", "bpf", "perf_event_open", "userfaultfd",
		"kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot", "swapon", "swapoff",
		"acct", "quotactl", "syslog", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime",
	}
	sealed = []string{ // of a worker that is ready: it reads from one pipe and writes to another
		"open", "openat", "openat2", "creat", "execve", "execveat", "truncate",
		"mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2",
		"link", "linkat", "symlink", "symlinkat", "mknod", "mknodat", "readlink", "readlinkat", "getdents", "getdents64",
		"chdir", "fchdir", "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat",
		"utime", "utimes", "utimensat", "futimesat", "setxattr", "lsetxattr", "fsetxattr", "setxattrat",
		"kill", "pidfd_open", "pidfd_send_signal", "rt_sigqueueinfo", "setpriority", "sched_setaffinity",
	}
)

func (r Rights) refused() []string {
	calls := slices.Concat(network, others, machine)
	if r.Sockets != "" {
		local := []string{"socketpair", "bind", "listen", "accept", "accept4"}
		calls = slices.DeleteFunc(calls, func(c string) bool { return slices.Contains(local, c) })
	}
	return calls
}

// Seal takes from this process, for good, the opening of files, the starting
// of programs and the signalling of others. What is open stays open.
func Seal() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := refuse(slices.Concat(Rights{}.refused(), sealed), false, seccomp.FilterFlagTSync); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	return nil
}

// refuse has the kernel refuse the calls, and all that the machine's processor
// understands beside its own.
func refuse(calls []string, local bool, flag seccomp.FilterFlag) error {
	every, err := everyCall()
	if err != nil || !filterable() {
		return nil // Missing tells it
	}
	allowed := seccomp.SyscallGroup{Action: seccomp.ActionAllow}
	for _, call := range every {
		switch {
		case call == "socket" && local:
			allowed.NamesWithCondtions = append(allowed.NamesWithCondtions, seccomp.NameWithConditions{
				Name: call, Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.Equal, Value: unix.AF_UNIX}}})
		case !slices.Contains(calls, call):
			allowed.Names = append(allowed.Names, call)
		}
	}
	// What is not named is refused, so that calls of another processor, which
	// have other numbers, are no way around.
	return seccomp.LoadFilter(seccomp.Filter{NoNewPrivs: true, Flag: flag, Policy: seccomp.Policy{
		DefaultAction: seccomp.ActionErrno, Syscalls: []seccomp.SyscallGroup{allowed},
	}})
}

// everyCall names the calls of this machine's kernel.
func everyCall() ([]string, error) {
	info, err := arch.GetInfo("")
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(info.SyscallNames))
	for _, number := range slices.Sorted(maps.Keys(info.SyscallNumbers)) {
		names = append(names, info.SyscallNumbers[number])
	}
	return names, nil
}

func filterable() bool { return seccomp.Supported() }
