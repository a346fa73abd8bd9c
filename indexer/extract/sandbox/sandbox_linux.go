package sandbox

import (
	"errors"
	"fmt"
	"math"
	"os/exec"
	"slices"
	"strings"
	"syscall"

	"github.com/landlock-lsm/go-landlock/landlock"
	landlocksys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

// system is what programs need to start: their libraries, the linker's notes,
// fonts, what Debian chooses among alternatives and keeps of LibreOffice beside
// its programs. None of it is anybody's own.
var system = []string{
	"/usr", "/bin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store",
	"/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/fonts", "/etc/libreoffice",
	"/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice",
	"/etc/localtime", "/sys/kernel/mm/transparent_hugepage", "/proc/cpuinfo", "/proc/meminfo", "/dev/urandom", "/dev/zero",
}

// Missing says what this machine lacks to confine programs as it should; nil
// where it lacks nothing.
func Missing() error {
	var lacks []string
	if abi, err := landlocksys.LandlockGetABIVersion(); err != nil || abi < 1 {
		lacks = append(lacks, "Landlock (Linux 5.13) to keep it from files")
	}
	if _, err := everyCall(); err != nil || !filterable() {
		lacks = append(lacks, "seccomp to keep it from the network")
	}
	if len(lacks) == 0 {
		return nil
	}
	return errors.New("what reads documents is not confined as it should be: the system lacks " + strings.Join(lacks, " and "))
}

// confineThread takes from the calling thread all but r.
func confineThread(r Rights) error {
	// What this process was itself handed without the mark that ends files at
	// exec would be handed on. Go marks all that it opens. Linux 5.11.
	_ = unix.CloseRange(3, math.MaxInt32, unix.CLOSE_RANGE_CLOEXEC)
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("sandbox: no new privileges: %w", err)
	}
	dropCapabilities()
	if err := confineFiles(r); err != nil {
		return fmt.Errorf("sandbox: files: %w", err)
	}
	if err := refuse(r.refused(), r.Sockets != "", 0); err != nil {
		return fmt.Errorf("sandbox: calls: %w", err)
	}
	return nil
}

// dropCapabilities makes root no mightier than others, but for files, which
// Landlock keeps. It does nothing for those who have no capabilities.
func dropCapabilities() {
	for c := uintptr(0); c <= unix.CAP_LAST_CAP; c++ {
		if c != unix.CAP_DAC_OVERRIDE && c != unix.CAP_DAC_READ_SEARCH {
			_ = unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0)
		}
	}
}

func onFirstThread() bool { return unix.Gettid() == unix.Getpid() }

func confineFiles(r Rights) error {
	read := slices.Concat(system, r.Read)
	rules := []landlock.Rule{
		landlock.RODirs(folders(read)...), landlock.ROFiles(files(read)...), landlock.RWFiles("/dev/null"), landlock.RWDirs(r.Write...),
	}
	if r.Sockets != "" {
		rules = append(rules, landlock.PathAccess(landlocksys.AccessFSMakeSock, r.Sockets))
	}
	fd, flags, err := landlock.V11.BestEffort().NewRulesetFD(rules...)
	if err != nil || fd < 0 {
		return err
	}
	defer func() { _ = unix.Close(fd) }()
	return landlocksys.LandlockRestrictSelf(fd, flags)
}

// folders and files part paths by what they are: a right to list a folder
// cannot be had for a file.
func folders(paths []string) []string { return which(paths, true) }

func files(paths []string) []string { return which(paths, false) }

func which(paths []string, folder bool) (out []string) {
	for _, p := range paths {
		var s unix.Stat_t
		if unix.Stat(p, &s) == nil && (s.Mode&unix.S_IFMT == unix.S_IFDIR) == folder {
			out = append(out, p)
		}
	}
	return out
}

// isolate puts a program into a process group of its own, to be killed as a
// whole, and has the kernel kill it when the thread that started it ends.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// KillGroup kills a program that a Starter has started, and all that it started.
func KillGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }
