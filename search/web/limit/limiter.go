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
	// ErrBusy says that a question could not be answered in its time.
	ErrBusy = errors.New("no answer within the time allowed")
	// ErrTooManyOpen says that a client has too many questions open at once.
	ErrTooManyOpen = errors.New("more questions at once than one client may have open")
)

// Limiter bounds how many searches run at once, since they share the
// processors, and how many wait: whoever waits long has left. One client may
// have a part of both only, so that one who asks for much does not keep the
// others waiting. Those that turn out to cost much go on in a lane of their
// own, a quarter of the slots, so that cheap ones find the others free; those of
// clients whose searches have cost much of late begin there. It is safe for
// concurrent use.
type Limiter struct {
	running chan struct{} // a slot for each search that runs
	slow    chan struct{} // the lane of those that cost much
	share   int           // slots of one client
	queue   int           // searches that may wait, a quarter of them of one client
	budget  int           // units of a search.Budget that one search may spend

	work  atomic.Int64 // see Work
	loads workloads

	mu      sync.Mutex
	waiting int
	slowed  int // searches that wait for the lane, a quarter of the queue at most
	clients map[netip.Prefix]*clientSlots
}

// clientSlots is what one client has open. It is forgotten with its last search.
type clientSlots struct {
	running chan struct{}
	open    int
}

// NewLimiter lets so many searches run, and so many wait; each may spend so many
// units of a search.Budget.
func NewLimiter(slots, queue, work int) *Limiter {
	return &Limiter{
		running: make(chan struct{}, slots), slow: make(chan struct{}, max(1, slots/4)), share: max(1, slots/4), queue: queue, clients: map[netip.Prefix]*clientSlots{},
		budget: work, loads: workloads{budget: work, max: MaxClients},
	}
}

// slot is what one search runs in. It is for one goroutine.
type slot struct {
	*Limiter
	client  netip.Prefix
	slots   *clientSlots
	running bool // it has a place among the searches that run
	slow    bool // and one in the lane of those that cost much
}

// acquire waits for a slot until ctx ends. One whose request was admitted before
// is not sent away with another search of the same request.
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

// isShared tells whether an address may be that of a proxy, and of everybody
// behind it.
func isShared(client netip.Prefix) bool { return !client.IsValid() || client.Addr().IsLoopback() }

// slowDown has a search that costs much go on in the lane of such searches,
// when there is room until ctx ends. It leaves its slot to others meanwhile.
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

// release gives back what the search has, and counts what it has spent.
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

// enter puts a search into the queue, if there is room.
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

// leave is called with the lock held.
func (l *Limiter) leave(client netip.Prefix, slots *clientSlots) {
	if slots.open--; slots.open == 0 {
		delete(l.clients, client)
	}
}

// Work is what all searches have spent so far, in units of a search.Budget.
func (l *Limiter) Work() int64 { return l.work.Load() }

// Now is how many searches run, and how many wait.
func (l *Limiter) Now() (running, waiting int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.running), l.waiting
}
