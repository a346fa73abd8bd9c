// Package pageimage shows what pages look like. Each page is drawn when it is
// first asked for, a few at a time, and its image is kept on disk, within a
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

// Key names the image of a page.
type Key struct {
	SHA256 string // hex, of the file
	Page   int    // 1-based
	Width  int    // in pixels
}

func (k Key) name() string { return fmt.Sprintf("%s-%d-%d-%d", k.SHA256, k.Page, k.Width, version) }

// Draw draws a page. Its context ends when the image is no longer wanted by
// anybody.
type Draw func(context.Context) ([]byte, error)

// Config bounds a Cache. All but Dir have useful zero values.
type Config struct {
	Dir      string        // where images are kept; nothing else lies there
	MaxBytes int64         // kept at most; 0 means 256 MiB
	Drawings int           // at once; 0 means one
	Waiting  int           // that wait for a slot, beyond which nobody does; 0 means eight
	Patience time.Duration // of those that wait; 0 means five seconds
}

// Cache keeps page images on disk. It is safe for concurrent use.
type Cache struct {
	config  Config
	disk    *diskCache
	slots   chan struct{} // one for each drawing
	queue   chan struct{} // one for each that waits or draws
	flights singleflight.Group
	faults  faults

	// Drawing goes on when the client that asked first has left, until the cache is
	// closed.
	closed  chan struct{}
	close   sync.Once
	drawing sync.WaitGroup
}

// Open opens the cache in a folder, which is made if it is not there.
func Open(config Config) (*Cache, error) {
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
	disk, err := openDiskCache(config.Dir, config.MaxBytes)
	if err != nil {
		return nil, fmt.Errorf("page images: %w", err)
	}
	c := &Cache{config: config, disk: disk, closed: make(chan struct{}), slots: make(chan struct{}, config.Drawings), queue: make(chan struct{}, config.Drawings+config.Waiting)}
	return c, nil
}

// Close ends all drawing and waits for it. No image may be asked for any more.
func (c *Cache) Close() {
	c.close.Do(func() { close(c.closed) })
	c.drawing.Wait()
}

// Image gives the image of a page, and has it drawn if there is none yet.
// Where too much is being drawn already the error wraps corpus.ErrBusy. What
// draw said of a page that it cannot draw is said again for a while, without
// trying.
func (c *Cache) Image(ctx context.Context, k Key, draw Draw) ([]byte, error) {
	if b, ok := c.disk.get(k.name()); ok {
		return b, nil
	}
	if err := c.faults.of(k); err != nil {
		return nil, err
	}
	type result struct {
		image []byte
		err   error
	}
	done := make(chan result, 1)
	c.drawing.Go(func() {
		v, err, _ := c.flights.Do(k.name(), func() (any, error) { return c.draw(context.WithoutCancel(ctx), k, draw) })
		b, _ := v.([]byte)
		done <- result{b, err}
	})
	select {
	case r := <-done:
		return r.image, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// draw draws a page when there is a slot.
func (c *Cache) draw(ctx context.Context, k Key, draw Draw) ([]byte, error) {
	if b, ok := c.disk.get(k.name()); ok { // drawn while we were on our way
		return b, nil
	}
	select {
	case c.queue <- struct{}{}:
		defer func() { <-c.queue }()
	default:
		return nil, corpus.ErrBusy.Errorf("draw page %d: too many wait already", k.Page)
	}
	timer := time.NewTimer(c.config.Patience)
	defer timer.Stop()
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-timer.C:
		return nil, corpus.ErrBusy.Errorf("draw page %d: no slot came free", k.Page)
	case <-c.closed:
		return nil, context.Canceled
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c.drawing.Go(func() {
		select {
		case <-c.closed:
			cancel()
		case <-ctx.Done():
		}
	})
	b, err := draw(ctx)
	switch {
	case err == nil:
		// An image that cannot be kept can still be shown; it is drawn again next time.
		_ = c.disk.put(k.name(), b)
	case !errors.Is(err, context.Canceled) && !errors.Is(err, corpus.ErrBusy):
		c.faults.add(k, err)
	}
	return b, err
}
