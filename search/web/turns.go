package web

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"

	"github.com/gin-gonic/gin"

	"rostrum/search"
)

var (
	// errBusy says that a question could not be answered in its time.
	errBusy = errors.New("no answer within the time allowed")
	// errCrowded says that a client has too many questions open at once.
	errCrowded = errors.New("more questions at once than one client may have open")
)

// turns say who may have the engine work, and who waits. Few work at once, for
// they share the processors; the queue is short, for whoever waits long has
// left; and one client has a part of both only, so that one who asks for much
// does not keep the others waiting.
type turns struct {
	running chan struct{} // one for each that works
	share   int           // of them for one client
	queue   int           // that may wait, a quarter of them of one client

	mu      sync.Mutex
	waiting int
	clients map[netip.Prefix]*seats
}

// seats is what one client has open. It is forgotten with the last question.
type seats struct {
	running chan struct{}
	open    int
}

func newTurns(l Limits) *turns {
	return &turns{running: make(chan struct{}, l.Searches), share: max(1, l.Searches/4), queue: l.Queue, clients: map[netip.Prefix]*seats{}}
}

// asker is who asks, in one request. One whose first question was let in is
// not sent away with its second.
type asker struct {
	client netip.Prefix
	known  atomic.Bool
}

// take waits for a turn, and returns what ends it.
func (t *turns) take(ctx context.Context, who *asker) (end func(), err error) {
	client := who.client
	here, err := t.enter(who)
	if err != nil {
		return nil, err
	}
	defer func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.waiting--; err != nil {
			t.leave(client, here)
		}
	}()
	for _, slots := range []chan struct{}{here.running, t.running} {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			if slots == t.running {
				<-here.running
			}
			return nil, fmt.Errorf("wait for a turn: %w", errBusy)
		}
	}
	return func() {
		<-t.running
		<-here.running
		t.mu.Lock()
		defer t.mu.Unlock()
		t.leave(client, here)
	}, nil
}

// enter finds a seat in the queue.
func (t *turns) enter(who *asker) (*seats, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	client, share, queue := who.client, t.share, t.queue/4
	if !client.IsValid() || client.Addr().IsLoopback() { // perhaps a proxy, and everybody behind it
		share, queue = cap(t.running), t.queue
	}
	here := t.clients[client]
	if here == nil {
		here = &seats{running: make(chan struct{}, share)}
	}
	switch {
	case who.known.Load():
	case here.open >= share+queue:
		return nil, errCrowded
	case t.waiting >= t.queue:
		return nil, fmt.Errorf("%d are waiting: %w", t.waiting, errBusy)
	}
	who.known.Store(true)
	t.clients[client] = here
	here.open++
	t.waiting++
	return here, nil
}

// leave is called with the lock held.
func (t *turns) leave(client netip.Prefix, here *seats) {
	if here.open--; here.open == 0 {
		delete(t.clients, client)
	}
}

// now is how many questions are being worked on, and how many wait.
func (t *turns) now() (running, waiting int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.running), t.waiting
}

type askerKey struct{}

// identify notes for the queue who is asking.
func (s *Server) identify(c *gin.Context) {
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), askerKey{}, &asker{client: clientOf(c.ClientIP())}))
}

// inTurn has the engine work on a question when its turn comes, until the deadline.
func inTurn[T any](ctx context.Context, s *Server, do func(context.Context) (*T, error)) (*T, error) {
	ctx, cancel := context.WithTimeout(ctx, s.limits.Deadline)
	defer cancel()
	who, ok := ctx.Value(askerKey{}).(*asker)
	if !ok {
		who = &asker{} // the service itself
	}
	end, err := s.turns.take(ctx, who)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer end()
	results, err := do(ctx)
	switch {
	case err == nil:
		return results, nil
	case errors.Is(err, search.ErrCursor):
		return nil, faults{{Parameter: "cursor", Position: -1, message: "fault.cursor"}}
	case ctx.Err() != nil:
		return nil, fmt.Errorf("search: %w: %w", errBusy, err)
	}
	return nil, fmt.Errorf("search: %w", err)
}
