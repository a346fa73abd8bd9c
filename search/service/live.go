package service

import (
	"context"
	"errors"
	"os"
	"reflect"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/search"
)

// Live is the currently published index of an engine. A request keeps the index it
// started with when another is published.
type Live struct {
	engine search.Engine

	mu      sync.Mutex
	current *lease
	err     error           // why there is no current index
	failed  search.Revision // the revision that caused err
}

// lease is an open index and its number of users. The last one to release an index
// that was replaced closes it.
type lease struct {
	index    search.Index
	revision search.Revision // the revision published when it was opened
	users    int
	replaced bool
}

var _ search.Leaser = (*Live)(nil)

// watchEvery is the interval between checks for a new index.
const watchEvery = time.Second

// Open opens the published index. If that fails, requests get the error until Watch
// succeeds.
func Open(ctx context.Context, engine search.Engine) *Live {
	l := &Live{engine: engine}
	_, _ = l.Reload(ctx) // Reload stores the error
	return l
}

// Watch opens each newly published index until ctx ends; a signal on now makes it
// check at once.
func (l *Live) Watch(ctx context.Context, now <-chan os.Signal) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		asked := false
		select {
		case <-ctx.Done():
			return
		case <-now:
			asked = true
		case <-tick.C:
		}
		opened, err := l.Reload(ctx)
		switch log := zerolog.Ctx(ctx); {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Error().Err(err).Msg("the index cannot be opened")
		case opened:
			log.Info().Str("generation", l.generation()).Msg("serving a new generation of the index")
		case asked:
			log.Info().Str("generation", l.generation()).Msg("reload requested by a signal: no new generation of the index")
		}
	}
}

// Reload opens the published index unless it is already open, and reports whether it
// did. The same error for the same revision is returned only once.
func (l *Live) Reload(ctx context.Context) (opened bool, err error) {
	// Without a published revision (""), keep the newest generation: opening it again
	// would give the same result.
	published, _ := l.engine.Published(ctx)
	l.mu.Lock()
	same := l.current != nil && l.current.revision == published
	l.mu.Unlock()
	if same {
		return false, nil
	}
	index, err := l.engine.Open(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		told := l.err != nil && l.failed == published && alike(l.err, err)
		l.err, l.failed = err, published
		if told {
			return false, nil
		}
		return false, err
	}
	l.retire()
	l.current, l.err = &lease{index: index, revision: published}, nil
	return true, nil
}

// alike reports whether two errors of Open are of the same kind.
func alike(a, b error) bool {
	for _, kind := range []error{search.ErrNotBuilt, search.ErrOtherVersion, corpus.ErrNoIndex} {
		if errors.Is(a, kind) != errors.Is(b, kind) {
			return false
		}
	}
	return true
}

// retire closes the current index, or leaves that to its last user.
func (l *Live) retire() {
	if l.current == nil {
		return
	}
	if l.current.replaced = true; l.current.users == 0 {
		_ = l.current.index.Close() // it was only read
	}
	l.current = nil
}

// Close closes the index, or leaves that to its last user.
func (l *Live) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.retire()
}

// Acquire returns the published index; see search.Leaser.
func (l *Live) Acquire() (index search.Index, release func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.current == nil {
		if l.err != nil {
			return nil, nil, l.err
		}
		return nil, nil, corpus.ErrNoIndex.Errorf("the index is not open yet")
	}
	held := l.current
	held.users++
	return held.index, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if held.users--; held.users == 0 && held.replaced {
			_ = held.index.Close()
		}
	}, nil
}

// State returns the state of the index in use, or why there is none.
func (l *Live) State() (search.State, error) {
	index, release, err := l.Acquire()
	if err != nil {
		return search.State{}, err
	}
	defer release()
	return index.State(), nil
}

// Searcher returns the index, or why there is none.
func (l *Live) Searcher() (search.Searcher, error) {
	if _, err := l.State(); err != nil {
		return nil, err
	}
	return l, nil
}

// generation is the name of the generation in use, or "".
func (l *Live) generation() string {
	state, _ := l.State()
	return state.Generation
}

// outdated reports whether the index was made by another version of the program,
// whether it can be used or not.
func (l *Live) outdated() bool {
	state, err := l.State()
	return state.Outdated || errors.Is(err, search.ErrOtherVersion)
}

// Search searches the published index.
func (l *Live) Search(ctx context.Context, r search.Request) (*search.Results, error) {
	return with(l, func(s search.Searcher) (*search.Results, error) { return s.Search(ctx, r) })
}

// Quote checks a quotation against the published index.
func (l *Live) Quote(ctx context.Context, r search.QuoteRequest) (*search.QuoteResult, error) {
	return with(l, func(q search.Quoter) (*search.QuoteResult, error) { return q.Quote(ctx, r) })
}

// Trend counts in the published index.
func (l *Live) Trend(ctx context.Context, r search.TrendRequest) (*search.Trend, error) {
	return with(l, func(t search.Trender) (*search.Trend, error) { return t.Trend(ctx, r) })
}

// with calls ask with an optional interface of the published index, keeping it open.
func with[P, R any](l *Live, ask func(P) (R, error)) (R, error) {
	var none R
	index, release, err := l.Acquire()
	if err != nil {
		return none, err
	}
	defer release()
	power, ok := index.(P)
	if !ok {
		return none, corpus.ErrInvalid.Errorf("the engine of this index lacks %s", reflect.TypeFor[P]())
	}
	return ask(power)
}
