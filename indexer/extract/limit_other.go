//go:build !linux

package extract

import (
	"runtime/debug"
	"time"
)

// limitWorker bounds the process as far as Go itself can: other systems lack
// a limit that Go programs survive. The sandbox of PDFium is bounded anyway.
func limitWorker() { debug.SetMemoryLimit(320 << 20) }

var begin = time.Now()

// processorTime is taken by the clock where a process does not tell its own:
// a busy machine has less patience then.
func processorTime(int) time.Duration { return time.Since(begin) }

func ownProcessorTime() time.Duration { return time.Since(begin) }

func peakMemory(int) int64 { return 0 }

var forRace []string
