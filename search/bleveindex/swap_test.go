package bleveindex_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"rostrum/corpus"
	"rostrum/internal/faults"
	"rostrum/search/bleveindex"
)

// TestFaultOpenWhileSwapped opens an index concurrently while new generations are
// published and old ones removed, as when statements are taken down. Opened indexes
// are intact, never older than previous ones, and replaced generations are never
// reported as damaged.
func TestFaultOpenWhileSwapped(t *testing.T) {
	swaps := faults.Times(15, 300)
	note := faults.Begin(t, faults.Swap)
	cfg := bleveindex.Config{Dir: t.TempDir()}
	engine := bleveindex.New(cfg)
	if _, err := engine.Update(t.Context(), edition(1)); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		defer close(done)
		for n := 2; n <= swaps+1; n++ {
			_, err := engine.Update(context.Background(), edition(n))
			if err == nil {
				err = engine.Purge(context.Background(), []corpus.ID{"changing0"})
			}
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	var opened atomic.Int64
	for range 8 {
		group.Go(func() {
			last := 0
			for swapping := true; swapping; opened.Add(1) {
				select {
				case <-done:
					swapping = false
				default:
				}
				if last = openEdition(t, cfg, last); last == 0 {
					return
				}
			}
			if last != swaps+1 {
				t.Errorf("at last edition %d answers, want %d", last, swaps+1)
			}
		})
	}
	group.Wait()
	if !t.Failed() {
		note("an index opened %d times during %d swaps: always whole, never behind", opened.Load(), swaps)
	}
}

// openEdition opens an index and returns its edition; 0 if it is damaged, or older
// than last.
func openEdition(t *testing.T, cfg bleveindex.Config, last int) int {
	if err := wrong(cfg); err != nil {
		t.Errorf("verified while swapped: %v", err)
		return 0
	}
	ix, err := reopen(cfg)
	if err != nil {
		t.Errorf("opened while swapped: %v", err)
		return 0
	}
	defer ix.Close()
	n := 0
	state := ix.State()
	if _, err := fmt.Sscanf(state.Catalog, "r%d", &n); err != nil || n < last || state.Degraded != nil {
		t.Errorf("revision %s after %d, %v; degraded: %v", state.Catalog, last, err, state.Degraded)
		return 0
	}
	if got := clauseMatches(t, ix, fmt.Sprint("generation", n)); got != 3 {
		t.Errorf("edition %d finds %d of its 3 statements", n, got)
		return 0
	}
	return n
}
