// Package sandboxtest is the hostile code that tests run in place of document
// readers: the attempts of an attacker who has taken one over.
package sandboxtest

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// World is what is to be attacked: a service of the same user, and its data.
type World struct {
	Data     string  // its folder, empty except for Catalog and Doomed
	Process  int     // process id
	Address  uintptr // in its memory
	TCP, UDP string  // addresses it listens on
	Stream   string  // path of a socket it listens on
	Datagram string
	Abstract string // name of an abstract socket
	Open     int    // a file that the parent of the reader has left open
	Free     string // a folder that the reader may write to; "" if it may to none
	Mark     string // in the environment of all processes that the reader leaves behind
}

// Names of files in World.Data.
const (
	Catalog = "catalog.db"
	Doomed  = "doomed"
)

// Secret is the environment variable that readers must not see.
const Secret = "ROSTRUM_SMTP_PASSWORD"

// attempt is one attack. It succeeds if it returns no error.
type attempt struct {
	name string
	try  func(World) error
}

// Try makes all attempts, and returns those that were neither refused nor without
// effect.
func Try(w World) (could []string) {
	for _, a := range attempts {
		if a.try(w) == nil {
			could = append(could, a.name)
		}
	}
	return could
}

// Names returns the names of all attempts.
func Names() (out []string) {
	for _, a := range attempts {
		out = append(out, a.name)
	}
	return out
}

func (w World) catalog() string { return filepath.Join(w.Data, Catalog) }

var attempts = slices.Concat(files, attributes, processes, memory, spying, network, kernel, shared, everybody, multitude)

var files = []attempt{
	{"read the catalogue", func(w World) error { _, err := os.ReadFile(w.catalog()); return err }},
	{"list the data folder", func(w World) error { _, err := os.ReadDir(w.Data); return err }},
	{"write to the catalogue", func(w World) error { return write(w.catalog(), os.O_WRONLY) }},
	{"truncate the catalogue", func(w World) error { return unix.Truncate(w.catalog(), 1) }},
	{"truncate by opening", func(w World) error { return write(w.catalog(), unix.O_RDONLY|unix.O_TRUNC) }},
	{"make a file", func(w World) error { return write(filepath.Join(w.Data, "made"), os.O_WRONLY|os.O_CREATE) }},
	{"remove a file", func(w World) error { return os.Remove(filepath.Join(w.Data, Doomed)) }},
	{"make a folder", func(w World) error { return os.Mkdir(filepath.Join(w.Data, "folder"), 0o700) }},
	{"make a symbolic link", func(w World) error { return os.Symlink("/etc/passwd", filepath.Join(w.Data, "link")) }},
	{"make a pipe", func(w World) error { return unix.Mkfifo(filepath.Join(w.Data, "pipe"), 0o600) }},
	{"link the catalogue", func(w World) error { return os.Link(w.catalog(), filepath.Join(w.own(), "hard")) }},
	{"rename the catalogue", func(w World) error {
		if err := os.Rename(w.catalog(), w.catalog()+".new"); err != nil {
			return err
		}
		return os.Rename(w.catalog()+".new", w.catalog())
	}},
	{"read passwords", func(World) error { _, err := os.ReadFile("/etc/passwd"); return err }},
	{"read the service's environment", func(w World) error { _, err := os.ReadFile(w.proc("environ")); return err }},
	{"open the service's memory", func(w World) error { return write(w.proc("mem"), os.O_RDONLY) }},
	{"read what was left open", func(w World) error { _, err := unix.Pread(w.Open, make([]byte, 1), 0); return err }},
	{"see a secret", func(World) error {
		if os.Getenv(Secret) == "" {
			return unix.EACCES
		}
		return nil
	}},
}

func (w World) proc(file string) string { return filepath.Join("/proc", strconv.Itoa(w.Process), file) }

// own returns a folder for files, the reader's own if it has one.
func (w World) own() string {
	if w.Free != "" {
		return w.Free
	}
	return w.Data
}

