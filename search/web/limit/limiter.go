package limit

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
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
// others waiting. It is safe for concurrent use.
type Limiter struct {
	running chan struct{} // a slot for each search that runs
	share   int           // slots of one client
	queue   int           // searches that may wait, a quarter of them of one client

	mu      sync.Mutex
	waiting int
	clients map[netip.Prefix]*clientSlots
}

// clientSlots is what one client has open. It is forgotten with its last search.
type clientSlots struct {
	running chan struct{}
	open    int
}

// NewLimiter lets so many searches run, and so many wait.
func NewLimiter(slots, queue int) *Limiter {
	return &Limiter{running: make(chan struct{}, slots), share: max(1, slots/4), queue: queue, clients: map[netip.Prefix]*clientSlots{}}
}

// acquire waits for a slot until ctx ends, and returns what releases it. One
// whose request was admitted before is not sent away with another search of
// the same request.
func (l *Limiter) acquire(ctx context.Context, client netip.Prefix, admitted bool) (release func(), err error) {
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
	return func() {
		<-l.running
		<-slots.running
		l.mu.Lock()
		defer l.mu.Unlock()
		l.leave(client, slots)
	}, nil
}

// enter puts a search into the queue, if there is room.
func (l *Limiter) enter(client netip.Prefix, admitted bool) (*clientSlots, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	share, queue := l.share, l.queue/4
	if !client.IsValid() || client.Addr().IsLoopback() { // perhaps a proxy, and everybody behind it
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

// Now is how many searches run, and how many wait.
func (l *Limiter) Now() (running, waiting int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.running), l.waiting
}
