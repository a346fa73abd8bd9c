package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Launch is the launcher: it takes all rights from this process that the policy, the
// first argument, does not grant, and executes the program in the other arguments. It
// returns only on errors, or, without an error, if it was asked to test the
// namespaces and they work. newestABI limits the Landlock version; it is NewestABI
// except in tests.
func Launch(args []string, newestABI int) error {
	if len(args) < 2 {
		return errors.New("sandbox: a launcher needs a policy and a program")
	}
	var p policy
	if err := json.Unmarshal([]byte(args[0]), &p); err != nil {
		return fmt.Errorf("sandbox: policy: %w", err)
	}
	// The last steps apply to the calling thread only, which becomes the program.
	runtime.LockOSThread()
	if err := p.confine(newestABI); err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	if p.Probe {
		return nil
	}
	return fmt.Errorf("sandbox: start %s: %w", args[1], syscall.Exec(args[1], args[1:], os.Environ()))
}

// confine takes the steps in the order in which each is still possible.
func (p policy) confine(newestABI int) error {
	dir, err := os.Getwd()
	if err != nil {
		dir = "/"
	}
	if p.Namespaces {
		if err := p.hide(); err != nil {
			return fmt.Errorf("namespaces: %w", err)
		}
		if os.Chdir(dir) != nil {
			_ = os.Chdir("/") // the working directory may not be visible
		}
		if p.Probe {
			return nil
		}
	}
	// Close inherited files, except the standard ones, at exec. Go sets close-on-exec
	// for files that it opens itself. Requires Linux 5.11.
	_ = unix.CloseRange(3, math.MaxInt32, unix.CLOSE_RANGE_CLOEXEC)
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no new privileges: %w", err)
	}
	if err := p.limit(); err != nil {
		return fmt.Errorf("limits: %w", err)
	}
	if err := p.disown(); err != nil {
		return fmt.Errorf("user: %w", err)
	}
	if err := p.confineFiles(newestABI); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	// Changing the user has cleared it.
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0, 0, 0); err != nil {
		return fmt.Errorf("end with the parent: %w", err)
	}
	if err := p.refuse(); err != nil {
		return fmt.Errorf("system calls: %w", err)
	}
	return nil
}

// maxFiles limits the open files of a program. LibreOffice opens about two hundred.
const maxFiles = 512

// maxTimers is how many timers and queued signals it may have.
const maxTimers = 64

// limit sets the limits of the process, of which it can raise none. Those of
// processor time and files are hard at once: the first process of a namespace
// would not notice the warning.
func (p policy) limit() error {
	limits := map[int]uint64{
		unix.RLIMIT_CORE: 0, unix.RLIMIT_NOFILE: maxFiles, unix.RLIMIT_MSGQUEUE: 0,
		// These are counted by user, and so would be lacking elsewhere.
		unix.RLIMIT_MEMLOCK: 0, unix.RLIMIT_SIGPENDING: maxTimers,
		unix.RLIMIT_NICE: 0, unix.RLIMIT_RTPRIO: 0,
	}
	if p.CPU > 0 {
		limits[unix.RLIMIT_CPU] = uint64(math.Ceil(p.CPU.Seconds()))
	}
	if p.Memory > 0 {
		limits[unix.RLIMIT_AS] = p.Memory
	}
	if p.FileSize > 0 || len(p.Write) == 0 {
		limits[unix.RLIMIT_FSIZE] = p.FileSize
	}
	if p.Processes > 0 && p.Namespaces { // otherwise it would count all processes of the user
		limits[unix.RLIMIT_NPROC] = p.Processes
	}
	for resource, limit := range limits {
		var now syscall.Rlimit
		if err := syscall.Getrlimit(resource, &now); err != nil {
			return err
		}
		limit = min(limit, now.Max)
		if err := syscall.Setrlimit(resource, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			return err
		}
	}
	return nil
}

// disown drops all capabilities of root except those for files, most of which are
// hidden, and changes root to nobody if processes are to be counted.
func (p policy) disown() error {
	var left unix.CapUserData
	if os.Getuid() == 0 {
		left.Permitted = 1<<unix.CAP_DAC_OVERRIDE | 1<<unix.CAP_DAC_READ_SEARCH
	}
	for c := uintptr(0); c <= unix.CAP_LAST_CAP; c++ {
		if left.Permitted&(1<<c) == 0 || c >= 32 {
			_ = unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0) // fails for unknown capabilities
		}
	}
	if p.Nobody {
		for _, folder := range p.Write {
			if err := give(folder, nobody); err != nil {
				return err
			}
		}
		if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
			return err
		}
		left.Permitted = 0
	}
	// Only capabilities that it has can be kept.
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var has [2]unix.CapUserData
	if err := unix.Capget(&header, &has[0]); err != nil {
		return err
	}
	has[0] = unix.CapUserData{Permitted: has[0].Permitted & left.Permitted, Effective: has[0].Permitted & left.Permitted}
	has[1] = unix.CapUserData{}
	return unix.Capset(&header, &has[0])
}

// give changes the owner of a folder and its content.
func give(folder string, id int) error {
	return filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, id, id)
	})
}