func write(path string, flags int) error {
	f, err := os.OpenFile(path, flags, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

var attributes = []attempt{
	{"see how large the catalogue is", func(w World) error { _, err := os.Stat(w.catalog()); return err }},
	{"ask whether the catalogue is there", func(w World) error { return unix.Access(w.catalog(), unix.F_OK) }},
	{"watch all files", func(World) error {
		fd, err := unix.FanotifyInit(unix.FAN_CLASS_NOTIF, 0)
		return closedFD(fd, err)
	}},
	{"watch the data folder", func(w World) error {
		fd, err := unix.InotifyInit1(0)
		if err != nil {
			return err
		}
		defer func() { _ = unix.Close(fd) }()
		_, err = unix.InotifyAddWatch(fd, w.Data, unix.IN_ALL_EVENTS)
		return err
	}},
	{"change the rights of the catalogue", func(w World) error { return os.Chmod(w.catalog(), 0o666) }},
	{"change the owner of the catalogue", func(w World) error { return os.Lchown(w.catalog(), os.Getuid(), os.Getgid()) }},
	{"change the time of the catalogue", func(w World) error { return os.Chtimes(w.catalog(), time.Unix(1, 0), time.Unix(1, 0)) }},
	{"set an attribute of the catalogue", func(w World) error { return unix.Setxattr(w.catalog(), "user.rostrum", []byte("x"), 0) }},
	{"list attributes of the catalogue", func(w World) error { _, err := unix.Listxattr(w.catalog(), nil); return err }},
}

var processes = []attempt{
	{"limit the service's files", func(w World) error {
		return unix.Prlimit(w.Process, unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 3, Max: 3}, nil)
	}},
	{"read the service's limits", func(w World) error {
		return unix.Prlimit(w.Process, unix.RLIMIT_NOFILE, nil, &unix.Rlimit{})
	}},
	{"bind the service to a processor", func(w World) error {
		var set unix.CPUSet
		set.Set(0)
		return unix.SchedSetaffinity(w.Process, &set)
	}},
	{"have the service run when all is idle", func(w World) error {
		const idle = 5 // SCHED_IDLE, from Linux's sched.h
		var priority int32
		return errno(unix.Syscall(unix.SYS_SCHED_SETSCHEDULER, uintptr(w.Process), idle, uintptr(unsafe.Pointer(&priority))))
	}},
	{"make the service nice", func(w World) error { return unix.Setpriority(unix.PRIO_PROCESS, w.Process, 19) }},
	{"make the service's disk idle", func(w World) error {
		const process, idle = 1, 3 << 13 // IOPRIO_WHO_PROCESS and IOPRIO_CLASS_IDLE, from Linux's ioprio.h
		return errno(unix.Syscall(unix.SYS_IOPRIO_SET, process, uintptr(w.Process), idle))
	}},
	{"signal the service", func(w World) error { return unix.Kill(w.Process, unix.SIGWINCH) }},
	{"signal a thread of the service", func(w World) error { return unix.Tgkill(w.Process, w.Process, unix.SIGWINCH) }},
	{"signal a thread by its number", func(w World) error {
		return errno(unix.Syscall(unix.SYS_TKILL, uintptr(w.Process), uintptr(unix.SIGWINCH), 0))
	}},
	{"queue a signal to the service", func(w World) error {
		info := [16]uint64{}
		*(*int32)(unsafe.Pointer(&info[0])) = int32(unix.SIGWINCH)
		*(*int32)(unsafe.Pointer(&info[1])) = -1 // SI_QUEUE
		return errno(unix.Syscall(unix.SYS_RT_SIGQUEUEINFO, uintptr(w.Process), uintptr(unix.SIGWINCH), uintptr(unsafe.Pointer(&info))))
	}},
	{"hold the service", func(w World) error {
		return held(w, func(int) error { return nil })
	}},
	{"signal the service that is held", func(w World) error {
		return held(w, func(fd int) error { return unix.PidfdSendSignal(fd, unix.SIGWINCH, nil, 0) })
	}},
	{"take a file of the service", func(w World) error {
		return held(w, func(fd int) error { return closedFD(unix.PidfdGetfd(fd, 1, 0)) })
	}},
	{"enter a namespace of the service", func(w World) error {
		return apart(func() error { return held(w, func(fd int) error { return unix.Setns(fd, unix.CLONE_NEWUTS) }) })
	}},
	{"have a pipe signal the service", func(w World) error {
		var p [2]int
		if err := unix.Pipe(p[:]); err != nil {
			return err
		}
		defer func() { _, _ = unix.Close(p[0]), unix.Close(p[1]) }()
		_, err := unix.FcntlInt(uintptr(p[0]), unix.F_SETOWN, w.Process)
		return err
	}},
	{"have a socket signal the service", func(w World) error {
		p, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return err
		}
		defer func() { _, _ = unix.Close(p[0]), unix.Close(p[1]) }()
		const setOwner = 0x8901 // FIOSETOWN of Linux's sockios.h
		return unix.IoctlSetPointerInt(p[0], setOwner, w.Process)
	}},
	{"type on a terminal", func(World) error {
		x := byte('x')
		_, _, e := unix.Syscall(unix.SYS_IOCTL, 0, unix.TIOCSTI, uintptr(unsafe.Pointer(&x)))
		if e == unix.ENOTTY || e == unix.EIO { // it was tried: the input is none
			return nil
		}
		return errno(0, 0, e)
	}},
	{"leave a child to the parent", func(World) error {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		pid, _, e := unix.RawSyscall6(unix.SYS_CLONE, unix.CLONE_PARENT|uintptr(unix.SIGCHLD), 0, 0, 0, 0, 0)
		if e == 0 && pid == 0 { // we are the new one
			_, _, _ = unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
		}
		return errno(0, 0, e)
	}},
	{"debug the service", func(w World) error {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := unix.PtraceSeize(w.Process); err != nil {
			return err
		}
		_ = unix.PtraceInterrupt(w.Process) // a process must be stopped to be released
		_, _ = unix.Wait4(w.Process, nil, unix.WALL, nil)
		return unix.PtraceDetach(w.Process)
	}},
	{"outlive the parent", func(World) error { return unix.Prctl(unix.PR_SET_PDEATHSIG, 0, 0, 0, 0) }},
	{"run a program", func(World) error { return exec.CommandContext(context.Background(), "/bin/true").Run() }},
	{"start a process that stays", func(w World) error { return linger(w, nil) }},
	{"start one in a session of its own", func(w World) error { return linger(w, &unix.SysProcAttr{Setsid: true}) }},
	{"start one in a process group of its own", func(w World) error { return linger(w, &unix.SysProcAttr{Setpgid: true}) }},
	{"start a process by clone3", func(World) error {
		args := [11]uint64{4: uint64(unix.SIGCHLD)}
		pid, _, e := unix.RawSyscall(unix.SYS_CLONE3, uintptr(unsafe.Pointer(&args)), unsafe.Sizeof(args), 0)
		switch {
		case e != 0:
			return e
		case pid == 0: // the child process
			_, _, _ = unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
		}
		_, err := unix.Wait4(int(pid), nil, 0, nil)
		return err
	}},
	{"enter a user namespace", func(World) error {
		cmd := exec.CommandContext(context.Background(), "/bin/true")
		cmd.SysProcAttr = &unix.SysProcAttr{Cloneflags: unix.CLONE_NEWUSER}
		return cmd.Run()
	}},
	{"raise its own limits", func(World) error {
		return unix.Prlimit(0, unix.RLIMIT_CORE, &unix.Rlimit{Cur: 4096, Max: 4096}, nil) // none may be left
	}},
}

