package sandbox

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// watchEvery is the interval between measurements of what processes use together. In
// between they can exceed a limit by some hundred megabytes.
const watchEvery = 200 * time.Millisecond

// WaitWithin is like cmd.Wait, for a program that may start others. Resource limits
// apply to each process; w applies to all of them together. If they exceed it, all are
// killed, and the error wraps ErrExceeded.
//
// Control groups would measure the same, but are not available everywhere: only root
// can create them, unless the system has delegated a part of the hierarchy.
func WaitWithin(cmd *exec.Cmd, w Within) error {
	ended := make(chan struct{})
	result := make(chan error)
	go func() { result <- w.watch(cmd, ended) }()
	wait(cmd)
	close(ended)
	exceeded := <-result // the watcher has ended, so it cannot kill a later process with the same id
	Kill(cmd)
	if err := cmd.Wait(); exceeded == nil {
		return err
	}
	return exceeded
}

func (w Within) watch(cmd *exec.Cmd, ended <-chan struct{}) error {
	ticks := time.NewTicker(watchEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ended:
			return nil
		case <-ticks.C:
		}
		if what := w.exceeded(cmd.Process.Pid); what != "" {
			Kill(cmd)
			return fmt.Errorf("%w: %s", ErrExceeded, what)
		}
	}
}

// exceeded names what a process group has too much of, or is "".
func (w Within) exceeded(group int) string {
	memory, pids := members(group)
	if len(pids) > w.Processes {
		return fmt.Sprintf("%d processes", len(pids))
	}
	if memory > w.Memory {
		return fmt.Sprintf("%d MiB of memory", memory>>20)
	}
	var disk uint64
	files := 0
	_ = filepath.WalkDir(w.Folder, func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // it was removed meanwhile
		}
		if files++; files > w.Files {
			return fs.SkipAll
		}
		if s, err := e.Info(); err == nil {
			disk += occupied(s)
		}
		return nil
	})
	if files > w.Files {
		return fmt.Sprintf("more than %d files", w.Files)
	}
	// A removed file uses disk space as long as a process has it open.
	for _, pid := range pids {
		open, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
		for _, path := range open {
			if s, err := os.Stat(path); err == nil && s.Mode().IsRegular() && s.Sys().(*syscall.Stat_t).Nlink == 0 {
				disk += occupied(s)
			}
		}
	}
	if disk > w.Disk {
		return fmt.Sprintf("%d MiB of files", disk>>20)
	}
	return ""
}

// members are the processes of a group, which none of ours can leave, and the
// memory they have, in bytes.
func members(group int) (memory uint64, pids []int) {
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range all {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		// By proc(5): after the name in brackets come the third field, the fifth
		// is the group, the 24th the pages in memory.
		fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
		if len(fields) < 22 || string(fields[2]) != strconv.Itoa(group) {
			continue
		}
		pages, _ := strconv.ParseUint(string(fields[21]), 10, 64)
		memory += pages * uint64(os.Getpagesize())
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
			pids = append(pids, pid)
		}
	}
	return memory, pids
}

// occupied is the room that a file takes on disk, in bytes.
func occupied(s fs.FileInfo) uint64 { return uint64(s.Sys().(*syscall.Stat_t).Blocks) * 512 }
