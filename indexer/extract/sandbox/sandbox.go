// Package sandbox restricts programs that read untrusted documents to what they need:
// no network, no other files, no other processes. A hostile document can then at most
// produce a wrong text.
//
// Programs are not started directly. A Starter runs this program as its launcher,
// which enters new namespaces, restricts files with Landlock, system calls with
// seccomp, and resources with limits, and then executes the program. So third-party
// programs (tesseract and LibreOffice) are confined from their first instruction,
// like our own workers, which give up the rest with Seal before they see a document.
// Files, other processes and the network are each protected by two of these
// mechanisms, independently: Examine reports which of them this machine lacks.
//
// One policy holds for all programs. Rights are exceptions to it.
package sandbox

import (
	"errors"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Launcher is the command line by which this program runs Launch; it is followed by
// the policy, the program and its arguments.
type Launcher []string

// Rights are what a program may do. It may always read itself and the system's
// libraries.
type Rights struct {
	Read  []string `json:"read,omitempty"`  // files and folders that it may read and execute; missing ones are ignored
	Write []string `json:"write,omitempty"` // folders in which it may write, but not execute

	// Sockets is a folder in which it may create sockets for processes of its own
	// namespace, though it can neither connect nor send. LibreOffice does not start
	// without one.
	Sockets string `json:"sockets,omitempty"`
	// Processes limits its threads and processes, if it may start any; 0 allows
	// threads only. LibreOffice is started by a script and a splash screen. The
	// kernel does not count processes of root, so a program started by root runs as
	// nobody.
	Processes uint64 `json:"processes,omitempty"`

	// Limits of each process; 0 means none.
	CPU      time.Duration `json:"cpu,omitempty"`       // of processor time, whole seconds
	Memory   uint64        `json:"memory,omitempty"`    // of address space, in bytes
	FileSize uint64        `json:"file_size,omitempty"` // of each file it writes, in bytes; without Write it can write none
}

// Within bounds all processes of a program together, see WaitWithin.
type Within struct {
	Processes int    // of them; Rights.Processes is kept by the kernel, but in namespaces only
	Memory    uint64 // bytes that they have in memory
	Folder    string // the one that they may write to
	Disk      uint64 // bytes that its files take, with those that were removed and are open
	Files     int    // files and folders in it
}

// ErrExceeded says that processes took more than they may together.
var ErrExceeded = errors.New("it takes too much")

// policy is what a Starter tells its launcher.
type policy struct {
	Rights
	Namespaces bool `json:"namespaces"` // it runs in new ones
	Nobody     bool `json:"nobody"`     // it is root and must not be
	Probe      bool `json:"probe"`      // test whether namespaces can be set up, and exit
}

// Starter starts programs from one thread that lives as long as they do: the kernel
// kills them when the thread ends.
type Starter struct {
	launcher Launcher
	rights   Rights
	requests chan request
	done     sync.WaitGroup
}

type request struct {
	cmd   *exec.Cmd
	reply chan error
}

// errLauncher means that a Starter was created without a launcher.
var errLauncher = errors.New("sandbox: no launcher")

// NewStarter returns a Starter of programs with these rights. What cannot be
// restricted on this machine stays allowed: see Examine.
func NewStarter(l Launcher, r Rights) (*Starter, error) {
	if len(l) == 0 {
		return nil, errLauncher
	}
	s := &Starter{launcher: l, rights: r, requests: make(chan request)}
	s.done.Go(s.work)
	return s, nil
}

func (s *Starter) work() {
	runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
	if onFirstThread() {
		// The thread that never ends. While it is locked, the next goroutine gets
		// another.
		defer runtime.UnlockOSThread()
		s.done.Go(s.work)
		return
	}
	for r := range s.requests {
		r.reply <- r.cmd.Start()
	}
}

// Start starts a program with exactly the environment in cmd.Env. Use Wait and Kill
// of this package afterwards.
func (s *Starter) Start(cmd *exec.Cmd) error {
	p := policy{Rights: s.rights, Namespaces: Examine(s.launcher).Namespaces}
	if cmd.Err != nil {
		return cmd.Err
	}
	if err := p.wrap(s.launcher, cmd); err != nil {
		return err
	}
	reply := make(chan error)
	s.requests <- request{cmd, reply}
	return <-reply
}

// Close ends the thread, and with it all programs it started.
func (s *Starter) Close() {
	close(s.requests)
	s.done.Wait()
}

// Confinement is what this machine offers to restrict programs.
type Confinement struct {
	Landlock   int      `json:"landlock"`   // ABI version; 0 if missing
	Seccomp    bool     `json:"seccomp"`    // system calls can be refused
	Namespaces bool     `json:"namespaces"` // of users, mounts, processes, network, IPC and host names
	Lacks      []string `json:"lacks"`      // what is missing, whether or not something else makes up for it
}

// Full reports whether every attempt in docs/threat-model.md is refused: files,
// processes and the network are hidden, and system calls are filtered. Landlock, of
// any version, is the second protection of files.
func (c Confinement) Full() bool { return c.Seccomp && c.Namespaces }

// Err explains why confinement is incomplete; nil if it is complete.
func (c Confinement) Err() error {
	if c.Full() {
		return nil
	}
	return errors.New("document readers are not fully sandboxed: the system lacks " + strings.Join(c.Lacks, "; "))
}

var examined sync.Map // of func() Confinement by launcher

// Examine determines once what this machine offers.
func Examine(l Launcher) Confinement {
	once, _ := examined.LoadOrStore(strings.Join(l, "\x00"), sync.OnceValue(func() Confinement { return examine(l) }))
	return once.(func() Confinement)()
}
