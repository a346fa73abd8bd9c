package suggest

import (
	"context"
	"runtime/debug"
	"sync"

	"github.com/rs/zerolog"

	"rostrum/search"
)

// lazy is a value computed in the background on first use, since that may take longer
// than the deadline of a request.
type lazy[T any] struct {
	compute func() (T, error)
	once    sync.Once
	done    chan struct{} // closed when value or err is set
	value   T
	err     error
}

func newLazy[T any](compute func() (T, error)) *lazy[T] {
	return &lazy[T]{compute: compute, done: make(chan struct{})}
}

// get waits for the value until ctx ends.
func (l *lazy[T]) get(ctx context.Context) (T, error) {
	l.once.Do(func() { go l.run(context.WithoutCancel(ctx)) })
	select {
	case <-l.done:
		return l.value, l.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// run computes the value. A panic, which corrupted files may cause in third-party
// code, becomes an error.
func (l *lazy[T]) run(ctx context.Context) {
	defer close(l.done)
	defer func() {
		if p := recover(); p != nil {
			zerolog.Ctx(ctx).Error().Interface("panic", p).Bytes("stack", debug.Stack()).Msg("suggest")
			l.err = search.ErrDamaged
		}
	}()
	l.value, l.err = l.compute()
}

// close waits for a running computation, and prevents new ones.
func (l *lazy[T]) close() {
	l.once.Do(func() { close(l.done) })
	<-l.done
}
