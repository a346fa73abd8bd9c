//go:build !unix

package datadir

const nonblock = 0
