package sandbox

import (
	"fmt"
	"maps"
	"math"
	"os"
	"runtime"
	"slices"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"
)

// The system calls that are refused to all. A list of allowed calls would be shorter,
// but would have to follow every release of Go, the C library and LibreOffice, and a
// missing call would break reading altogether. Calls newer than the list of names are
// refused.
var base = slices.Concat(
	[]string{ // the network, and processes listening on this machine
		"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg",
		"io_uring_setup", "io_uring_enter", "io_uring_register", // io_uring can create sockets, too
	},
	[]string{ // new processes, and leaving a group that is killed as a whole
		"fork", "vfork", "setsid", "setpgid",
	},
	[]string{ // other processes: signals, memory, files, priorities
		"kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_send_signal", "pidfd_getfd",
		"ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp", "get_robust_list",
		"move_pages", "migrate_pages", "perf_event_open",
		"setpriority", "ioprio_set", "sched_setaffinity", "sched_setparam", "sched_setscheduler", "sched_setattr",
	},
	[]string{ // named shared resources
		"shmget", "shmat", "shmctl", "msgget", "msgsnd", "msgrcv", "msgctl", "semget", "semop", "semtimedop", "semctl",
		"mq_open", "mq_unlink", "mq_timedsend", "mq_timedreceive", "mq_notify", "mq_getsetattr", "keyctl", "add_key", "request_key",
	},
	[]string{ // programs that are in no file, where those that are may be run from some folders only
		"memfd_create", "memfd_secret", "execveat",
	},
	[]string{ // what all have to wait for: everything written to any disk, and all processors
		"sync", "syncfs", "membarrier",
	},
	[]string{ // file attributes, for which Landlock has no right (and truncation before ABI 3)
		"chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "chown32", "fchown32", "lchown32",
		"utime", "utimes", "utimensat", "utimensat_time64", "futimesat", "truncate", "truncate64",
		"setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr", "lremovexattr", "fremovexattr", "removexattrat",
		"file_setattr", "file_getattr", "name_to_handle_at", "open_by_handle_at",
		"inotify_init", "inotify_init1", "inotify_add_watch", "fanotify_init", "fanotify_mark",
	},
	[]string{ // administration
		"mount", "umount", "umount2", "move_mount", "open_tree", "open_tree_attr", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr",
		"statmount", "listmount", "pivot_root", "chroot", "unshare", "setns", "bpf", "userfaultfd",
		"kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot", "swapon", "swapoff",
		"acct", "quotactl", "quotactl_fd", "syslog", "settimeofday", "stime", "clock_settime", "clock_settime64", "adjtimex", "clock_adjtime", "clock_adjtime64",
		"sethostname", "setdomainname", "vhangup", "personality", "modify_ldt", "iopl", "ioperm", "vm86", "vm86old", "uselib", "ustat", "sysfs", "lookup_dcookie",
		"nfsservctl", "_sysctl",
	},
)

// sealed are further calls refused to a worker that is ready: it only reads from one
// pipe and writes to another.
var sealed = []string{
	"open", "openat", "openat2", "creat", "execve",
	"mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2",
	"link", "linkat", "symlink", "symlinkat", "mknod", "mknodat", "readlink", "readlinkat", "getdents", "getdents64",
	"stat", "stat64", "lstat", "lstat64", "newfstatat", "fstatat64", "statx", "access", "faccessat", "faccessat2", "statfs", "statfs64",
	"chdir", "fchdir", "getcwd", "flock", "umask",
}

// local are calls to serve sockets for processes of the same namespace. Connecting,
// and sending without a connection, are refused all the same.
var local = []string{"socketpair", "bind", "listen", "accept", "accept4"}

// absent are calls that fail as if the kernel or the file system lacked them, so that
// programs fall back: from clone3 to clone, whose arguments can be checked, and
// without extended attributes in ls, which the start script of LibreOffice calls.
var absent = map[unix.Errno][]string{
	unix.ENOSYS:  {"clone3"},
	unix.ENOTSUP: {"getxattr", "lgetxattr", "fgetxattr", "getxattrat", "listxattr", "llistxattr", "flistxattr", "listxattrat"},
}

// conditions are calls that are allowed if one of several conditions on their
// arguments holds.
type conditions map[string][]seccomp.ArgumentConditions

// equal and differs compare an argument that the kernel reads as 32 bits; its upper
// bits must not circumvent the comparison.
func equal(argument uint32, value uint64) seccomp.Condition {
	return seccomp.Condition{Argument: argument, Operation: seccomp.Equal, Value: value}
}

func differs(argument uint32, values ...uint64) seccomp.ArgumentConditions {
	out := seccomp.ArgumentConditions{{Argument: argument, Operation: seccomp.LessOrEqual, Value: math.MaxUint32}}
	for _, v := range values {
		out = append(out, seccomp.Condition{Argument: argument, Operation: seccomp.NotEqual, Value: v})
	}
	return out
}

// newNamespaces are the flags of clone that create namespaces. Flags beyond 32 bits
// are for clone3 only.
const newNamespaces = unix.CLONE_NEWNS | unix.CLONE_NEWCGROUP | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWNET

// Commands of fcntl by which a process is notified by signals; from Linux's fcntl.h,
// since x/sys has them for some systems only.
const (
	fSetsig   = 10
	fNotify   = 1026 // a signal when a folder changes
	fSetLease = 1024 // a signal when another process opens a file
)

