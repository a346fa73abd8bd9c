package main

import (
	"fmt"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"rostrum/indexer"
)

// progressBar shows how far a run has come; nil shows nothing.
type progressBar struct {
	container *mpb.Progress
	bar       *mpb.Bar
	troubled  int
}

// progress is a bar on stderr when that is a terminal and somebody wants one.
func (a *app) progress(total int) *progressBar { return a.bar(total, "%d of %d documents") }

// bar counts other things than documents.
func (a *app) bar(total int, counted string) *progressBar {
	if a.noProgress || a.quiet || total == 0 || !isTerminal(a.stderr) {
		return nil
	}
	p := &progressBar{container: mpb.New(mpb.WithOutput(a.stderr), mpb.WithWidth(40))}
	p.bar = p.container.AddBar(int64(total),
		mpb.PrependDecorators(decor.CountersNoUnit(counted)),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
			if p.troubled == 0 {
				return ""
			}
			return fmt.Sprintf("%d with problems ", p.troubled)
		}), decor.AverageETA(decor.ET_STYLE_GO)))
	return p
}

func (p *progressBar) done(row indexer.Row) {
	if p == nil || row.Change == indexer.ChangeRemoved {
		return
	}
	if row.Status == indexer.StatusFailed || row.Status == "suspect" {
		p.troubled++
	}
	p.increment()
}

func (p *progressBar) increment() {
	if p != nil {
		p.bar.Increment()
	}
}

func (p *progressBar) finish() {
	if p == nil {
		return
	}
	// A document named by two sources counts once, so the bar may be short.
	p.bar.SetTotal(-1, true)
	p.container.Wait()
}
