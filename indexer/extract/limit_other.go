//go:build !linux

package extract

import (
	"os"
	"os/exec"
	"runtime/debug"
)

// limitWorker bounds the process as far as Go itself can: other systems lack
// a limit that Go programs survive. The sandbox of PDFium is bounded anyway.
func limitWorker() { debug.SetMemoryLimit(320 << 20) }

func isolate(*exec.Cmd) {}

func killGroup(pid int) {
	if p, err := os.FindProcess(pid); err == nil {
		_ = p.Kill()
	}
}
