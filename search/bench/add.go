package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"rostrum/search"
)

// added is what it took to add ten statements.
type added struct {
	Seconds float64
	MB      int // the most memory that the process held
}

// addTen adds ten statements to an index of n and asks until they are found.
func addTen(ctx context.Context, dir, shared string, n int) (added, error) {
	begin := time.Now()
	if err := build(ctx, dir, shared, n+10); err != nil {
		return added{}, err
	}
	engine, err := openRostrum(dir)
	if err != nil {
		return added{}, err
	}
	defer engine.Close()
	res, err := engine.Search(ctx, search.Request{})
	if err != nil {
		return added{}, err
	}
	if res.Total != n+10 {
		return added{}, fmt.Errorf("%d statements are found after 10 were added to %d", res.Total, n)
	}
	a := added{Seconds: time.Since(begin).Seconds()}
	a.MB, err = mostMemory()
	return a, err
}

// mostMemory is the most that this process has held, in MB. What getrusage
// says would count the process that started it as well.
func mostMemory() (int, error) {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			var kilobytes int
			_, err := fmt.Sscanf(rest, "%d kB", &kilobytes)
			return kilobytes >> 10, err
		}
	}
	return 0, fmt.Errorf("this system does not say how much memory a process holds")
}
