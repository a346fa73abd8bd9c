package main

import (
	"bufio"
	"context"
	"fmt"
	"iter"
	"os"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/search"
)

// added is what it took to add ten statements.
type added struct {
	Seconds float64
	MB      int // the most memory that the process held
}

// addTen adds ten statements to an index of n and asks until they are found.
func addTen(ctx context.Context, dir, shared string, n int) (added, error) {
	index, err := newEngine(dir)
	if err != nil {
		return added{}, err
	}
	c := grown{shared: shared, n: n}
	if c.more, err = list(shared, 10); err != nil {
		return added{}, err
	}
	for i := range c.more {
		c.more[i].ID = corpus.ID(fmt.Sprintf("added-%d", i))
		c.more[i].Work = corpus.WorkID(c.more[i].ID)
	}
	begin := time.Now()
	if _, err := index.Update(ctx, c); err != nil {
		return added{}, err
	}
	engine, err := openRostrum(ctx, dir)
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
	a.MB, err = peakMemory()
	return a, err
}

// grown is a catalogue of n statements to which more have come.
type grown struct {
	shared string
	n      int
	more   []corpus.Statement
}

func (grown) Revision(context.Context) (string, error)       { return "grown", nil }
func (grown) TakenDown(context.Context) ([]corpus.ID, error) { return nil, nil }
func (g grown) Versions(context.Context) (map[corpus.ID]int64, error) {
	versions := make(map[corpus.ID]int64, g.n+len(g.more))
	for i := range g.n {
		versions[statementID(i)] = firstVersion
	}
	for _, s := range g.more {
		versions[s.ID] = s.Version
	}
	return versions, nil
}

func (g grown) All(context.Context) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		for s, err := range statements(g.shared, g.n) {
			if !yield(s, err) {
				return
			}
		}
		each(g.more)(yield)
	}
}

// Some yields what has come: nothing else has changed.
func (g grown) Some(context.Context, []corpus.ID) iter.Seq2[corpus.Statement, error] {
	return each(g.more)
}

// peakMemory is the most that this process has held, in MB. What getrusage
// says would count the process that started it as well.
func peakMemory() (int, error) {
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
