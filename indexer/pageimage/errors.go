package pageimage

import (
	"errors"
	"sync"
	"time"

	"rostrum/corpus"
)

const (
	faultKept = 10 * time.Minute
	maxFaults = 4096
	// maxTries is the number of pages of one file that may exceed their limits before
	// the whole file is given up.
	maxTries = 3
)

// faults remembers pages that could not be rendered, since a page that timed out
// would do so again. Its zero value is ready for use.
type faults struct {
	mu    sync.Mutex
	pages map[Key]fault
	files map[string]tries
}

type fault struct {
	err   error
	until time.Time
}

type tries struct {
	fault
	pages map[int]bool
}

// of returns why a page cannot be rendered, or nil.
func (f *faults) of(k Key) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	if page, ok := f.pages[k]; ok && now.Before(page.until) {
		return page.err
	}
	if file, ok := f.files[k.SHA256]; ok && now.Before(file.until) && len(file.pages) >= maxTries {
		return file.err
	}
	return nil
}

func (f *faults) add(k Key, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.pages == nil || len(f.pages) >= maxFaults {
		f.pages, f.files = map[Key]fault{}, map[string]tries{}
	}
	now := time.Now()
	this := fault{err, now.Add(faultKept)}
	f.pages[k] = this
	if !errors.Is(err, corpus.ErrOverLimit) {
		return
	}
	file := f.files[k.SHA256]
	if file.pages == nil || now.After(file.until) {
		file.pages = map[int]bool{}
	}
	file.pages[k.Page] = true
	file.fault = this
	f.files[k.SHA256] = file
}
