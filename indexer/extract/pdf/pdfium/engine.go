// Package pdfium runs PDFium as WebAssembly inside the process: it sees no file
// system, its memory is bounded, and what it does to itself with a hostile file
// ends with its instance.
//
// PDFium's calls cannot be interrupted without slowing all of them down by
// half, so time is bounded by whoever runs the process (see package extract).
package pdfium

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

// memoryPages bounds the memory of the sandbox, in pages of 64 KiB: 256 MiB.
// Bombs run into it and trap; scans of 600 dpi in colour still fit.
const memoryPages = 4096

// Engine is a compiled PDFium. It is not safe for concurrent use.
type Engine struct {
	cache wazero.CompilationCache
	pool  pdfium.Pool
	hook  *initHook
}

// NewEngine compiles PDFium, which takes about six seconds of CPU, or loads
// what an earlier call left in cacheDir, which takes a fifth of a second.
// An empty cacheDir keeps nothing.
func NewEngine(ctx context.Context, cacheDir string) (_ *Engine, err error) {
	defer Guard(&err)
	e := &Engine{hook: &initHook{}}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages).
		WithCloseOnContextDone(false)
	if cacheDir != "" {
		if e.cache, err = wazero.NewCompilationCacheWithDir(cacheDir); err != nil {
			return nil, fmt.Errorf("compilation cache: %w", err)
		}
		config = config.WithCompilationCache(e.cache)
	}
	ctx = experimental.WithFunctionListenerFactory(withMemory(ctx), e.hook)
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

// Start starts a fresh instance of PDFium. One runs at a time.
func (e *Engine) Start() (*Instance, error) {
	instance, err := e.pool.GetInstance(time.Minute)
	if err != nil {
		return nil, err
	}
	g, err := newInstance(instance, e.hook.take())
	if err != nil {
		return nil, errors.Join(err, instance.Close())
	}
	return g, nil
}

// initHook sees each new instance of PDFium as it is initialised, which is the
// one moment at which wazero shows the module that go-pdfium keeps to itself.
// With the module at hand a page's characters and boxes are read with two
// calls each; go-pdfium's own methods take about ten, most of them to allocate
// and free the eight bytes that a coordinate is returned in.
type initHook struct{ module api.Module }

func (h *initHook) take() api.Module {
	m := h.module
	h.module = nil
	return m
}

// NewFunctionListener asks to be told of the one function of interest.
func (h *initHook) NewFunctionListener(f api.FunctionDefinition) experimental.FunctionListener {
	for _, name := range f.ExportNames() {
		if name == "FPDF_InitLibrary" {
			return h
		}
	}
	return nil
}

// Before keeps the module.
func (h *initHook) Before(_ context.Context, m api.Module, _ api.FunctionDefinition, _ []uint64, _ experimental.StackIterator) {
	h.module = m
}

// After does nothing.
func (h *initHook) After(context.Context, api.Module, api.FunctionDefinition, []uint64) {}

// Abort does nothing.
func (h *initHook) Abort(context.Context, api.Module, api.FunctionDefinition, error) {}

// Guard turns a panic of a parser into an error.
func Guard(err *error) {
	if r := recover(); r != nil {
		*err = errors.Join(*err, fmt.Errorf("PDF reader broke down: %v", r))
	}
}