var memory = []attempt{
	{"read the service's memory", func(w World) error {
		b := make([]byte, 1)
		into := []unix.Iovec{{Base: &b[0], Len: 1}}
		_, err := unix.ProcessVMReadv(w.Process, into, []unix.RemoteIovec{{Base: w.Address, Len: 1}}, 0)
		return err
	}},
	{"write to the service's memory", func(w World) error {
		b := []byte{'x'}
		from := []unix.Iovec{{Base: &b[0], Len: 1}}
		_, err := unix.ProcessVMWritev(w.Process, from, []unix.RemoteIovec{{Base: w.Address, Len: 1}}, 0)
		return err
	}},
	{"have the service's memory written to disk", func(w World) error {
		return held(w, func(fd int) error {
			const page = 4096
			at := struct{ base, length uintptr }{w.Address &^ (page - 1), page} // a struct iovec
			return errno(unix.Syscall6(unix.SYS_PROCESS_MADVISE, uintptr(fd), uintptr(unsafe.Pointer(&at)), 1, unix.MADV_COLD, 0, 0))
		})
	}},
	{"catch page faults", func(World) error {
		fd, _, e := unix.Syscall(unix.SYS_USERFAULTFD, unix.O_CLOEXEC, 0, 0)
		return closedFD(int(fd), errno(0, 0, e))
	}},
	{"keep a program in memory", func(World) error { return closedFD(unix.MemfdCreate("x", unix.MFD_CLOEXEC)) }},
	{"lock memory", func(World) error {
		b := make([]byte, 1<<16)
		if err := unix.Mlock(b); err != nil {
			return err
		}
		return unix.Munlock(b)
	}},
}

// spying changes nothing of the service, but tells of it.
var spying = []attempt{
	{"ask whether the service runs", func(w World) error { _, err := unix.Getpgid(w.Process); return err }},
	{"ask for the service's session", func(w World) error { _, err := unix.Getsid(w.Process); return err }},
	{"ask how nice the service is", func(w World) error { _, err := unix.Getpriority(unix.PRIO_PROCESS, w.Process); return err }},
	{"ask where the service runs", func(w World) error { return unix.SchedGetaffinity(w.Process, &unix.CPUSet{}) }},
	{"ask how the service is scheduled", func(w World) error {
		return errno(unix.Syscall(unix.SYS_SCHED_GETSCHEDULER, uintptr(w.Process), 0, 0))
	}},
	{"ask how the service reads from disk", func(w World) error {
		const process = 1 // IOPRIO_WHO_PROCESS of Linux's ioprio.h
		return errno(unix.Syscall(unix.SYS_IOPRIO_GET, process, uintptr(w.Process), 0))
	}},
	{"see how busy the service is", func(w World) error {
		clock := int32(^w.Process)<<3 | 2 // CPUCLOCK_SCHED of all its threads, by clock_getcpuclockid(3)
		return unix.ClockGettime(clock, &unix.Timespec{})
	}},
	{"wait for the service to be busy", func(w World) error {
		clock := int32(^w.Process)<<3 | 2
		var timer int32
		const silent = 1 // SIGEV_NONE, behind the value and the signal
		event := [8]uint64{1: silent << 32}
		return errno(unix.Syscall(unix.SYS_TIMER_CREATE, uintptr(clock), uintptr(unsafe.Pointer(&event)), uintptr(unsafe.Pointer(&timer))))
	}},
	{"compare itself with the service", func(w World) error {
		const files = 2 // KCMP_FILES of Linux's kcmp.h
		return errno(unix.Syscall6(unix.SYS_KCMP, uintptr(os.Getpid()), uintptr(w.Process), files, 0, 0, 0))
	}},
	{"find the service's locks", func(w World) error {
		var head, length uintptr
		return errno(unix.Syscall(unix.SYS_GET_ROBUST_LIST, uintptr(w.Process), uintptr(unsafe.Pointer(&head)), uintptr(unsafe.Pointer(&length))))
	}},
	{"count what the service does", func(w World) error {
		attr := unix.PerfEventAttr{Type: unix.PERF_TYPE_SOFTWARE, Config: unix.PERF_COUNT_SW_TASK_CLOCK}
		attr.Size = uint32(unsafe.Sizeof(attr))
		return closedFD(unix.PerfEventOpen(&attr, w.Process, -1, -1, unix.PERF_FLAG_FD_CLOEXEC))
	}},
	{"read what the kernel logs", func(World) error { _, err := unix.Klogctl(unix.SYSLOG_ACTION_SIZE_BUFFER, nil); return err }},
}

// shared is what is shared by name.
var shared = []attempt{
	{"share memory by a number", func(World) error { _, err := unix.SysvShmGet(0x726f73, 4096, unix.IPC_CREAT|0o600); return err }},
	{"share a semaphore", func(World) error { return errno(unix.Syscall(unix.SYS_SEMGET, 0x726f73, 1, unix.IPC_CREAT|0o600)) }},
	{"share a queue by a number", func(World) error { return errno(unix.Syscall(unix.SYS_MSGGET, 0x726f73, unix.IPC_CREAT|0o600, 0)) }},
	{"share a queue by a name", func(World) error {
		name := []byte("rostrum\x00")
		fd, _, e := unix.Syscall6(unix.SYS_MQ_OPEN, uintptr(unsafe.Pointer(&name[0])), unix.O_CREAT|unix.O_RDWR, 0o600, 0, 0, 0)
		return closedFD(int(fd), errno(0, 0, e))
	}},
	{"keep a key", func(World) error {
		_, err := unix.AddKey("user", "rostrum", []byte("x"), unix.KEY_SPEC_PROCESS_KEYRING)
		return err
	}},
	{"ask for keys of the user", func(World) error { _, err := unix.KeyctlGetKeyringID(unix.KEY_SPEC_USER_KEYRING, true); return err }},
}

// everybody has to wait for these.
var everybody = []attempt{
	{"have all disks written", func(World) error { return errno(unix.Syscall(unix.SYS_SYNC, 0, 0, 0)) }},
	{"interrupt all processors", func(World) error {
		const global = 1 // MEMBARRIER_CMD_GLOBAL of Linux's membarrier.h
		return errno(unix.Syscall(unix.SYS_MEMBARRIER, global, 0, 0))
	}},
}

// held does something with a descriptor of the service.
func held(w World, do func(fd int) error) error {
	fd, err := unix.PidfdOpen(w.Process, 0)
	if err != nil {
		return err
	}
	defer func() { _ = unix.Close(fd) }()
	return do(fd)
}

// apart does something on a thread of its own, which ends with it.
func apart(do func() error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread()
		done <- do()
	}()
	return <-done
}

func closedFD(fd int, err error) error {
	if err == nil {
		err = unix.Close(fd)
	}
	return err
}

