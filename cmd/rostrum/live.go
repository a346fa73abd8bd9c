package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
)

// liveIndex is the newest generation of the index: it is followed while
// serving, and no question is lost when one takes over from another.
type liveIndex struct {
	engine search.Engine

	mu      sync.Mutex
	current *lease
	err     error // why there is no current index
}

// lease is an open index and how many questions it is answering. The last one
// to let go of an index that was replaced closes it.
type lease struct {
	index    search.Index
	revision search.Revision // that was published when it was opened
	users    int
	replaced bool
}

var _ export.Holder = (*liveIndex)(nil)

const followEvery = time.Second

func openLive(ctx context.Context, engine search.Engine) *liveIndex {
	l := &liveIndex{engine: engine}
	_, _ = l.reload(ctx) // the error is kept, for whoever asks the first question
	return l
}

// follow opens each new generation until ctx ends; at once when something comes
// over now.
func (l *liveIndex) follow(ctx context.Context, now <-chan os.Signal) {
	tick := time.NewTicker(followEvery)
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
		generation, err := l.reload(ctx)
		switch log := zerolog.Ctx(ctx); {
		case err != nil:
			log.Error().Err(err).Msg("the index cannot be opened")
		case generation != "":
			log.Info().Str("generation", generation).Msg("serving a new generation of the index")
		case asked:
			log.Info().Str("generation", l.serving()).Msg("asked by a signal: no new generation of the index")
		}
	}
}

// reload opens the current generation if it is not the one that is open, and
// returns its name if it was opened now. An error is returned once.
func (l *liveIndex) reload(ctx context.Context) (string, error) {
	// Without a name, "", the newest generation answers until there is one: to
	// read all of it again each time would find the same.
	published, _ := l.engine.Published(ctx)
	l.mu.Lock()
	same := l.current != nil && l.current.revision == published
	l.mu.Unlock()
	if same {
		return "", nil
	}
	index, openErr := l.engine.Open(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	if openErr != nil {
		known := l.err != nil && l.err.Error() == openErr.Error()
		l.err = openErr
		if known {
			return "", nil
		}
		return "", openErr
	}
	if old := l.current; old != nil {
		old.replaced = true
		if old.users == 0 {
			_ = old.index.Close() // it was only read
		}
	}
	l.current, l.err = &lease{index: index, revision: published}, nil
	return index.State().Generation, nil
}

// serving is the name of the generation that answers, or "".
func (l *liveIndex) serving() string {
	state, _ := l.state()
	return state.Generation
}

// outdated tells whether the index in use is one of another version, whether it
// answers or not.
func (l *liveIndex) outdated() bool {
	state, err := l.state()
	return state.Outdated || errors.Is(err, search.ErrOtherVersion)
}

// close closes the index, or leaves that to the last question under way.
func (l *liveIndex) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if old := l.current; old != nil {
		if old.replaced = true; old.users == 0 {
			_ = old.index.Close()
		}
		l.current = nil
	}
}

func (l *liveIndex) take() (search.Index, func(), error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.current == nil {
		if l.err != nil {
			return nil, nil, l.err
		}
		return nil, nil, fmt.Errorf("%w: the index is not open yet", corpus.ErrNoIndex)
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

// searcher is the index for one question or more, or why there is none.
func (l *liveIndex) searcher() (search.Searcher, error) {
	_, done, err := l.take()
	if err != nil {
		return nil, err
	}
	done()
	return l, nil
}

// Hold keeps the generation that is the newest now for several questions.
func (l *liveIndex) Hold() (search.Searcher, func(), error) {
	index, done, err := l.take()
	if err != nil {
		return nil, nil, err
	}
	return index, done, nil
}

// Search answers from the newest generation.
func (l *liveIndex) Search(ctx context.Context, r search.Request) (*search.Results, error) {
	index, done, err := l.take()
	if err != nil {
		return nil, err
	}
	defer done()
	return index.Search(ctx, r)
}

// Quote looks for a passage in the newest generation.
func (l *liveIndex) Quote(ctx context.Context, r search.QuoteRequest) (*search.QuoteResult, error) {
	return with(l, "check quotations", func(q search.Quoter) (*search.QuoteResult, error) { return q.Quote(ctx, r) })
}

// Trend counts in the newest generation.
func (l *liveIndex) Trend(ctx context.Context, r search.TrendRequest) (*search.Trend, error) {
	return with(l, "count by fields", func(t search.Trender) (*search.Trend, error) { return t.Trend(ctx, r) })
}

// Similar compares within the newest generation.
func (l *liveIndex) Similar(ctx context.Context, id corpus.ID, size int) (*search.Similar, error) {
	return with(l, "compare statements", func(c search.Comparer) (*search.Similar, error) { return c.Similar(ctx, id, size) })
}

// with asks a power of the newest generation, which stays open meanwhile.
func with[P, R any](l *liveIndex, to string, ask func(P) (R, error)) (R, error) {
	var none R
	index, done, err := l.take()
	if err != nil {
		return none, err
	}
	defer done()
	p, err := power[P](index, to)
	if err != nil {
		return none, err
	}
	return ask(p)
}

// state is that of the generation that answers, or why none does.
func (l *liveIndex) state() (search.State, error) {
	index, done, err := l.take()
	if err != nil {
		return search.State{}, err
	}
	defer done()
	return index.State(), nil
}
