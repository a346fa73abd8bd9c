//go:build !linux

package sandbox

import (
	"errors"
	"os/exec"
)

// NewestABI is 0: there is no Landlock here.
const NewestABI = 0

func examine(Launcher) Confinement {
	return Confinement{Lacks: []string{"Linux: no other system can take these rights away"}}
}

// Launch does nothing where nothing can be taken away; a Starter does without.
func Launch([]string, int) error { return errors.New("sandbox: a launcher is for Linux") }

func onFirstThread() bool { return false }

// Seal does nothing where it cannot.
func Seal() error { return nil }

func (policy) wrap(Launcher, *exec.Cmd) error { return nil }

// Kill kills a program that a Starter has started.
func Kill(cmd *exec.Cmd) { _ = cmd.Process.Kill() }

// Wait waits for a program that a Starter has started.
func Wait(cmd *exec.Cmd) error { return cmd.Wait() }

// WaitWithin bounds nothing where it cannot.
func WaitWithin(cmd *exec.Cmd, _ Within) error { return cmd.Wait() }
