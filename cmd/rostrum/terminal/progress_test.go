package terminal

import (
	"testing"
	"time"
)

func TestEstimateDoesNotClimb(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	e := estimate{start: start}
	if _, known := e.remaining(start); known {
		t.Error("it is known before a document is done")
	}
	now, last := start, 24*time.Hour
	for done, took := range []time.Duration{10, 10, 12, 8, 13, 7, 10, 11, 9, 10} {
		for range took { // looked at every second
			now = now.Add(time.Second)
			if left, known := e.remaining(now); known && left > last {
				t.Errorf("%d documents done: %s left after %s", done, left, last)
			} else if known {
				last = left
			}
		}
		e.update(now, done+1, 10)
	}
	if left, _ := e.remaining(now); left != 0 {
		t.Errorf("%s left at the end", left)
	}
}

// Ten quick documents before ninety slow ones promise too little.
func TestEstimateIsMended(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	e, now := estimate{start: start}, start
	for done := range 20 {
		took := time.Second
		if done >= 10 {
			took = time.Minute
		}
		now = now.Add(took)
		e.update(now, done+1, 100)
	}
	if left, _ := e.remaining(now); left < 30*time.Minute {
		t.Errorf("%s left for 80 documents", left)
	}
}
