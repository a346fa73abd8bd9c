package suggest

import (
	"context"
	"runtime/debug"
	"sync"

	"github.com/rs/zerolog"

	"rostrum/search"
)

// lazy is a value that is computed when it is first asked for, beside those who
// wait for it: it may take longer than one of them has.
type lazy[T any] struct {
	compute func() (T, error)
	once    sync.Once
	done    chan struct{} // closed when value or err is there
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

// run computes the value. Bytes that changed after they were checked may make
// others' code panic, which is told to those who ask.
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

// close waits until nothing is computed any more, and has nothing begin.
func (l *lazy[T]) close() {
	l.once.Do(func() { close(l.done) })
	<-l.done
}
