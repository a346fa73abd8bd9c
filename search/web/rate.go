package web

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"
)

// errTooMany says that a client has asked more than it may for now.
var errTooMany = errors.New("more requests than one client may send")

// window is the time in which a client has its quota once.
const window = time.Minute

const (
	// maxClients is how many clients are known at once. One that is forgotten
	// has its whole quota again, so a flood from that many addresses is not held
	// back here; the bound on searches at once holds it back.
	maxClients = 20_000
	// localTimes is how many times the quota of others this machine has: behind
	// its addresses may be a proxy that nobody named, and so everybody.
	localTimes = 100
)

// clients knows how many requests each client has left. They are kept in
// memory only, by the beginning of their addresses.
type clients struct {
	quota int // requests in a window
	most  int

	mu         sync.Mutex
	young, old map[netip.Prefix]*rate.Limiter // who asked lately, and before
}

func newClients(quota, most int) *clients {
	return &clients{quota: quota, most: most, young: map[netip.Prefix]*rate.Limiter{}}
}

// allowance is what a client has left after a request.
type allowance struct {
	Quota int
	Left  int
	Full  time.Duration // until it has its whole quota again
	Wait  time.Duration // until it may ask again; 0 if the request is allowed
}

// take counts a request of the client at an address.
func (c *clients) take(now time.Time, address string) allowance {
	client, quota := clientOf(address), c.quota
	if client.Addr().IsLoopback() {
		quota *= localTimes
	}
	every := rate.Limit(float64(quota) / window.Seconds())
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

func (c *clients) limiter(client netip.Prefix, every rate.Limit, quota int) *rate.Limiter {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, ok := c.young[client]
	if ok {
		return l
	}
	if l, ok = c.old[client]; !ok {
		l = rate.NewLimiter(every, quota)
	}
	if len(c.young) >= c.most/2 { // whoever has not asked since the last time is forgotten
		c.old, c.young = c.young, map[netip.Prefix]*rate.Limiter{}
	}
	c.young[client] = l
	return l
}

// clientOf is what one client cannot change at will: an address of four bytes,
// or the network that a household or a server has to itself.
func clientOf(address string) netip.Prefix {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{} // a socket without addresses: all who come by it
	}
	a = a.Unmap().WithZone("")
	bits := a.BitLen()
	if a.Is6() && !a.IsLoopback() {
		bits = 64
	}
	p, _ := a.Prefix(bits) // bits fit the address
	return p
}

// limit refuses the requests of clients that ask too many, and tells all how
// many they have left: draft-ietf-httpapi-ratelimit-headers-10.
func (s *Server) limit(c *gin.Context) {
	if err := s.allow(c); err != nil {
		s.fail(c, err)
	}
}

// allow counts a request, and is errTooMany where it is one too many.
func (s *Server) allow(c *gin.Context) error {
	if s.clients == nil {
		return nil
	}
	a := s.clients.take(time.Now(), c.ClientIP())
	c.Header("RateLimit-Policy", fmt.Sprintf(`"client";q=%d;w=%d`, a.Quota, int(window.Seconds())))
	c.Header("RateLimit", fmt.Sprintf(`"client";r=%d;t=%d`, a.Left, seconds(a.Full)))
	if a.Wait > 0 {
		c.Header("Retry-After", strconv.Itoa(seconds(a.Wait)))
		c.Header("Cache-Control", "no-store")
		return errTooMany
	}
	return nil
}

// seconds rounds up: whoever waits so long has waited enough.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
