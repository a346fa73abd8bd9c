//go:build linux

package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

var secret = byte('x')

// TestMain lets the test binary be the program that is confined.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "prisoner" {
		var p prison
		if err := json.Unmarshal([]byte(os.Args[2]), &p); err != nil {
			panic(err)
		}
		p.try()
		return
	}
	os.Exit(m.Run())
}

// prison is what a prisoner is told of what lies outside.
type prison struct {
	Canary, Kept, Free, Outside string  // a file that it may not read, one that it may, folders that it may write to and not
	TCP, Unix                   string  // servers that wait for it
	Parent, Open                int     // a process, and a file that it has left open
	Address                     uintptr // in its memory
	Sealed                      bool
}

// try tries what a hostile document would, and prints what was not refused.
func (p prison) try() {
	if p.Sealed {
		if err := Seal(); err != nil {
			fmt.Println("Seal:", err)
		}
	}
	for name, attempt := range map[string]func() error{
		"read a file":        func() error { _, err := os.ReadFile(p.Canary); return err },
		"read what it may":   func() error { _, err := os.ReadFile(p.Kept); return err },
		"list a folder":      func() error { _, err := os.ReadDir(filepath.Dir(p.Canary)); return err },
		"write where it may": func() error { return os.WriteFile(filepath.Join(p.Free, "made"), nil, 0o600) },
		"write outside":      func() error { return os.WriteFile(filepath.Join(p.Outside, "made"), nil, 0o600) },
		"remove a file":      func() error { return os.Remove(filepath.Join(p.Outside, "doomed")) },
		"link to a file":     func() error { return os.Symlink(p.Canary, filepath.Join(p.Outside, "link")) },
		"read passwords":     func() error { _, err := os.ReadFile("/etc/passwd"); return err },
		"read the parent":    func() error { _, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", p.Parent)); return err },
		"look into the parent": func() error {
			b := make([]byte, 1)
			into := []unix.Iovec{{Base: &b[0], Len: 1}}
			_, err := unix.ProcessVMReadv(p.Parent, into, []unix.RemoteIovec{{Base: p.Address, Len: 1}}, 0)
			return err
		},
		"signal the parent":   func() error { return unix.Kill(p.Parent, unix.SIGWINCH) },
		"read what was open":  func() error { _, err := unix.Read(p.Open, make([]byte, 1)); return err },
		"run a program":       func() error { return exec.CommandContext(context.Background(), "/bin/true").Run() },
		"connect by TCP":      func() error { return dial("tcp", p.TCP) },
		"connect by UDP":      func() error { return dial("udp", p.TCP) },
		"connect on the disk": func() error { return dial("unix", p.Unix) },
		"listen":              func() error { l, err := net.Listen("tcp", "127.0.0.1:0"); return join(l, err) },
		"make a raw socket":   func() error { fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW, 0); _ = unix.Close(fd); return err },
		"make a ring":         func() error { return errno(unix.Syscall(unix.SYS_IO_URING_SETUP, 1, 0, 0)) },
		"load into the kernel": func() error {
			return errno(unix.Syscall(unix.SYS_BPF, 0, 0, 0))
		},
		"see a secret": func() error {
			if os.Getenv("ROSTRUM_SECRET") == "" {
				return unix.EACCES
			}
			return nil
		},
	} {
		// EPERM and EACCES are refusals; any other failure is one of the attempt.
		switch err := attempt(); {
		case err == nil:
			fmt.Println(name)
		case !refusal(err):
			fmt.Printf("%s: %v\n", name, err)
		}
	}
}

func dial(network, address string) error {
	c, err := net.DialTimeout(network, address, time.Second)
	return join(c, err)
}

func join(c interface{ Close() error }, err error) error {
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

func refusal(err error) bool {
	text := err.Error()
	return strings.Contains(text, "not permitted") || strings.Contains(text, "permission denied") || strings.Contains(text, "bad file descriptor")
}

// A confined program gets nothing from outside but what it was given; one that
// has sealed itself not even that.
func TestConfined(t *testing.T) {
	if err := Missing(); err != nil {
		t.Skip(err)
	}
	outside, free, given := t.TempDir(), t.TempDir(), t.TempDir()
	for _, path := range []string{filepath.Join(outside, "canary"), filepath.Join(given, "kept")} {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer tcp.Close()
	local, err := net.Listen("unix", filepath.Join(outside, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer local.Close()
	// As a careless parent would leave it to us.
	open, err := unix.Open(filepath.Join(outside, "canary"), unix.O_RDONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(open)
	p := prison{
		Canary: filepath.Join(outside, "canary"), Kept: filepath.Join(given, "kept"), Free: free, Outside: outside,
		TCP: tcp.Addr().String(), Unix: local.Addr().String(), Parent: os.Getpid(), Open: open, Address: uintptr(unsafe.Pointer(&secret)),
	}
	t.Run("free", func(t *testing.T) { // else nothing would be proved
		could := run(t, p, (*exec.Cmd).Start)
		for _, attempt := range []string{
			"read a file", "list a folder", "write outside", "remove a file", "link to a file", "read passwords", "read the parent", "look into the parent",
			"signal the parent", "run a program", "connect by TCP", "connect by UDP", "connect on the disk", "listen", "see a secret",
		} {
			if !slices.Contains(could, attempt) {
				t.Errorf("it could not: %s", attempt)
			}
		}
	})
	s, err := NewStarter(Rights{Read: append([]string{os.Args[0], given}, forRace...), Write: []string{free}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for name, want := range map[string][]string{
		"as it is started": {"read what it may", "run a program", "write where it may"},
		"sealed":           nil,
	} {
		t.Run(name, func(t *testing.T) {
			p.Sealed = name == "sealed"
			if got := run(t, p, func(cmd *exec.Cmd) error { cmd.Env = []string{}; return s.Start(cmd) }); !slices.Equal(got, want) {
				t.Errorf("it could: %q, want %q", got, want)
			}
		})
	}
}

// run has a prisoner try, and tells what it could do.
func run(t *testing.T, p prison, start func(*exec.Cmd) error) []string {
	t.Helper()
	if err := os.WriteFile(filepath.Join(p.Outside, "doomed"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(filepath.Join(p.Outside, "link"))
	told, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "prisoner", string(told))
	cmd.Env = []string{"ROSTRUM_SECRET=x"}
	var out, complaints strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := start(cmd); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v: %s", err, complaints.String())
	}
	lines := strings.FieldsFunc(out.String(), func(r rune) bool { return r == '\n' })
	slices.Sort(lines)
	return lines
}
