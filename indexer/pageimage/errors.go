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
	// maxTries is how many pages of one file are tried that go over their bounds:
	// some files take all the time they may for every page.
	maxTries = 3
)

// faults remembers what could not be drawn: a page that took all the time it
// may would take it again. Its zero value is ready for use.
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

// of is why a page cannot be drawn, or nil.
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
