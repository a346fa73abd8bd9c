package limit

import (
	"errors"
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// DefaultRate is how many searches and API requests a minute one client may send
// unless the operator says otherwise.
const DefaultRate = 6000

// ErrRateLimited says that a client has asked more than it may for now.
var ErrRateLimited = errors.New("more requests than one client may send")

// Window is the time in which a client has its quota once.
const Window = time.Minute

const (
	// MaxClients is how many clients are known at once. One that is forgotten
	// has its whole quota again, so a flood from that many addresses is not held
	// back here; the bound on searches at once holds it back.
	MaxClients = 20_000
	// localTimes is how many times the quota of others this machine has: behind
	// its addresses may be a proxy that nobody named, and so everybody.
	localTimes = 100
	// householdTimes is how many times the quota of one network a household has:
	// the /56 that a provider gives it, with 256 networks to change between.
	householdTimes = 4
)

// RateLimiter knows how many requests each client has left. They are kept in
// memory only, by the beginning of their addresses.
type RateLimiter struct {
	quota int // requests in a window
	max   int

	mu               sync.Mutex
	recent, previous map[netip.Prefix]*rate.Limiter // who asked lately, and before
}

// NewRateLimiter allows each client so many requests in a minute, and knows so
// many clients at once.
func NewRateLimiter(quota, most int) *RateLimiter {
	return &RateLimiter{quota: quota, max: most, recent: map[netip.Prefix]*rate.Limiter{}}
}

// allowance is what a client has left after a request.
type allowance struct {
	Quota int
	Left  int
	Full  time.Duration // until it has its whole quota again
	Wait  time.Duration // until it may ask again; 0 if the request is allowed
}

// Take counts a request of the client at an address, and of the household it
// belongs to: the one that has less left decides.
func (c *RateLimiter) Take(now time.Time, address string) allowance {
	client, quota := clientOf(address), c.quota
	if client.Addr().IsLoopback() {
		quota *= localTimes
	}
	a := c.take(now, client, quota)
	if household := householdOf(address); household != client && a.Wait == 0 {
		if all := c.take(now, household, householdTimes*quota); all.Wait > 0 || all.Left < a.Left {
			return all
		}
	}
	return a
}

func (c *RateLimiter) take(now time.Time, client netip.Prefix, quota int) allowance {
	every := rate.Limit(float64(quota) / Window.Seconds())
	l := c.limiter(client, every, quota)
	allowed := l.AllowN(now, 1)
	tokens := max(0, l.TokensAt(now))
	after := func(n float64) time.Duration { return time.Duration(n / float64(every) * float64(time.Second)) }
	a := allowance{Quota: quota, Left: int(tokens), Full: after(float64(quota) - tokens)}
	if !allowed {
		a.Wait = max(after(1-tokens), time.Nanosecond)
	}
	return a
}

func (c *RateLimiter) limiter(client netip.Prefix, every rate.Limit, quota int) *rate.Limiter {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, ok := c.recent[client]
	if ok {
		return l
	}
	if l, ok = c.previous[client]; !ok {
		l = rate.NewLimiter(every, quota)
	}
	if len(c.recent) >= c.max/2 { // whoever has not asked since the last time is forgotten
		c.previous, c.recent = c.recent, map[netip.Prefix]*rate.Limiter{}
	}
	c.recent[client] = l
	return l
}

// clientOf is what one client cannot change at will: an address of four bytes,
// or the network that a household or a server has to itself.
func clientOf(address string) netip.Prefix {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{} // a socket without addresses: all who come by it
	}
	return prefix(a, 64)
}

// householdOf is what one household or office cannot change at will: an address
// of four bytes, or the 256 networks that its provider gives it.
func householdOf(address string) netip.Prefix {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix(a, 56)
}

// prefix is the beginning of an address of 16 bytes, and the whole of one of four.
func prefix(a netip.Addr, bits int) netip.Prefix {
	a = a.Unmap().WithZone("")
	if a.Is4() || a.IsLoopback() {
		bits = a.BitLen()
	}
	p, _ := a.Prefix(bits) // bits fit the address
	return p
}

// Seconds rounds up: whoever waits so long has waited enough.
func Seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
