//go:build !linux

package sandbox

import (
	"errors"
	"os/exec"
)

// NewestABI is 0: there is no Landlock on this system.
const NewestABI = 0

func examine(Launcher) Confinement {
	return Confinement{Lacks: []string{"Linux: no other system can take these rights away"}}
}

// Launch is not supported; a Starter does not use it on this system.
func Launch([]string, int) error { return errors.New("sandbox: a launcher is for Linux") }

func onFirstThread() bool { return false }

// Seal does nothing on this system.
func Seal() error { return nil }

func (policy) wrap(Launcher, *exec.Cmd) error { return nil }

// Kill kills a program started by a Starter.
func Kill(cmd *exec.Cmd) { _ = cmd.Process.Kill() }

// Wait waits for a program started by a Starter.
func Wait(cmd *exec.Cmd) error { return cmd.Wait() }

// WaitWithin bounds nothing where it cannot.
func WaitWithin(cmd *exec.Cmd, _ Within) error { return cmd.Wait() }
