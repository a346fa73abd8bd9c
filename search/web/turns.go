package web

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"

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

// take waits for a turn of a client, and returns what ends it.
func (t *turns) take(ctx context.Context, client netip.Prefix) (end func(), err error) {
	here, err := t.enter(client)
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

// enter finds a client a seat in the queue.
func (t *turns) enter(client netip.Prefix) (*seats, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	share, queue := t.share, t.queue/4
	if !client.IsValid() || client.Addr().IsLoopback() { // perhaps a proxy, and everybody behind it
		share, queue = cap(t.running), t.queue
	}
	here := t.clients[client]
	if here == nil {
		here = &seats{running: make(chan struct{}, share)}
		t.clients[client] = here
	}
	switch {
	case here.open >= share+queue:
		return nil, errCrowded
	case t.waiting >= t.queue:
		return nil, fmt.Errorf("%d are waiting: %w", t.waiting, errBusy)
	}
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

type clientKey struct{}

// identify notes for the queue who is asking.
func (s *Server) identify(c *gin.Context) {
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), clientKey{}, clientOf(c.ClientIP())))
}

// inTurn has the engine work on a question when its turn comes, until the deadline.
func inTurn[T any](ctx context.Context, s *Server, do func(context.Context) (*T, error)) (*T, error) {
	ctx, cancel := context.WithTimeout(ctx, s.limits.Deadline)
	defer cancel()
	client, _ := ctx.Value(clientKey{}).(netip.Prefix)
	end, err := s.turns.take(ctx, client)
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
