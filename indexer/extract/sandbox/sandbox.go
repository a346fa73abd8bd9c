// Package sandbox takes from a program what it does not need to read a
// document: the network, the files of the machine, other processes. What a
// hostile document can make of its reader is then no more than a wrong answer.
//
// A Starter gives up its rights on a thread of its own, and whatever it starts
// has none from its first instruction on; so programs of others, tesseract and
// LibreOffice, are held like our own workers, which give up the rest with Seal
// before they look at a document. The kernel does the holding: Landlock for
// files, seccomp for the network and for other processes. Missing says what it
// lacks.
package sandbox

import (
	"os/exec"
	"runtime"
	"sync"
)

// Rights are what is left to a program.
type Rights struct {
	Read    []string // files and folders that it may read and run, beside those of the system; one that is not there is none
	Write   []string // folders that it may do with as it likes
	Sockets string   // a folder in which it may make sockets for others of this machine, though it connects to none
}

// Starter starts programs from one thread that lives as long as they do: it
// has no more rights than they, and the kernel kills them when it ends.
type Starter struct {
	requests chan request
	done     sync.WaitGroup
}

type request struct {
	cmd   *exec.Cmd
	reply chan error
}

// NewStarter makes a thread that has these rights only. Where the kernel cannot
// take rights away it keeps them; any other failure is an error.
func NewStarter(r Rights) (*Starter, error) {
	s := &Starter{requests: make(chan request)}
	ready := make(chan error)
	s.done.Go(func() { s.work(r, ready) })
	if err := <-ready; err != nil {
		s.done.Wait()
		return nil, err
	}
	return s, nil
}

func (s *Starter) work(rights Rights, ready chan<- error) {
	runtime.LockOSThread() // not unlocked: the thread ends with the goroutine
	if onFirstThread() {
		// The one thread that never ends, and by which the kernel tells who the
		// process is. While we hold it, the next goroutine gets another.
		defer runtime.UnlockOSThread()
		other := make(chan error)
		s.done.Go(func() { s.work(rights, other) })
		ready <- <-other
		return
	}
	err := confineThread(rights)
	ready <- err
	if err != nil {
		return
	}
	for r := range s.requests {
		r.reply <- r.cmd.Start()
	}
}

// Start starts a program in a process group of its own; see KillGroup.
func (s *Starter) Start(cmd *exec.Cmd) error {
	isolate(cmd)
	reply := make(chan error)
	s.requests <- request{cmd, reply}
	return <-reply
}

// Close ends the thread, and with it what it has started.
func (s *Starter) Close() {
	close(s.requests)
	s.done.Wait()
}
