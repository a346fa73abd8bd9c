package bleveindex_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"rostrum/search/bleveindex"
)

// reseal changes the version of a generation in its manifest, and the sum of
// that, as if another version of the program had made it.
func reseal(t *testing.T, manifest, field string, version int) {
	t.Helper()
	raw, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`\n  "mapping": \d+,`).ReplaceAllString(string(raw), "")
	text = regexp.MustCompile(`"sum": "\w+"`).ReplaceAllString(text, `"sum": ""`)
	switch field {
	case "mapping":
		text = regexp.MustCompile(`("analysis": \d+,)`).ReplaceAllString(text, fmt.Sprintf("$1\n  \"mapping\": %d,", version))
	default:
		text = regexp.MustCompile(`"`+field+`": \d+`).ReplaceAllString(text, fmt.Sprintf("%q: %d", field, version))
	}
	var compact []byte
	var value json.RawMessage
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	if compact, err = json.Marshal(value); err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(compact)
	text = regexp.MustCompile(`"sum": ""`).ReplaceAllString(text, `"sum": "`+hex.EncodeToString(digest[:])+`"`)
	if err := os.WriteFile(manifest, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

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
			reseal(t, filepath.Join(cfg.Dir, info.Generation, "manifest.json"), field, 9)
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