// commands are those to files that programs of ours give: to see whether one is a
// terminal, how much is to be read, and to have it wait or not. Others would send
// signals to whom they name, write to terminals, or change what a file is.
// The last three are from Linux's asm-generic/ioctls.h.
var commands = []uint64{unix.TCGETS, unix.TIOCGWINSZ, unix.TIOCGPGRP, unix.TIOCINQ, fioNonBlocking, fioCloseOnExec, fioKeepOnExec}

const (
	fioNonBlocking = 0x5421
	fioKeepOnExec  = 0x5450
	fioCloseOnExec = 0x5451
)

// conditional are the calls of the base policy that depend on their arguments.
func conditional() conditions {
	own := uint64(os.Getpid()) // unchanged by exec
	notOwner := differs(1, unix.F_SETOWN, unix.F_SETOWN_EX, fSetsig, fNotify, fSetLease)
	// Of others they tell whether they are there, and how they run.
	itself := []seccomp.ArgumentConditions{{equal(0, 0)}, {equal(0, own)}}
	const process = 1 // PRIO_PROCESS is 0, IOPRIO_WHO_PROCESS 1
	// The clocks of other processes have numbers below 0.
	common := []seccomp.ArgumentConditions{{{Argument: 0, Operation: seccomp.LessOrEqual, Value: unix.CLOCK_TAI}}}
	out := conditions{
		"prlimit64": {{equal(0, 0)}},
		"tgkill":    {{equal(0, own)}},
		// CLONE_PARENT would make it a child of our parent, which would not wait for it.
		"clone":   {{{Argument: 0, Operation: seccomp.BitsSet, Value: unix.CLONE_THREAD}, {Argument: 0, Operation: seccomp.BitsNotSet, Value: newNamespaces | unix.CLONE_PARENT}}},
		"fcntl":   {notOwner},
		"fcntl64": {notOwner},
		// It ends with its parent, and shares a processor with whom it is put.
		"prctl":                 {differs(0, unix.PR_SET_PDEATHSIG, unix.PR_SCHED_CORE)},
		"getpgid":               itself,
		"getsid":                itself,
		"sched_getparam":        itself,
		"sched_getscheduler":    itself,
		"sched_getattr":         itself,
		"sched_getaffinity":     itself,
		"sched_rr_get_interval": itself,
		"getpriority":           {{equal(0, unix.PRIO_PROCESS), equal(1, 0)}},
		"ioprio_get":            {{equal(0, process), equal(1, 0)}},
		"clock_gettime":         common,
		"clock_getres":          common,
		"clock_nanosleep":       common,
		"timer_create":          common,
	}
	for _, c := range commands {
		out["ioctl"] = append(out["ioctl"], seccomp.ArgumentConditions{equal(1, c)})
	}
	return out
}

// refuse installs the filter of the policy for the calling thread and the program it
// becomes.
func (p policy) refuse() error {
	calls, some := base, conditional()
	if p.Sockets != "" {
		calls = without(calls, slices.Concat(local, []string{"socket"}))
		some["socket"] = []seccomp.ArgumentConditions{{equal(0, unix.AF_UNIX)}}
	}
	if p.Processes > 0 {
		calls = without(calls, []string{"fork", "vfork"})
		some["clone"] = []seccomp.ArgumentConditions{{{Argument: 0, Operation: seccomp.BitsNotSet, Value: newNamespaces | unix.CLONE_PARENT}}}
	}
	return load(calls, some, 0)
}

// Seal irrevocably forbids this process to open files, start programs and signal
// other processes. Open files stay open.
func Seal() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := load(slices.Concat(base, sealed), conditional(), seccomp.FilterFlagTSync); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	return nil
}

func without(calls, some []string) []string {
	return slices.DeleteFunc(slices.Clone(calls), func(c string) bool { return slices.Contains(some, c) })
}

// load installs a filter that refuses calls, allows some under conditions, and
// refuses calls of foreign architectures.
func load(refused []string, some conditions, flag seccomp.FilterFlag) error {
	every, err := everyCall()
	if err != nil || !filterable() {
		return nil // reported by Examine
	}
	var groups []seccomp.SyscallGroup
	for failure, calls := range absent {
		here := slices.DeleteFunc(slices.Clone(calls), func(c string) bool { return !slices.Contains(every, c) })
		groups = append(groups, seccomp.SyscallGroup{Action: seccomp.ActionErrno | seccomp.Action(failure), Names: here})
		refused = slices.Concat(refused, here) // by the groups before
	}
	allowed := seccomp.SyscallGroup{Action: seccomp.ActionAllow}
	for _, call := range every {
		switch {
		case slices.Contains(refused, call):
		case some[call] != nil:
			for _, c := range some[call] {
				allowed.NamesWithCondtions = append(allowed.NamesWithCondtions, seccomp.NameWithConditions{Name: call, Conditions: c})
			}
		default:
			allowed.Names = append(allowed.Names, call)
		}
	}
	// Unknown calls are refused, so that other numbers for the same call, of another
	// architecture, cannot be used.
	return seccomp.LoadFilter(seccomp.Filter{NoNewPrivs: true, Flag: flag, Policy: seccomp.Policy{
		DefaultAction: seccomp.ActionErrno, Syscalls: append(groups, allowed),
	}})
}

// everyCall returns the names of the calls on this machine.
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
