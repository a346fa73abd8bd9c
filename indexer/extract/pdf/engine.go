// Package pdf reads PDF files with PDFium, which runs as WebAssembly inside
// the process: it sees no file system, its memory is bounded, and what it
// does to itself with a hostile file ends with its instance.
//
// PDFium's calls cannot be interrupted without slowing all of them down by
// half, so time is bounded by whoever runs the process (see package extract).
package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// guestPages bounds the memory of the sandbox, in pages of 64 KiB: 256 MiB.
// Bombs run into it and trap; scans of 600 dpi in colour still fit.
const guestPages = 4096

// Engine is a compiled PDFium. It is not safe for concurrent use.
type Engine struct {
	cache wazero.CompilationCache
	pool  pdfium.Pool
}

// NewEngine compiles PDFium, which takes about six seconds of CPU, or loads
// what an earlier call left in cacheDir, which takes a fifth of a second.
// An empty cacheDir keeps nothing.
func NewEngine(ctx context.Context, cacheDir string) (_ *Engine, err error) {
	defer guard(&err)
	e := &Engine{}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(guestPages).
		WithCloseOnContextDone(false)
	if cacheDir != "" {
		if e.cache, err = wazero.NewCompilationCacheWithDir(cacheDir); err != nil {
			return nil, fmt.Errorf("compilation cache: %w", err)
		}
		config = config.WithCompilationCache(e.cache)
	}
	e.pool, err = webassembly.Init(webassembly.Config{
		Context:       ctx,
		MinIdle:       0,
		MaxIdle:       1,
		MaxTotal:      1,
		FSConfig:      wazero.NewFSConfig(), // the default shows the host's root
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
		ReuseWorkers:  false, // a fresh instance for every file: nothing is carried over
	})
	if err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	return e, nil
}

// Close frees the engine.
func (e *Engine) Close() error {
	err := e.pool.Close()
	if e.cache != nil {
		err = errors.Join(err, e.cache.Close(context.Background()))
	}
	return err
}

func (e *Engine) instance() (pdfium.Pdfium, error) {
	return e.pool.GetInstance(time.Minute)
}

// guard turns a panic of a parser into an error.
func guard(err *error) {
	if r := recover(); r != nil {
		*err = errors.Join(*err, fmt.Errorf("PDF reader broke down: %v", r))
	}
}
