package limit

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

var (
	// ErrBusy means that a search was not answered in time.
	ErrBusy = errors.New("no answer within the time allowed")
	// ErrTooManyOpen means that a client has too many searches open.
	ErrTooManyOpen = errors.New("more questions at once than one client may have open")
)

// Limiter limits the number of concurrent searches, which share the processors, and
// of waiting ones. Each client may use only a share of both. Searches that turn out
// to be expensive continue in a lane of their own, a quarter of the slots, so that
// cheap ones find free slots; those of clients with much recent work start there. It
// is safe for concurrent use.
type Limiter struct {
	running chan struct{} // one slot for each running search
	slow    chan struct{} // the lane of expensive searches
	share   int           // slots of one client
	queue   int           // maximum of waiting searches, a quarter of them of one client
	budget  int           // units of a search.Budget for one search

	work  atomic.Int64 // see Work
	loads workloads

	mu      sync.Mutex
	waiting int
	slowed  int // searches waiting for the lane, at most a quarter of the queue
	clients map[netip.Prefix]*clientSlots
}

// clientSlots counts the open searches of a client. It is removed with the last of
// them.
type clientSlots struct {
	running chan struct{}
	open    int
}

// NewLimiter allows slots concurrent and queue waiting searches; each may spend work
// units of a search.Budget.
func NewLimiter(slots, queue, work int) *Limiter {
	return &Limiter{
		running: make(chan struct{}, slots), slow: make(chan struct{}, max(1, slots/4)), share: max(1, slots/4), queue: queue, clients: map[netip.Prefix]*clientSlots{},
		budget: work, loads: workloads{budget: work, max: MaxClients},
	}
}

// slot is the slot of one search. It must be used by one goroutine.
type slot struct {
	*Limiter
	client  netip.Prefix
	slots   *clientSlots
	running bool // it has one of the slots
	slow    bool // it has one of the slots of the lane for expensive searches
}

// acquire waits for a slot until ctx ends. If an earlier search of the same request
// was admitted, this one is not rejected.
func (l *Limiter) acquire(ctx context.Context, client netip.Prefix, admitted bool) (s *slot, err error) {
	slots, err := l.enter(client, admitted)
	if err != nil {
		return nil, err
	}
	defer func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.waiting--; err != nil {
			l.leave(client, slots)
		}
	}()
	for _, running := range []chan struct{}{slots.running, l.running} {
		select {
		case running <- struct{}{}:
		case <-ctx.Done():
			if running == l.running {
				<-slots.running
			}
			return nil, fmt.Errorf("wait for a slot: %w", ErrBusy)
		}
	}
	s = &slot{Limiter: l, client: client, slots: slots, running: true}
	if !isShared(client) && l.loads.heavy(time.Now(), client) {
		if err := s.slowDown(ctx); err != nil {
			s.give()
			return nil, err
		}
	}
	return s, nil
}

// isShared reports whether an address may be that of a proxy with many clients behind
// it.
func isShared(client netip.Prefix) bool { return !client.IsValid() || client.Addr().IsLoopback() }

// slowDown moves an expensive search to the lane of such searches, once there is
// room, until ctx ends. Meanwhile its slot is free for others.
func (s *slot) slowDown(ctx context.Context) error {
	if s.slow {
		return nil
	}
	s.mu.Lock()
	full := s.slowed >= max(1, s.queue/4)
	if !full {
		s.slowed++
	}
	s.mu.Unlock()
	if full {
		return fmt.Errorf("too many costly searches are waiting: %w", ErrBusy)
	}
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.slowed--
	}()
	<-s.Limiter.running
	s.running = false
	select {
	case s.Limiter.slow <- struct{}{}:
		s.slow = true
	case <-ctx.Done():
		return fmt.Errorf("wait among costly searches: %w", ErrBusy)
	}
	select {
	case s.Limiter.running <- struct{}{}:
		s.running = true
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for a slot: %w", ErrBusy)
	}
}

// release frees the slots of a search, and records its work.
func (s *slot) release(spent int) {
	s.work.Add(int64(spent))
	s.loads.add(time.Now(), s.client, spent)
	s.give()
}

func (s *slot) give() {
	if s.running {
		<-s.Limiter.running
	}
	if s.slow {
		<-s.Limiter.slow
	}
	<-s.slots.running
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leave(s.client, s.slots)
}

// enter queues a search, if there is room.
func (l *Limiter) enter(client netip.Prefix, admitted bool) (*clientSlots, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	share, queue := l.share, l.queue/4
	if isShared(client) {
		share, queue = cap(l.running), l.queue
	}
	slots := l.clients[client]
	if slots == nil {
		slots = &clientSlots{running: make(chan struct{}, share)}
	}
	switch {
	case admitted:
	case slots.open >= share+queue:
		return nil, ErrTooManyOpen
	case l.waiting >= l.queue:
		return nil, fmt.Errorf("%d are waiting: %w", l.waiting, ErrBusy)
	}
	l.clients[client] = slots
	slots.open++
	l.waiting++
	return slots, nil
}

// leave must be called with the lock held.
func (l *Limiter) leave(client netip.Prefix, slots *clientSlots) {
	if slots.open--; slots.open == 0 {
		delete(l.clients, client)
	}
}

// Work returns the total work of all searches, in units of a search.Budget.
func (l *Limiter) Work() int64 { return l.work.Load() }

// Now returns the numbers of running and waiting searches.
func (l *Limiter) Now() (running, waiting int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.running), l.waiting
}
