package limit

import (
	"errors"
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// DefaultRate is the default number of searches and API requests a minute from one
// client.
const DefaultRate = 6000

// ErrRateLimited means that a client exceeded its rate limit.
var ErrRateLimited = errors.New("more requests than one client may send")

// Window is the time in which a client may use its quota once.
const Window = time.Minute

const (
	// MaxClients limits the number of clients remembered. A client that was dropped
	// has its whole quota again, so a flood from more addresses is not stopped here,
	// but by the limit on concurrent searches.
	MaxClients = 20_000
	// localTimes is the multiple of the quota for addresses of this machine: an
	// unconfigured proxy, and all clients behind it, may have them.
	localTimes = 100
	// householdTimes is the multiple of one network's quota for a whole household: a
	// provider assigns it a /56, with 256 networks.
	householdTimes = 4
)

// RateLimiter counts the requests of clients, in memory only, by address prefixes.
type RateLimiter struct {
	quota int // requests in a window
	max   int

	mu               sync.Mutex
	recent, previous map[netip.Prefix]*rate.Limiter // clients with recent requests, and with earlier ones
}

// NewRateLimiter allows each client quota requests a minute, and remembers most
// clients.
func NewRateLimiter(quota, most int) *RateLimiter {
	return &RateLimiter{quota: quota, max: most, recent: map[netip.Prefix]*rate.Limiter{}}
}

// allowance is the rate limit of a client after a request.
type allowance struct {
	Quota int
	Left  int
	Full  time.Duration // until it has its whole quota again
	Wait  time.Duration // until the next request is allowed; 0 if this one is
}

// Take counts a request of the client at an address, and of the household it belongs
// to. The stricter of the two limits applies.
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
	if len(c.recent) >= c.max/2 { // clients without a request since the last time are dropped
		c.previous, c.recent = c.recent, map[netip.Prefix]*rate.Limiter{}
	}
	c.recent[client] = l
	return l
}

// clientOf returns what a client cannot easily change: an IPv4 address, or an IPv6
// /64 network.
func clientOf(address string) netip.Prefix {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{} // a socket without addresses: all its clients are one
	}
	return prefix(a, 64)
}

// householdOf returns what a household or office cannot easily change: an IPv4
// address, or an IPv6 /56 network.
func householdOf(address string) netip.Prefix {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix(a, 56)
}

// prefix returns the first bits of an IPv6 address, or a whole IPv4 address.
func prefix(a netip.Addr, bits int) netip.Prefix {
	a = a.Unmap().WithZone("")
	if a.Is4() || a.IsLoopback() {
		bits = a.BitLen()
	}
	p, _ := a.Prefix(bits) // bits is always valid for the address
	return p
}

// Seconds rounds up, so that waiting that long is enough.
func Seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
