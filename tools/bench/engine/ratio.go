package main

import (
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// cpu is the processor time that the process has used so far. On a machine that
// does other things too, wall time tells little.
func cpu() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, err
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}

// The least that is asked before a turn ends.
const (
	turnTime  = 60 * time.Millisecond
	turnTimes = 3
)

// turn does something again and again and returns the processor time of once,
// with the collection of the garbage it makes. What others left is collected before.
func turn(do func() error) (time.Duration, error) {
	runtime.GC()
	before, err := cpu()
	if err != nil {
		return 0, err
	}
	for n := 1; ; n++ {
		if err := do(); err != nil {
			return 0, err
		}
		now, err := cpu()
		if err != nil {
			return 0, err
		}
		if used := now - before; n >= turnTimes && used >= turnTime {
			return used / time.Duration(n), nil
		}
	}
}

// once is the processor time of doing something.
func once(do func() error) (time.Duration, error) {
	before, err := cpu()
	if err != nil {
		return 0, err
	}
	if err := do(); err != nil {
		return 0, err
	}
	after, err := cpu()
	return after - before, err
}

// median sorts the list.
func median[T ~int64 | ~float64](list []T) T {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// spread is a median with the least and the most, as it stands in the table.
func spread(list []float64) (float64, string) {
	m := median(list)
	return m, fmt.Sprintf("%.2f (%.2f to %.2f)", m, list[0], list[len(list)-1])
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
