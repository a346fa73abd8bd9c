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

// The calls that are refused to all. A list of those that are let through would
// be shorter, but it would have to follow every release of Go, of the C library
// and of LibreOffice, and a call that it lacks would break the reading of all
// documents. A call that is newer than our list of names is refused.
var base = slices.Concat(
	[]string{ // the network, and processes that listen on this machine
		"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg",
		"io_uring_setup", "io_uring_enter", "io_uring_register", // which make sockets, too
	},
	[]string{ // new processes, and a way out of what is killed as a whole
		"fork", "vfork", "setsid", "setpgid",
	},
	[]string{ // other processes: signals, memory, files, priorities
		"kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_send_signal", "pidfd_getfd",
		"ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp", "get_robust_list",
		"move_pages", "migrate_pages", "perf_event_open",
		"setpriority", "ioprio_set", "sched_setaffinity", "sched_setparam", "sched_setscheduler", "sched_setattr",
	},
	[]string{ // what is shared by name
		"shmget", "shmat", "shmctl", "msgget", "msgsnd", "msgrcv", "msgctl", "semget", "semop", "semtimedop", "semctl",
		"mq_open", "mq_unlink", "mq_timedsend", "mq_timedreceive", "mq_notify", "mq_getsetattr", "keyctl", "add_key", "request_key",
	},
	[]string{ // programs that are in no file, where those that are may be run from some folders only
		"memfd_create", "memfd_secret", "execveat",
	},
	[]string{ // what all have to wait for: everything written to any disk, and all processors
		"sync", "syncfs", "membarrier",
	},
	[]string{ // what files are, beside their content: Landlock knows no right to it, and truncation since ABI 3 only
		"chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "chown32", "fchown32", "lchown32",
		"utime", "utimes", "utimensat", "utimensat_time64", "futimesat", "truncate", "truncate64",
		"setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr", "lremovexattr", "fremovexattr", "removexattrat",
		"file_setattr", "file_getattr", "name_to_handle_at", "open_by_handle_at",
		"inotify_init", "inotify_init1", "inotify_add_watch", "fanotify_init", "fanotify_mark",
	},
	[]string{ // for those who run the machine
		"mount", "umount", "umount2", "move_mount", "open_tree", "open_tree_attr", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr",
		"statmount", "listmount", "pivot_root", "chroot", "unshare", "setns", "bpf", "userfaultfd",
		"kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot", "swapon", "swapoff",
		"acct", "quotactl", "quotactl_fd", "syslog", "settimeofday", "stime", "clock_settime", "clock_settime64", "adjtimex", "clock_adjtime", "clock_adjtime64",
		"sethostname", "setdomainname", "vhangup", "personality", "modify_ldt", "iopl", "ioperm", "vm86", "vm86old", "uselib", "ustat", "sysfs", "lookup_dcookie",
		"nfsservctl", "_sysctl",
	},
)

// sealed are those that are refused besides to a worker that is ready: it reads
// from one pipe and writes to another.
var sealed = []string{
	"open", "openat", "openat2", "creat", "execve",
	"mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2",
	"link", "linkat", "symlink", "symlinkat", "mknod", "mknodat", "readlink", "readlinkat", "getdents", "getdents64",
	"stat", "stat64", "lstat", "lstat64", "newfstatat", "fstatat64", "statx", "access", "faccessat", "faccessat2", "statfs", "statfs64",
	"chdir", "fchdir", "getcwd", "flock", "umask",
}

// local are those that serve sockets for others of one's own namespace. To
// connect to one, or to send without, is refused all the same.
var local = []string{"socketpair", "bind", "listen", "accept", "accept4"}

// absent are those that the kernel seems not to have, or the file system not to
// know: who asks for them goes on without. What clone3 does is done by clone, whose
// arguments can be seen; extended attributes are read by ls, which the script that
// starts LibreOffice calls.
var absent = map[unix.Errno][]string{
	unix.ENOSYS:  {"clone3"},
	unix.ENOTSUP: {"getxattr", "lgetxattr", "fgetxattr", "getxattrat", "listxattr", "llistxattr", "flistxattr", "listxattrat"},
}

// conditions are those that are let through with some arguments only. Any one
// of them will do.
type conditions map[string][]seccomp.ArgumentConditions

// equal and differs compare an argument that the kernel takes as 32 bits: what
// stands above them is no way around the second.
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

// newNamespaces are the flags of clone that make some. Those beyond 32 bits are
// for clone3 only.
const newNamespaces = unix.CLONE_NEWNS | unix.CLONE_NEWCGROUP | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWNET

// fSetsig names the signal by which a file tells its owner of something; x/sys has
// it for some systems only. From Linux's fcntl.h, like the next.
const (
	fSetsig   = 10
	fNotify   = 1026 // a signal when a folder changes
	fSetLease = 1024 // a signal when somebody else opens a file
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
	own := uint64(os.Getpid()) // which becoming another program does not change
	notOwner := differs(1, unix.F_SETOWN, unix.F_SETOWN_EX, fSetsig, fNotify, fSetLease)
	// Of others they tell whether they are there, and how they run.
	itself := []seccomp.ArgumentConditions{{equal(0, 0)}, {equal(0, own)}}
	const process = 1 // PRIO_PROCESS is 0, IOPRIO_WHO_PROCESS 1
	// The clocks of other processes have numbers below 0.
	common := []seccomp.ArgumentConditions{{{Argument: 0, Operation: seccomp.LessOrEqual, Value: unix.CLOCK_TAI}}}
	out := conditions{
		"prlimit64": {{equal(0, 0)}},
		"tgkill":    {{equal(0, own)}},
		// Not as a child of whoever started us, who would not wait for it.
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

// refuse takes from the calling thread, and what it becomes, the calls that the
// policy does not leave it.
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

// Seal takes from this process, for good, the opening of files, the starting
// of programs and the signalling of others. What is open stays open.
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

// load has the kernel refuse the calls, others but on their conditions, and all
// that the machine's processor understands beside its own.
func load(refused []string, some conditions, flag seccomp.FilterFlag) error {
	every, err := everyCall()
	if err != nil || !filterable() {
		return nil // Examine tells it
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
	// What is not named is refused, so that calls of another processor, which
	// have other numbers, are no way around.
	return seccomp.LoadFilter(seccomp.Filter{NoNewPrivs: true, Flag: flag, Policy: seccomp.Policy{
		DefaultAction: seccomp.ActionErrno, Syscalls: append(groups, allowed),
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
