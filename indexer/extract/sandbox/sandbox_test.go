//go:build linux

package sandbox

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// What hostile code can do under the policies of our readers is tried in
// indexer/extract, where those policies are; here is what the policy's parts do.

var launcher = Launcher{os.Args[0], "launch"}

// TestMain lets the test binary be the launcher, and the programs that are confined.
func TestMain(m *testing.M) {
	if len(os.Args) < 3 {
		os.Exit(m.Run())
	}
	switch os.Args[1] {
	case "launch":
		if err := Launch(os.Args[2:], NewestABI); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "spin":
		for {
			runtime.Gosched()
		}
	case "write":
		err := os.WriteFile(filepath.Join(os.Args[2], "made"), make([]byte, 1<<20), 0o600)
		fmt.Print(err)
	case "run": // what was written to a folder
		path := filepath.Join(os.Args[2], "program")
		b, err := os.ReadFile(os.Args[0])
		if err == nil {
			err = os.WriteFile(path, b, 0o700)
		}
		if err == nil {
			err = syscall.Exec(path, []string{path, "whoami", "x"}, nil)
		}
		fmt.Print(err)
	case "whoami":
		fmt.Print(os.Getuid())
	case "family": // a process that stays, and whose parent ends
		cmd := exec.Command("/bin/sleep", "3600") //nolint:noctx // it outlives us
		cmd.Env, cmd.Stdout = []string{os.Args[2]}, os.Stdout
		fmt.Println(cmd.Start())
	default:
		os.Exit(m.Run())
	}
}

func full(t *testing.T) {
	t.Helper()
	if err := Examine(launcher).Err(); err != nil {
		t.Skip(err)
	}
}

// run runs this binary under rights, and returns its output.
func run(t *testing.T, r Rights, args ...string) (string, error) {
	t.Helper()
	r.Read = append(r.Read, forRace...)
	s, err := NewStarter(launcher, r)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := s.Start(cmd); err != nil {
		t.Fatal(err)
	}
	err = Wait(cmd)
	return out.String(), err
}

func TestLimits(t *testing.T) {
	full(t)
	folder := t.TempDir()
	begin := time.Now()
	if _, err := run(t, Rights{CPU: time.Second}, "spin", "x"); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Errorf("over its processor time: %v after %v", err, time.Since(begin))
	}
	if out, err := run(t, Rights{Write: []string{folder}, FileSize: 1 << 10}, "write", folder); err != nil || !strings.Contains(out, "file too large") {
		t.Errorf("a large file: %q, %v", out, err)
	}
	if s, err := os.Stat(filepath.Join(folder, "made")); err != nil || s.Size() != 1<<10 {
		t.Errorf("a large file: %v, %v", s, err)
	}
	if out, err := run(t, Rights{Read: []string{folder}}, "write", folder); err != nil || !strings.Contains(out, "read-only") && !strings.Contains(out, "denied") {
		t.Errorf("a folder to be read: %q, %v", out, err)
	}
	if out, err := run(t, Rights{Write: []string{folder}, FileSize: 1 << 30}, "run", folder); err != nil || !strings.Contains(out, "denied") {
		t.Errorf("a program it has written: %q, %v", out, err)
	}
}

// Root becomes nobody if its processes are to be counted, since the kernel does not
// count those of root.
func TestNobody(t *testing.T) {
	full(t)
	if os.Getuid() != 0 {
		t.Skip("for root")
	}
	folder := t.TempDir()
	if out, err := run(t, Rights{Processes: 64, Write: []string{folder}}, "whoami", "x"); out != fmt.Sprint(nobody) || err != nil {
		t.Errorf("it is %s, %v", out, err)
	}
	if s, err := os.Stat(folder); err != nil || s.Sys().(*syscall.Stat_t).Uid != nobody {
		t.Errorf("its folder: %v", err)
	}
	if out, err := run(t, Rights{}, "whoami", "x"); out != "0" || err != nil {
		t.Errorf("what starts none is %s, %v", out, err)
	}
}

// Processes started by a program end with it, also if their parent has ended.
func TestFamily(t *testing.T) {
	full(t)
	mark := "ROSTRUM_FAMILY=" + t.Name() + fmt.Sprint(os.Getpid())
	s, err := NewStarter(launcher, Rights{Processes: 64, Read: forRace})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", os.Args[0]+" family "+mark+"; read forever")
	s.rights.Read = append(s.rights.Read, os.Args[0])
	hold, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(cmd); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "<nil>\n" {
		t.Fatalf("%q, %v", line, err)
	}
	running := func() bool {
		environments, _ := filepath.Glob("/proc/[0-9]*/environ")
		return slices.ContainsFunc(environments, func(path string) bool {
			b, err := os.ReadFile(path)
			return err == nil && strings.Contains(string(b), mark)
		})
	}
	if !running() {
		t.Fatal("it started nothing")
	}
	Kill(cmd)
	_ = Wait(cmd)
	if running() {
		t.Error("it has left something behind")
	}
}

// Programs end with their Starter.
func TestClose(t *testing.T) {
	s, err := NewStarter(launcher, Rights{Read: forRace})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "spin", "x")
	if err := s.Start(cmd); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := Wait(cmd); err == nil {
		t.Error("it ended well")
	}
}

// A machine that lacks something reports it, and whether it matters.
func TestConfinement(t *testing.T) {
	if c := (Confinement{Seccomp: true, Namespaces: true, Lacks: []string{"Landlock"}}); c.Err() != nil {
		t.Errorf("without Landlock: %v", c.Err())
	}
	if c := (Confinement{Seccomp: true, Landlock: 7, Lacks: []string{"namespaces"}}); c.Err() == nil || !strings.Contains(c.Err().Error(), "namespaces") {
		t.Errorf("without namespaces: %v", c.Err())
	}
	// A launcher that does not work is detected and reported.
	if c := Examine(Launcher{"/bin/false"}); c.Namespaces || c.Full() {
		t.Errorf("%+v", c)
	}
	if _, err := NewStarter(nil, Rights{}); err == nil {
		t.Error("a starter without a launcher")
	}
}

// Every call is known on some architecture: a misspelt name would not be refused.
func TestCallsAreKnown(t *testing.T) {
	every, err := everyCall()
	if err != nil {
		t.Skip(err)
	}
	// Of other architectures, or newer than the list of names.
	foreign := []string{
		"chown32", "fchown32", "lchown32", "truncate64", "utimensat_time64", "stat64", "lstat64", "fstatat64", "statfs64", "umount", "stime",
		"clock_settime64", "clock_adjtime64", "vm86", "vm86old", "file_setattr", "file_getattr",
	}
	old := []string{ // missing on newer architectures
		"fork", "vfork", "chmod", "chown", "lchown", "utime", "utimes", "futimesat", "inotify_init", "sysfs", "ustat", "uselib", "modify_ldt", "iopl", "ioperm", "_sysctl",
		"open", "creat", "mkdir", "rmdir", "unlink", "rename", "link", "symlink", "mknod", "readlink", "getdents", "stat", "lstat", "access", "newfstatat", "migrate_pages",
		"lookup_dcookie", "nfsservctl", "kexec_file_load", "memfd_secret",
	}
	for _, call := range slices.Concat(base, sealed, local, absent[unix.ENOSYS], absent[unix.ENOTSUP]) {
		if !slices.Contains(every, call) && !slices.Contains(foreign, call) && !slices.Contains(old, call) {
			t.Errorf("%s is no call", call)
		}
	}
	for call := range conditional() {
		if !slices.Contains(every, call) && call != "fcntl64" {
			t.Errorf("%s is no call", call)
		}
	}
}