// multitude comes last: where it is counted, there is no thread left for more.
var multitude = []attempt{
	{"start two hundred processes", func(w World) error {
		for range 200 {
			if err := linger(w, nil); err != nil {
				return err
			}
		}
		return nil
	}},
}

// linger starts a process that does not end by itself.
func linger(w World, how *unix.SysProcAttr) error {
	cmd := exec.CommandContext(context.Background(), "/bin/sleep", "3600")
	cmd.Env, cmd.SysProcAttr = []string{w.Mark}, how
	return cmd.Start()
}

var network = []attempt{
	{"connect by TCP", func(w World) error { return dial("tcp", w.TCP) }},
	{"send by UDP", func(w World) error { return send("udp", w.UDP) }},
	{"listen", func(World) error { l, err := net.Listen("tcp", "127.0.0.1:0"); return closed(l, err) }},
	{"connect on the disk", func(w World) error { return dial("unix", w.Stream) }},
	{"connect by a name", func(w World) error { return dial("unix", w.Abstract) }},
	{"send to a socket on the disk", func(w World) error {
		fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return err
		}
		defer func() { _ = unix.Close(fd) }()
		return unix.Sendto(fd, []byte("x"), 0, &unix.SockaddrUnix{Name: w.Datagram}) // without connecting
	}},
	{"listen by a name", func(World) error { l, err := net.Listen("unix", "@rostrum-hostile"); return closed(l, err) }},
	{"make a socket of any other kind", func(World) error {
		for family := range 64 {
			if family == unix.AF_UNIX {
				continue
			}
			for _, kind := range []int{unix.SOCK_STREAM, unix.SOCK_DGRAM, unix.SOCK_RAW, unix.SOCK_SEQPACKET} {
				if fd, err := unix.Socket(family, kind, 0); err == nil {
					return unix.Close(fd)
				}
			}
		}
		return unix.EACCES
	}},
	{"make a raw socket", func(World) error {
		fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW, 0)
		if err == nil {
			err = unix.Close(fd)
		}
		return err
	}},
	{"make a ring", func(World) error {
		var params [120]byte
		fd, _, e := unix.Syscall(unix.SYS_IO_URING_SETUP, 1, uintptr(unsafe.Pointer(&params)), 0)
		if e != 0 {
			return e
		}
		return unix.Close(int(fd))
	}},
}

var kernel = []attempt{
	{"mount", func(w World) error {
		if err := unix.Mount("x", w.own(), "tmpfs", 0, ""); err != nil {
			return err
		}
		return unix.Unmount(w.own(), unix.MNT_DETACH)
	}},
	{"change the root", func(World) error { return unix.Chroot("/") }},
	{"open by handle", func(w World) error { _, _, err := unix.NameToHandleAt(unix.AT_FDCWD, w.catalog(), 0); return err }},
	{"load into the kernel", func(World) error {
		// An array map with one entry: BPF_MAP_CREATE of BPF_MAP_TYPE_ARRAY.
		attr := [18]uint32{2, 4, 4, 1}
		fd, _, e := unix.Syscall(unix.SYS_BPF, 0, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
		if e != 0 {
			return e
		}
		return unix.Close(int(fd))
	}},
	{"open a file system", func(World) error { return closedFD(unix.Fsopen("tmpfs", unix.FSOPEN_CLOEXEC)) }},
	{"copy a tree of mounts", func(World) error {
		const clone = 1 // OPEN_TREE_CLONE of Linux's mount.h
		return closedFD(unix.OpenTree(unix.AT_FDCWD, "/", clone|unix.O_CLOEXEC))
	}},
	{"change mounts", func(World) error {
		return unix.MountSetattr(unix.AT_FDCWD, "/", 0, &unix.MountAttr{})
	}},
	{"leave its namespace", func(World) error { return apart(func() error { return unix.Unshare(unix.CLONE_NEWUTS) }) }},
	{"name the host", func(World) error {
		name, err := os.Hostname()
		if err != nil {
			return err
		}
		return unix.Sethostname([]byte(name))
	}},
}

func open(network, address string) (net.Conn, error) {
	return (&net.Dialer{Timeout: time.Second}).DialContext(context.Background(), network, address)
}

func dial(network, address string) error {
	c, err := open(network, address)
	return closed(c, err)
}

func send(network, address string) error {
	c, err := open(network, address)
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = fmt.Fprint(c, "x")
	return err
}

func closed(c interface{ Close() error }, err error) error {
	if err == nil {
		err = c.Close()
	}
	return err
}

func errno(_, _ uintptr, e unix.Errno) error {
	if e == 0 {
		return nil
	}
	return e
}
