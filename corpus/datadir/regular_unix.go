//go:build unix

package datadir

import "syscall"

// nonblock prevents blocking on a pipe without a writer.
const nonblock = syscall.O_NONBLOCK
