//go:build !linux

package pdfium

import "context"

// withMemory leaves the sandbox's memory to wazero, on Go's heap.
func withMemory(ctx context.Context) context.Context { return ctx }
