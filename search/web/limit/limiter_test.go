package limit

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"
)

// TestSlowLane runs expensive searches of many clients, which wait for their lane:
// meanwhile their slots are free for others, and those for which there is no room are
// rejected.
func TestSlowLane(t *testing.T) {
	l := NewLimiter(4, 8, 1000) // one slot is for expensive searches, and two may wait for it
	begin := func(n byte) *slot {
		t.Helper()
		s, err := l.acquire(t.Context(), netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 0, 2, n}), 32), false)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first := begin(1)
	if err := first.slowDown(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	gone, next := begin(2), begin(3)
	ended, entered := make(chan error, 1), make(chan error, 1)
	go func() { ended <- gone.slowDown(ctx) }()
	go func() { entered <- next.slowDown(t.Context()) }()
	var cheap []*slot
	for n := range byte(3) { // these would wait forever if waiting searches kept their slots
		cheap = append(cheap, begin(10+n))
	}
	if err := cheap[0].slowDown(t.Context()); !errors.Is(err, ErrBusy) {
		t.Errorf("a third that waits: %v", err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, ErrBusy) {
		t.Errorf("one that gave up: %v", err)
	}
	gone.release(1)
	first.release(1)
	if err := <-entered; err != nil {
		t.Errorf("the one after the first: %v", err)
	}
	next.release(1)
	for _, s := range cheap {
		s.release(1)
	}
	if running, waiting := l.Now(); running != 0 || waiting != 0 || len(l.slow) != 0 || l.slowed != 0 || len(l.clients) != 0 {
		t.Errorf("at the end %d run, %d wait, %d are in the lane, %d wait for it, %d clients are known", running, waiting, len(l.slow), l.slowed, len(l.clients))
	}
}

// TestHeavyClients lets a client spend more than others: its next search starts in
// the lane of expensive ones, until its work is forgotten.
func TestHeavyClients(t *testing.T) {
	const budget = 1000
	l := NewLimiter(4, 8, budget)
	heavy, other, proxy := householdOf("2001:db8:1:42ff::1"), householdOf("203.0.113.7"), householdOf("127.0.0.1")
	for client, spent := range map[netip.Prefix]int{heavy: budget, other: budget / 4, proxy: 100 * budget} {
		s, err := l.acquire(t.Context(), client, false)
		if err != nil || s.slow {
			t.Fatalf("%s: slow from the beginning: %t, %v", client, s.slow, err)
		}
		s.release(spent)
	}
	for client, want := range map[netip.Prefix]bool{householdOf("2001:db8:1:4201::2"): true, other: false, proxy: false} {
		s, err := l.acquire(t.Context(), client, false)
		if err != nil || s.slow != want {
			t.Errorf("%s: slow %t, want %t; %v", client, s.slow, want, err)
		}
		s.release(0)
	}
	if now := time.Now(); !l.loads.heavy(now, heavy) || l.loads.heavy(now.Add(forgivenIn), heavy) {
		t.Error("what was spent is not forgiven in its time")
	}
	for i := range 3 * MaxClients {
		l.loads.add(time.Now(), netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32), 1)
	}
	if known := len(l.loads.recent) + len(l.loads.previous); known > MaxClients {
		t.Errorf("%d clients are known", known)
	}
}