// system are the paths that programs need to start: libraries, the linker's cache,
// fonts, Debian's alternatives, and the data of LibreOffice outside its folder. They
// contain nothing personal.
var system = []string{
	"/usr", "/bin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store",
	"/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/fonts", "/etc/libreoffice",
	"/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice",
	"/etc/localtime", "/sys/kernel/mm/transparent_hugepage", "/proc/cpuinfo", "/proc/meminfo", "/proc/version", "/dev/urandom", "/dev/zero",
}

// sink is the only device that may be written.
const sink = "/dev/null"

// hide replaces the root file system by an empty one, with read-only mounts of what
// the policy allows; only its own folders are writable.
func (p policy) hide() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("mounts of our own: %w", err)
	}
	// Links must be resolved while the old paths are valid.
	mounts := p.mounts()
	const root = "/dev" // a folder that every system has
	if err := unix.Mount("rostrum", root, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "mode=0755,size=1m"); err != nil {
		return fmt.Errorf("an empty root: %w", err)
	}
	if err := os.Mkdir(root+old, 0o700); err != nil {
		return err
	}
	if err := unix.PivotRoot(root, root+old); err != nil {
		return fmt.Errorf("change the root: %w", err)
	}
	if err := os.Chdir("/"); err != nil {
		return err
	}
	for _, m := range mounts {
		if err := m.mount(); err != nil {
			return fmt.Errorf("show %s: %w", m.path, err)
		}
	}
	if err := processes(); err != nil {
		return fmt.Errorf("show processes: %w", err)
	}
	if err := unix.Unmount(old, unix.MNT_DETACH); err != nil {
		return fmt.Errorf("hide the rest: %w", err)
	}
	if err := os.Remove(old); err != nil {
		return err
	}
	return restrict("/", unix.MOUNT_ATTR_RDONLY, 0)
}

// processes mounts /proc of the new namespace, read-only even for root, which needs
// no capability for most settings there. Where parts of /proc are covered, as in
// containers and by systemd, the kernel refuses that; then only those files are
// provided that describe the machine.
func processes() error {
	if err := os.MkdirAll("/proc", 0o755); err != nil {
		return err
	}
	if unix.Mount("proc", "/proc", "proc", unix.MS_RDONLY|unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "") == nil {
		return nil
	}
	for _, path := range system {
		if inProc(path) {
			if err := (mount{path: path, source: path, attr: unix.MOUNT_ATTR_RDONLY}).mount(); err != nil {
				return err
			}
		}
	}
	return nil
}

func inProc(path string) bool { return path == "/proc" || strings.HasPrefix(path, "/proc/") }

// old is the old root until it is removed.
const old = "/.old"

// mount is a path that a program can see.
type mount struct {
	path   string
	source string // without links; "" makes an empty folder
	folder bool
	attr   uint64 // mount attributes
}

func (p policy) mounts() (out []mount) {
	add := func(path string, attr uint64) {
		source, err := filepath.EvalSymlinks(path)
		if err != nil {
			return // it does not exist
		}
		if source, err = filepath.Abs(source); err != nil {
			return
		}
		if s, err := os.Stat(source); err == nil {
			out = append(out, mount{filepath.Clean(path), source, s.IsDir(), attr})
		}
	}
	if p.Sockets != "" {
		out = append(out, mount{path: p.Sockets, folder: true, attr: unix.MOUNT_ATTR_NODEV | unix.MOUNT_ATTR_NOEXEC})
	}
	add(sink, unix.MOUNT_ATTR_NOEXEC)
	for _, path := range slices.Concat(system, p.Read) {
		if filepath.IsAbs(path) && !inProc(path) { // see processes
			add(path, unix.MOUNT_ATTR_RDONLY)
		}
	}
	for _, path := range p.Write {
		add(path, unix.MOUNT_ATTR_NODEV|unix.MOUNT_ATTR_NOEXEC)
	}
	// Mount outer folders before inner ones.
	slices.SortStableFunc(out, func(a, b mount) int { return len(a.path) - len(b.path) })
	return out
}

func (m mount) mount() error {
	if m.folder {
		if err := os.MkdirAll(m.path, 0o755); err != nil {
			return err
		}
	} else if _, err := os.Lstat(m.path); err != nil {
		if err := os.MkdirAll(filepath.Dir(m.path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(m.path, nil, 0o600); err != nil {
			return err
		}
	}
	var err error
	if m.source == "" {
		err = unix.Mount("rostrum", m.path, "tmpfs", unix.MS_NOSUID, "mode=1777,size=1m")
	} else {
		err = unix.Mount(old+m.source, m.path, "", unix.MS_BIND|unix.MS_REC, "")
	}
	if err != nil {
		return err
	}
	return restrict(m.path, m.attr, unix.AT_RECURSIVE)
}

// restrict adds attributes to a mount, and with AT_RECURSIVE to those below it.
func restrict(path string, attr uint64, flags uint) error {
	err := unix.MountSetattr(unix.AT_FDCWD, path, flags, &unix.MountAttr{Attr_set: attr | unix.MOUNT_ATTR_NOSUID})
	if err != nil {
		return fmt.Errorf("restrict the mount: %w", err)
	}
	return nil
}
