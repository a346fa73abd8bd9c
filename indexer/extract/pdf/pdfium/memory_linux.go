package pdfium

import (
	"context"
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
)

// withMemory has the sandbox's memory mapped from the system. Go's heap would
// have to clear 18 MiB for every file and collect them again; mapped pages are
// clear as they come and gone when they are unmapped.
func withMemory(ctx context.Context) context.Context {
	return experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(func(_, most uint64) experimental.LinearMemory {
		return &mapped{most: most}
	}))
}

// mapped is address space for all the guest may ever have, of which only so
// much can be used as it has asked for.
type mapped struct {
	most  uint64
	space []byte
	used  uint64
}

// Reallocate gives the guest size bytes, or nil where the system has no more.
func (m *mapped) Reallocate(size uint64) []byte {
	if m.space == nil {
		space, err := syscall.Mmap(-1, 0, int(m.most), syscall.PROT_NONE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
		if err != nil {
			return nil
		}
		// Every file gets a fresh guest, and a fresh guest touches 18 MiB: with huge
		// pages the kernel is asked nine times for them, and not 4,600 times. Where
		// it has none the small ones serve.
		_ = syscall.Madvise(space, syscall.MADV_HUGEPAGE)
		m.space = space
	}
	if size > m.used {
		if err := syscall.Mprotect(m.space[:roundUp(size)], syscall.PROT_READ|syscall.PROT_WRITE); err != nil {
			return nil
		}
		m.used = size
	}
	return m.space[:size:len(m.space)]
}

func roundUp(size uint64) uint64 {
	page := uint64(syscall.Getpagesize())
	return (size + page - 1) / page * page
}

// Free gives everything back to the system.
func (m *mapped) Free() {
	if m.space != nil {
		_ = syscall.Munmap(m.space)
		m.space = nil
	}
}
