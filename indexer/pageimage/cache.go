// Package pageimage provides images of document pages. Each page is rendered when it
// is first requested, a few at a time, and its image is kept in a disk cache of
// limited size. The cache may be deleted at any time.
//
// How a page is rendered, and who may see it, is left to the caller.
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

// version is incremented whenever the same page would be rendered differently.
const version = 1

// Key identifies the image of a page.
type Key struct {
	SHA256 string // hex, of the file
	Page   int    // 1-based
	Width  int    // in pixels
}

func (k Key) name() string { return fmt.Sprintf("%s-%d-%d-%d", k.SHA256, k.Page, k.Width, version) }

// Draw renders a page. Its context ends when nobody waits for the image any more.
type Draw func(context.Context) ([]byte, error)

// Config configures a Cache. All fields except Dir may be zero.
type Config struct {
	Dir      string        // of the cache alone
	MaxBytes int64         // size limit; 0 means 256 MiB
	Drawings int           // concurrent renderings; 0 means one
	Waiting  int           // maximum number of waiting requests; 0 means eight
	Patience time.Duration // how long a request waits; 0 means five seconds
}

// Cache is a disk cache of page images. It is safe for concurrent use.
type Cache struct {
	config  Config
	disk    *diskCache
	slots   chan struct{} // one for each rendering
	queue   chan struct{} // one for each waiting or running rendering
	flights singleflight.Group
	faults  faults

	// Rendering continues after the first client has left, until the cache is closed.
	closed  chan struct{}
	close   sync.Once
	drawing sync.WaitGroup
}

// Open opens the cache in a folder, which is created if missing.
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

// Close ends all rendering and waits for it. Image must not be called afterwards.
func (c *Cache) Close() {
	c.close.Do(func() { close(c.closed) })
	c.drawing.Wait()
}

// Image returns the image of a page, and renders it if necessary. If too many
// renderings are waiting, the error wraps corpus.ErrBusy. An error of draw is
// returned again for a while, without another attempt.
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

// draw renders a page once a slot is free.
func (c *Cache) draw(ctx context.Context, k Key, draw Draw) ([]byte, error) {
	if b, ok := c.disk.get(k.name()); ok { // rendered in the meantime
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
		// An image that cannot be stored can still be shown; it is rendered again
		// next time.
		_ = c.disk.put(k.name(), b)
	case !errors.Is(err, context.Canceled) && !errors.Is(err, corpus.ErrBusy):
		c.faults.add(k, err)
	}
	return b, err
}
