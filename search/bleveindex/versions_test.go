package bleveindex_test

import (
	"errors"
	"path/filepath"
	"testing"

	"rostrum/internal/faults"
	"rostrum/search"
	"rostrum/search/bleveindex"
)

// TestOtherVersions opens generations of other versions: one with another mapping
// answers, one with another format or analysis does not; the next update rebuilds
// both.
func TestOtherVersions(t *testing.T) {
	for field, answers := range map[string]bool{"mapping": true, "analysis": false, "format": false} {
		t.Run(field, func(t *testing.T) {
			cfg := bleveindex.Config{Dir: t.TempDir()}
			catalog := edition(1)
			engine := bleveindex.New(cfg)
			info, err := engine.Update(t.Context(), catalog)
			if err != nil {
				t.Fatal(err)
			}
			if err := faults.Reseal(filepath.Join(cfg.Dir, info.Generation, "manifest.json"), field, "analysis", 9); err != nil {
				t.Fatal(err)
			}
			ix, err := reopen(cfg)
			if answers {
				if err != nil {
					t.Fatal(err)
				}
				if state := ix.State(); !state.Outdated || state.Degraded != nil || clauseMatches(t, ix, "generation1") != 3 {
					t.Errorf("outdated: %v, degraded: %v", state.Outdated, state.Degraded)
				}
				ix.Close()
			} else if !errors.Is(err, search.ErrOtherVersion) {
				t.Errorf("opened with %v, want %v", err, search.ErrOtherVersion)
			}
			if _, err := engine.Update(t.Context(), catalog); err != nil {
				t.Fatal(err)
			}
			ix = openIndex(t, cfg)
			if state := ix.State(); state.Outdated || state.Generation == info.Generation || clauseMatches(t, ix, "generation1") != 3 {
				t.Errorf("after an update generation %s is outdated: %v", state.Generation, state.Outdated)
			}
		})
	}
}
