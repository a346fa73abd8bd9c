package bleveindex_test

import (
	"errors"
	"path/filepath"
	"testing"

	"rostrum/internal/faults"
	"rostrum/search/bleveindex"
)

// TestOtherVersions opens generations that other versions have made: one with
// another mapping answers, one of another form or other words does not; both are
// to be made anew, and the next update does so.
func TestOtherVersions(t *testing.T) {
	for field, answers := range map[string]bool{"mapping": true, "analysis": false, "format": false} {
		t.Run(field, func(t *testing.T) {
			cfg := bleveindex.Config{Dir: t.TempDir()}
			catalog := edition(1)
			info, err := bleveindex.Update(t.Context(), cfg, catalog)
			if err != nil {
				t.Fatal(err)
			}
			if err := faults.Reseal(filepath.Join(cfg.Dir, info.Generation, "manifest.json"), field, "analysis", 9); err != nil {
				t.Fatal(err)
			}
			ix, err := bleveindex.Open(cfg)
			if answers {
				if err != nil {
					t.Fatal(err)
				}
				if !ix.Outdated() || ix.Degraded() != "" || found(t, ix, "generation1") != 3 {
					t.Errorf("outdated: %v, degraded: %q", ix.Outdated(), ix.Degraded())
				}
				ix.Close()
			} else if !errors.Is(err, bleveindex.ErrOtherVersion) {
				t.Errorf("opened with %v, want %v", err, bleveindex.ErrOtherVersion)
			}
			if _, err := bleveindex.Update(t.Context(), cfg, catalog); err != nil {
				t.Fatal(err)
			}
			ix = openIndex(t, cfg)
			if ix.Outdated() || ix.Info().Generation == info.Generation || found(t, ix, "generation1") != 3 {
				t.Errorf("after an update generation %s is outdated: %v", ix.Info().Generation, ix.Outdated())
			}
		})
	}
}
