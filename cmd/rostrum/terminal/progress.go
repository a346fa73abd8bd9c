package terminal

import (
	"fmt"
	"io"
	"path"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// maxBarName is the maximum length of a file name in the bar, in letters.
const maxBarName = 32

// Bar shows the progress of a run; nil shows nothing.
type Bar struct {
	container *mpb.Progress
	bar       *mpb.Bar
	total     int

	mu       sync.Mutex // the bar renders on its own goroutine
	file     string     // the most recently started one
	finished int
	troubled int
	estimate estimate
}

// NewBar returns a bar for total items on w; counted is the format of the counts, such
// as "%d of %d documents".
func NewBar(w io.Writer, total int, counted string) *Bar {
	p := &Bar{total: total, estimate: estimate{start: time.Now()}}
	p.container = mpb.New(mpb.WithOutput(w), mpb.WithWidth(30))
	p.bar = p.container.AddBar(int64(total),
		mpb.PrependDecorators(decor.CountersNoUnit(counted)),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return p.say(time.Now()) })))
	return p
}

// say returns the text after the bar.
func (p *Bar) say(now time.Time) string {
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

// Begin names a document that is being read; it may be called concurrently.
func (p *Bar) Begin(file string) {
	if p == nil {
		return
	}
	name := []rune(OneLine(path.Base(file)))
	if len(name) > maxBarName {
		name = append(name[:maxBarName-1], '…')
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.file = OneLine(string(name))
}

// Done counts an item, and whether it had problems.
func (p *Bar) Done(troubled bool) {
	if p == nil {
		return
	}
	p.mu.Lock()
	if p.finished++; troubled {
		p.troubled++
	}
	p.estimate.update(time.Now(), p.finished, p.total)
	p.mu.Unlock()
	p.bar.Increment()
}

// Finish completes the bar and waits until it is drawn.
func (p *Bar) Finish() {
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
