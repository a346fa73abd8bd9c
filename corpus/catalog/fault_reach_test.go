package catalog

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"rostrum/corpus"
	"rostrum/internal/faults"
)

// TestFaultReachTampered has a record name an original that is no hash, as
// whoever can write to the catalogue could.
func TestFaultReachTampered(t *testing.T) {
	saw := faults.Begin(t, faults.Reach)
	c, dir := openTemp(t)
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	hashes := []string{"../secret", "../../secret", "..", "/", "", "a", "ab/../../secret", secret, "../../../../../../../../etc/passwd"}
	reached := 0
	for _, hash := range hashes {
		r := sampleRecord("a", "/s/a.pdf")
		r.Statement.Origin.SHA256 = hash
		if err := c.Put(t.Context(), r); err != nil {
			continue // better still
		}
		f, _, err := c.Original(t.Context(), "a")
		if err == nil {
			f.Close()
		}
		if !errors.Is(err, corpus.ErrNotFound) {
			reached++
			t.Errorf("the original %q: %v", hash, err)
		}
	}
	saw("%d originals named by a catalogue that was tampered with: %d read", len(hashes), reached)
}
