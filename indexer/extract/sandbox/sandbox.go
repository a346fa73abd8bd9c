// Package sandbox takes from a program what it does not need to read a
// document: the network, the files of the machine, other processes. What a
// hostile document can make of its reader is then no more than a wrong answer.
//
// Nothing is started directly. A Starter runs this program once more, as its
// launcher, which hides the machine in namespaces, keeps itself from files with
// Landlock, has seccomp refuse most system calls, sets resource limits, and
// then becomes the program that was asked for; so programs of others, tesseract
// and LibreOffice, are confined from their first instruction on like our own
// workers, which give up the rest with Seal before they look at a document.
// Files, other processes and the network each are behind two of these, which do
// not rest on each other: Examine says which of them this machine lacks.
//
// One policy holds for all. What Rights add to it is an exception, made for
// whom it names.
package sandbox

import (
	"errors"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Launcher is the command line by which this program starts itself to call
// Launch with what follows: the policy, the program and its arguments.
type Launcher []string

// Rights are what is left to a program. It may always read itself and the
// system's libraries.
type Rights struct {
	Read  []string `json:"read,omitempty"`  // files and folders that it may read and run; one that is not there is none
	Write []string `json:"write,omitempty"` // folders that it may do with as it likes, but run nothing from

	// Sockets is a folder in which it may make sockets for others of its own
	// namespace, though it can neither connect nor send. For LibreOffice, which
	// does not start without one.
	Sockets string `json:"sockets,omitempty"`
	// Processes is how many threads and processes there may be of it at once, if
	// it may start any; 0 lets it start threads only. For LibreOffice, which is
	// started by a script and a splash screen. Root is not counted by the kernel,
	// so what root starts with this becomes nobody.
	Processes uint64 `json:"processes,omitempty"`

	// Limits of each process; 0 sets none.
	CPU      time.Duration `json:"cpu,omitempty"`       // of processor time, whole seconds
	Memory   uint64        `json:"memory,omitempty"`    // of address space, in bytes
	FileSize uint64        `json:"file_size,omitempty"` // of each file it writes, in bytes; without Write it can write none
}

// Within bounds all processes of a program together, see WaitWithin.
type Within struct {
	Memory uint64 // bytes that they have in memory
	Folder string // the one that they may write to
	Disk   uint64 // bytes that its files take, with those that were removed and are open
	Files  int    // files and folders in it
}

// ErrExceeded says that processes took more than they may together.
var ErrExceeded = errors.New("it takes too much")

// policy is what a Starter tells its launcher.
type policy struct {
	Rights
	Namespaces bool `json:"namespaces"` // it has been started in new ones
	Nobody     bool `json:"nobody"`     // it is not to be root, which it is
	Probe      bool `json:"probe"`      // see whether namespaces can be furnished, and end
}

// Starter starts programs from one thread that lives as long as they do: the
// kernel kills them when it ends.
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

// errLauncher says that a program was to be started without one.
var errLauncher = errors.New("sandbox: no launcher")

// NewStarter makes a Starter of programs that have these rights only, as far as
// the machine can take others away: see Examine.
func NewStarter(l Launcher, r Rights) (*Starter, error) {
	if len(l) == 0 {
		return nil, errLauncher
	}
	s := &Starter{launcher: l, rights: r, requests: make(chan request)}
	s.done.Go(s.work)
	return s, nil
}

func (s *Starter) work() {
	runtime.LockOSThread() // not unlocked: the thread ends with the goroutine
	if onFirstThread() {
		// The one thread that never ends. While we hold it, the next goroutine
		// gets another.
		defer runtime.UnlockOSThread()
		s.done.Go(s.work)
		return
	}
	for r := range s.requests {
		r.reply <- r.cmd.Start()
	}
}

// Start starts a program with nothing but the environment it names, to be
// waited for with Wait and killed with Kill.
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

// Close ends the thread, and with it what it has started.
func (s *Starter) Close() {
	close(s.requests)
	s.done.Wait()
}

// Confinement says by what programs are confined on this machine.
type Confinement struct {
	Landlock   int      `json:"landlock"`   // version of the ABI; 0 where there is none
	Seccomp    bool     `json:"seccomp"`    // system calls can be refused
	Namespaces bool     `json:"namespaces"` // of users, mounts, processes, network, IPC and host names
	Lacks      []string `json:"lacks"`      // what is missing, whether or not something else makes up for it
}

// Full tells whether every attempt that docs/threat-model.md lists is refused:
// whether all files, processes and the network are out of sight, and calls are
// filtered. Landlock, of whatever age, is the second guard of files.
func (c Confinement) Full() bool { return c.Seccomp && c.Namespaces }

// Err is what to tell people where confinement is not full; nil where it is.
func (c Confinement) Err() error {
	if c.Full() {
		return nil
	}
	return errors.New("document readers are not fully sandboxed: the system lacks " + strings.Join(c.Lacks, "; "))
}

var examined sync.Map // of func() Confinement by launcher

// Examine finds out once what this machine has.
func Examine(l Launcher) Confinement {
	once, _ := examined.LoadOrStore(strings.Join(l, "\x00"), sync.OnceValue(func() Confinement { return examine(l) }))
	return once.(func() Confinement)()
}
