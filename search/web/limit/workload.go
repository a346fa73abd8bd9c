package limit

import (
	"net/netip"
	"sync"
	"time"
)

const (
	// heavyPart is the divisor of a search's budget that a client may spend before it
	// counts as heavy.
	heavyPart = 2
	// forgivenIn is the time in which one budget of work is forgotten.
	forgivenIn = 20 * time.Second
)

// workloads tracks the recent work of each client's searches in a leaky bucket. It is
// safe for concurrent use.
type workloads struct {
	budget int // units of work of one search
	max    int // number of clients remembered

	mu               sync.Mutex
	recent, previous map[netip.Prefix]workload // clients with recent searches, and with earlier ones
}

// workload is the work of a client that was not forgotten at a point in time.
type workload struct {
	units float64
	at    time.Time
}

// heavy reports whether a client has spent so much that its next search starts in the
// lane of expensive ones.
func (w *workloads) heavy(now time.Time, client netip.Prefix) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.of(now, client) > float64(w.budget)/heavyPart
}

// add adds the work of a search.
func (w *workloads) add(now time.Time, client netip.Prefix, units int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	spent := w.of(now, client) + float64(units)
	if len(w.recent) >= w.max/2 { // clients that have not searched since the last time are dropped
		w.previous, w.recent = w.recent, nil
	}
	if w.recent == nil {
		w.recent = map[netip.Prefix]workload{}
	}
	w.recent[client] = workload{spent, now}
}

// of must be called with the lock held.
func (w *workloads) of(now time.Time, client netip.Prefix) float64 {
	before, ok := w.recent[client]
	if !ok {
		before = w.previous[client]
	}
	return max(0, before.units-float64(w.budget)*now.Sub(before.at).Seconds()/forgivenIn.Seconds())
}
