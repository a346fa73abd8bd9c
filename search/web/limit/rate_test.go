package limit

import (
	"fmt"
	"testing"
	"time"
)

func TestQuotaComesBack(t *testing.T) {
	c, start := NewRateLimiter(6, MaxClients), time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, test := range []struct {
		after      time.Duration
		address    string
		left       int
		full, wait int // seconds
	}{
		{0, "203.0.113.7", 5, 10, 0},
		{0, "203.0.113.7", 4, 20, 0},
		{0, "203.0.113.7", 3, 30, 0},
		{0, "203.0.113.7", 2, 40, 0},
		{0, "203.0.113.7", 1, 50, 0},
		{0, "203.0.113.7", 0, 60, 0},
		{0, "203.0.113.7", 0, 60, 10},
		{4 * time.Second, "203.0.113.7", 0, 56, 6},
		{4 * time.Second, "203.0.113.8", 5, 10, 0},
		{4 * time.Second, "::ffff:203.0.113.8", 4, 20, 0}, // the same address in IPv6 notation
		{4 * time.Second, "2001:db8:1:2::1", 5, 10, 0},
		{4 * time.Second, "2001:db8:1:2:ffff::9%eth0", 4, 20, 0}, // the same network
		{4 * time.Second, "2001:db8:1:3::1", 5, 10, 0},
		{4 * time.Second, "", 5, 10, 0},
		{4 * time.Second, "@", 4, 20, 0},
		{4 * time.Second, "127.0.0.1", 599, 1, 0},
		{4 * time.Second, "::1", 599, 1, 0},
		{10 * time.Second, "203.0.113.7", 0, 60, 0},
		{10 * time.Second, "203.0.113.7", 0, 60, 10},
		{time.Hour, "203.0.113.7", 5, 10, 0},
	} {
		a := c.Take(start.Add(test.after), test.address)
		if a.Left != test.left || Seconds(a.Full) != test.full || Seconds(a.Wait) != test.wait {
			t.Errorf("%s after %s: %d left, full in %d s, may ask in %d s; want %d, %d, %d",
				test.address, test.after, a.Left, Seconds(a.Full), Seconds(a.Wait), test.left, test.full, test.wait)
		}
	}
}

// TestHouseholdsHaveAShare sends requests from one network of a household after the
// other: together they have four times the quota of one.
func TestHouseholdsHaveAShare(t *testing.T) {
	c, now := NewRateLimiter(6, MaxClients), time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	allowed := 0
	for i := range 256 {
		if c.Take(now, fmt.Sprintf("2001:db8:1:42%02x::1", i)).Wait == 0 {
			allowed++
		}
	}
	if allowed != 4*6 {
		t.Errorf("a household was allowed %d requests, want %d", allowed, 4*6)
	}
	if c.Take(now, "2001:db8:1:4300::1").Wait > 0 {
		t.Error("its neighbour has to wait")
	}
}

// TestClientsAreBounded sends requests from more addresses than are remembered:
// memory stays limited, and a client that keeps sending requests is not dropped.
func TestClientsAreBounded(t *testing.T) {
	c, now := NewRateLimiter(10, 100), time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	refused := 0
	for i := range 5000 {
		c.Take(now, fmt.Sprintf("198.51.%d.%d", i/250, i%250))
		if c.Take(now, "203.0.113.7").Wait > 0 {
			refused++
		}
		if known := len(c.recent) + len(c.previous); known > 100 {
			t.Fatalf("after %d addresses %d clients are known", i+1, known)
		}
	}
	if refused != 5000-10 {
		t.Errorf("%d of 5000 requests were refused, want all but 10", refused)
	}
}
