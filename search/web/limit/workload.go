package limit

import (
	"net/netip"
	"sync"
	"time"
)

const (
	// heavyPart is the part of the budget of one search that a client may spend
	// before it is heavy: half.
	heavyPart = 2
	// forgivenIn is the time in which a budget that was spent is forgotten.
	forgivenIn = 20 * time.Second
)

// workloads knows what the searches of each client have cost of late, as a
// bucket that leaks. It is safe for concurrent use.
type workloads struct {
	budget int // units that one search may spend
	max    int // clients that are known at once

	mu               sync.Mutex
	recent, previous map[netip.Prefix]workload // who searched lately, and before
}

// workload is what a client had spent at a time and was not forgiven.
type workload struct {
	units float64
	at    time.Time
}

// heavy tells whether a client has spent so much that its next search counts as
// costly from its beginning.
func (w *workloads) heavy(now time.Time, client netip.Prefix) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.of(now, client) > float64(w.budget)/heavyPart
}

// add counts what a search of a client has spent.
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

// of is called with the lock held.
func (w *workloads) of(now time.Time, client netip.Prefix) float64 {
	before, ok := w.recent[client]
	if !ok {
		before = w.previous[client]
	}
	return max(0, before.units-float64(w.budget)*now.Sub(before.at).Seconds()/forgivenIn.Seconds())
}
