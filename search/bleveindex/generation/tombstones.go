package generation

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"
)

// tombstonesEnding is the extension of files with the tombstones of a segment. They
// are stored next to the segments' folders, which never change, since each generation
// has tombstones of its own.
const tombstonesEnding = ".deleted"

// readTombstones reads the tombstones of a segment; nil if there are none.
func readTombstones(dir string, s manifestSegment) (*roaring.Bitmap, error) {
	if s.Tombstones == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(filepath.Join(dir, s.Tombstones))
	if err != nil {
		return nil, err
	}
	deleted := roaring.New()
	if err := deleted.UnmarshalBinary(raw); err != nil {
		return nil, fmt.Errorf("read %s: %w", s.Tombstones, err)
	}
	return deleted, nil
}

// writeTombstones writes the tombstones of a segment, and records the file in s.
func writeTombstones(dir string, s *manifestSegment, deleted *roaring.Bitmap) error {
	raw, err := deleted.ToBytes()
	if err != nil {
		return err
	}
	s.Tombstones = s.Name + tombstonesEnding
	return os.WriteFile(filepath.Join(dir, s.Tombstones), raw, 0o600)
}
