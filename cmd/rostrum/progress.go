package main

import (
	"fmt"
	"path"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/indexer"
)

// maxBarName is the maximum length of a file name in the bar, in letters.
const maxBarName = 32

// progressBar shows the progress of a run; nil shows nothing.
type progressBar struct {
	container *mpb.Progress
	bar       *mpb.Bar
	total     int

	mu       sync.Mutex // the bar renders on its own goroutine
	file     string     // the most recently started one
	finished int
	troubled int
	estimate estimate
}

// progress returns a bar on stderr, or nil if that is not a terminal or bars are off.
func (a *app) progress(total int) *progressBar { return a.bar(total, "%d of %d documents") }

// bar is progress with another format for the counts.
func (a *app) bar(total int, counted string) *progressBar {
	if a.noProgress || a.quiet || total == 0 || !isTerminal(a.stderr) {
		return nil
	}
	p := &progressBar{total: total, estimate: estimate{start: time.Now()}}
	p.container = mpb.New(mpb.WithOutput(a.stderr), mpb.WithWidth(30))
	p.bar = p.container.AddBar(int64(total),
		mpb.PrependDecorators(decor.CountersNoUnit(counted)),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return p.say(time.Now()) })))
	return p
}

// say returns the text after the bar.
func (p *progressBar) say(now time.Time) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	said := ""
	if left, known := p.estimate.remaining(now); known {
		said = left.Round(time.Second).String() + " left "
	}
	if p.troubled > 0 {
		said += fmt.Sprintf("%d with problems ", p.troubled)
	}
	return said + p.file
}

// begin names a document that is being read; it may be called concurrently.
func (p *progressBar) begin(file string) {
	if p == nil {
		return
	}
	name := []rune(terminal.OneLine(path.Base(file)))
	if len(name) > maxBarName {
		name = append(name[:maxBarName-1], '…')
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.file = terminal.OneLine(string(name))
}

func (p *progressBar) done(row indexer.Row) {
	if p == nil || row.Change == indexer.ChangeRemoved {
		return
	}
	if row.Status == indexer.StatusFailed || row.Status == "suspect" {
		p.mu.Lock()
		p.troubled++
		p.mu.Unlock()
	}
	p.increment()
}

func (p *progressBar) increment() {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.finished++
	p.estimate.update(time.Now(), p.finished, p.total)
	p.mu.Unlock()
	p.bar.Increment()
}

func (p *progressBar) finish() {
	if p == nil {
		return
	}
	// A document listed by two sources counts once, so the total may be too high.
	p.bar.SetTotal(-1, true)
	p.container.Wait()
}

// estimate predicts the time left in a run. It counts down while a document is read,
// and rises only if the new estimate is 50 % longer: a number that climbs with every
// slow document is useless.
type estimate struct {
	start, made time.Time
	left        time.Duration // when it was made
}

func (e *estimate) update(now time.Time, done, total int) {
	fresh := time.Duration(float64(now.Sub(e.start)) / float64(done) * float64(max(0, total-done)))
	if said, known := e.remaining(now); !known || fresh < said || fresh > said+said/2 {
		e.made, e.left = now, fresh
	}
}

// remaining is not known before the first document is done.
func (e *estimate) remaining(now time.Time) (left time.Duration, known bool) {
	return max(0, e.left-now.Sub(e.made)), !e.made.IsZero()
}
