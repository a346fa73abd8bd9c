// Package pageimage shows what pages look like. Each page is drawn when it is
// first asked for, a few at a time, and its picture is kept on disk, within a
// limit, for whoever asks next. All of it may be deleted at any time.
//
// How a page is drawn, and who may see it, is left to others.
package pageimage

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"rostrum/corpus"
)

// version goes up whenever the same page would be drawn differently.
const version = 1

// Key names the picture of a page.
type Key struct {
	SHA256 string // hex, of the file
	Page   int    // 1-based
	Width  int    // in pixels
}

func (k Key) name() string { return fmt.Sprintf("%s-%d-%d-%d", k.SHA256, k.Page, k.Width, version) }

// Draw draws a page. Its context ends when the picture is no longer wanted by
// anybody.
type Draw func(context.Context) ([]byte, error)

// Config bounds a Gallery. All but Dir have useful zero values.
type Config struct {
	Dir      string        // where pictures are kept; nothing else lies there
	MaxBytes int64         // kept at most; 0 means 256 MiB
	Drawings int           // at once; 0 means one
	Waiting  int           // that wait for their turn, beyond which nobody does; 0 means eight
	Patience time.Duration // of those that wait; 0 means five seconds
}

// Gallery keeps the pictures of pages. It is safe for concurrent use.
type Gallery struct {
	config  Config
	shelf   *shelf
	turns   chan struct{} // one for each drawing
	queue   chan struct{} // one for each that waits or draws
	flights singleflight.Group
	faults  faults

	// Drawing goes on when whoever asked first has left, until end is called.
	ctx     context.Context
	end     context.CancelFunc
	drawing sync.WaitGroup
}

// Open opens the gallery in a folder, which is made if it is not there.
func Open(config Config) (*Gallery, error) {
	if config.MaxBytes <= 0 {
		config.MaxBytes = 256 << 20
	}
	if config.Patience <= 0 {
		config.Patience = 5 * time.Second
	}
	if config.Waiting <= 0 {
		config.Waiting = 8
	}
	config.Drawings = max(1, config.Drawings)
	shelf, err := openShelf(config.Dir, config.MaxBytes)
	if err != nil {
		return nil, fmt.Errorf("pictures of pages: %w", err)
	}
	g := &Gallery{config: config, shelf: shelf, turns: make(chan struct{}, config.Drawings), queue: make(chan struct{}, config.Drawings+config.Waiting)}
	g.ctx, g.end = context.WithCancel(context.Background())
	return g, nil
}

// Close ends all drawing and waits for it. No Picture may be called any more.
func (g *Gallery) Close() {
	g.end()
	g.drawing.Wait()
}

// Picture gives the picture of a page, and has it drawn if there is none yet.
// Where too much is being drawn already the error wraps corpus.ErrBusy. What
// draw said of a page that it cannot draw is said again for a while, without
// trying.
func (g *Gallery) Picture(ctx context.Context, k Key, draw Draw) ([]byte, error) {
	if b, ok := g.shelf.get(k.name()); ok {
		return b, nil
	}
	if err := g.faults.of(k); err != nil {
		return nil, err
	}
	type result struct {
		picture []byte
		err     error
	}
	done := make(chan result, 1)
	g.drawing.Go(func() {
		v, err, _ := g.flights.Do(k.name(), func() (any, error) { return g.draw(k, draw) })
		b, _ := v.([]byte)
		done <- result{b, err}
	})
	select {
	case r := <-done:
		return r.picture, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// draw draws a page when it is its turn.
func (g *Gallery) draw(k Key, draw Draw) ([]byte, error) {
	if b, ok := g.shelf.get(k.name()); ok { // drawn while we were on our way
		return b, nil
	}
	select {
	case g.queue <- struct{}{}:
		defer func() { <-g.queue }()
	default:
		return nil, corpus.ErrBusy.Errorf("draw page %d: too many wait already", k.Page)
	}
	timer := time.NewTimer(g.config.Patience)
	defer timer.Stop()
	select {
	case g.turns <- struct{}{}:
		defer func() { <-g.turns }()
	case <-timer.C:
		return nil, corpus.ErrBusy.Errorf("draw page %d: its turn did not come", k.Page)
	case <-g.ctx.Done():
		return nil, g.ctx.Err()
	}
	b, err := draw(g.ctx)
	switch {
	case err == nil:
		// A picture that cannot be kept can still be shown; it is drawn again next time.
		_ = g.shelf.put(k.name(), b)
	case !errors.Is(err, context.Canceled) && !errors.Is(err, corpus.ErrBusy):
		g.faults.add(k, err)
	}
	return b, err
}
