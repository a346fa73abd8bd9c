//go:build !linux

package extract

import (
	"runtime/debug"
	"time"
)

// limitWorker limits memory as far as Go itself can: other systems have no suitable
// limit. The WebAssembly memory of PDFium is limited anyway.
func limitWorker() { debug.SetMemoryLimit(320 << 20) }

var begin = time.Now()

// processorTime is elapsed time on systems that do not report processor time, so a
// busy machine times out earlier.
func processorTime(int) time.Duration { return time.Since(begin) }

func ownProcessorTime() time.Duration { return time.Since(begin) }

func peakMemory(int) int64 { return 0 }

var forRace []string
